package encoding

import (
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// encodeInto writes as many whole characters of src as dest has room for, and says how many UTF-16 units it read and
// how many bytes it wrote.
func encodeInto(rt *goja.Runtime, src, dest goja.Value) goja.Value {
	if !goja.IsString(src) {
		panic(jsapi.InvalidArgType(rt, "src", "of type string", src))
	}
	b, ok := jsapi.Uint8Bytes(dest)
	if !ok {
		panic(jsapi.InvalidArgType(rt, "dest", "an instance of Uint8Array", dest))
	}
	read, written := 0, 0
	for _, r := range src.String() {
		n := utf8.RuneLen(r)
		if written+n > len(b) {
			break
		}
		written += utf8.EncodeRune(b[written:], r)
		read++
		if r > 0xffff {
			read++ // a surrogate pair
		}
	}
	o := rt.NewObject()
	for _, p := range []struct {
		name string
		n    int
	}{{"read", read}, {"written", written}} {
		if err := o.Set(p.name, p.n); err != nil {
			panic(err)
		}
	}
	return o
}
