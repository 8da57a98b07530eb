package crypto

import (
	"math"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// webParams are the parameters of an algorithm of Web Crypto, a dictionary in Web IDL's sense. What is wrong with them is
// thrown.
type webParams struct {
	m    *module
	dict string // the dictionary's name, for messages
	v    goja.Value
}

func (p webParams) fail(code, text string) *goja.Object {
	return jsapi.NewError(p.m.rt, "TypeError", code, "Failed to normalize algorithm: "+text)
}

// required is a member that must be there.
func (p webParams) required(name string) goja.Value {
	v := property(p.v, name)
	if goja.IsUndefined(v) {
		panic(p.fail("ERR_MISSING_OPTION", "passed algorithm can not be converted to '"+p.dict+"' because '"+name+
			"' is required in '"+p.dict+"'."))
	}
	return v
}

// bytes is a copy of a required member's bytes.
func (p webParams) bytes(name string) []byte {
	b, ok := jsapi.Bytes(p.m.rt, p.required(name))
	if !ok {
		panic(p.fail("ERR_INVALID_ARG_TYPE", "'"+name+"' of '"+p.dict+
			"' (passed algorithm) is not instance of ArrayBuffer, Buffer, TypedArray, or DataView."))
	}
	return append([]byte{}, b...)
}

// optionalBytes is bytes, or nil where there is no such member.
func (p webParams) optionalBytes(name string) []byte {
	if goja.IsUndefined(property(p.v, name)) {
		return nil
	}
	return p.bytes(name)
}

// integer is a required member from 0 to high, as Web IDL's [EnforceRange] has it.
func (p webParams) integer(name string, high float64) int {
	f := math.Trunc(p.required(name).ToFloat())
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		panic(p.fail("ERR_INVALID_ARG_TYPE", "'"+name+"' of '"+p.dict+"' (passed algorithm) is not a finite number."))
	case f < 0 || f > high:
		panic(p.fail("ERR_OUT_OF_RANGE", "'"+name+"' of '"+p.dict+"' (passed algorithm) is outside the expected range of 0 to "+
			strconv.FormatFloat(high, 'f', -1, 64)+"."))
	}
	return int(f)
}

// optionalInteger is integer, or otherwise where there is no such member.
func (p webParams) optionalInteger(name string, high float64, otherwise int) int {
	if goja.IsUndefined(property(p.v, name)) {
		return otherwise
	}
	return p.integer(name, high)
}

// hash is the required member of that name, a hash that Web Crypto has.
func (p webParams) hash() string {
	v := p.required("hash")
	if o, ok := v.(*goja.Object); ok {
		v = property(o, "name")
	}
	name := strings.ToUpper(v.String())
	switch name {
	case "SHA-1", "SHA-256", "SHA-384", "SHA-512":
		return name
	}
	panic(p.m.domException("Unrecognized algorithm name", "NotSupportedError"))
}
