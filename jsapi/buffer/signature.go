package buffer

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// function makes one of the class's functions with the name and the length that Node's has. Packages that wrap or curry
// functions look at the length.
func (m *module) function(name string, fn func(goja.FunctionCall) goja.Value) *goja.Object {
	shown, length := signature(name)
	f := jsapi.NewFunction(m.rt, shown, fn)
	if length > 0 {
		m.hide(f, "length", m.rt.ToValue(length))
	}
	return f
}

// signature is the name that Node's function of that name has, and the number of its parameters before the first that
// has a default.
func signature(name string) (shown string, length int) {
	switch name {
	case "alloc", "copyBytesFrom", "from", "includes", "indexOf", "lastIndexOf", "toString", "transcode":
		return name, 3
	case "compare": // the prototype's; the static one's is 2
		return name, 5
	case "copy", "fill", "write":
		return name, 4
	case "byteLength", "concat", "inspect", "slice", "subarray":
		return name, 2
	case "allocUnsafe", "allocUnsafeSlow", "atob", "btoa", "equals", "isAscii", "isBuffer", "isEncoding", "isUtf8":
		return name, 1
	}
	switch {
	case strings.HasSuffix(name, "Slice"), strings.HasSuffix(name, "Write"):
		return name, 0
	case strings.HasPrefix(name, "write"):
		length = 1
	case !strings.HasPrefix(name, "read"):
		return name, 0
	}
	if strings.HasSuffix(name, "IntLE") || strings.HasSuffix(name, "IntBE") { // their size is an argument
		length += 2
	}
	for _, kind := range []string{"Float", "Double"} {
		switch {
		case strings.HasSuffix(name, kind+"LE"):
			return strings.TrimSuffix(name, "LE") + "Forwards", length
		case strings.HasSuffix(name, kind+"BE"):
			return strings.TrimSuffix(name, "BE") + "Backwards", length
		}
	}
	return name, length
}
