package crypto

import (
	"crypto/rand"
	"encoding/hex"
	"math"
	"math/big"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

const (
	// maxRandom is the most bytes that one call gives, as in Node.
	maxRandom = 1<<31 - 1
	// maxRange is the widest range of randomInt: Node draws six bytes.
	maxRange = 1<<48 - 1
	// maxSafe is Number.MAX_SAFE_INTEGER.
	maxSafe = 1<<53 - 1
	// quota is the most bytes of one getRandomValues (Web Cryptography API, section 10.1.1).
	quota = 65536
)

func (m *module) defineRandom() {
	m.function("randomBytes", m.randomBytes)
	for _, old := range []string{"pseudoRandomBytes", "prng", "rng"} { // Node's own are not enumerable either
		must(m.exports.DefineDataProperty(old, m.exports.Get("randomBytes"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
	m.function("randomFillSync", func(call goja.FunctionCall) goja.Value {
		fill(m.window(call.Argument(0), call.Argument(1), call.Argument(2)))
		return call.Argument(0)
	})
	m.function("randomFill", m.randomFill)
	m.function("randomInt", m.randomInt)
	m.function("randomUUID", m.randomUUID)
	m.function("getRandomValues", m.randomValues)
}

// fill fills b; Go's generator never fails, it ends the process instead.
func fill(b []byte) { _, _ = rand.Read(b) }

func (m *module) randomBytes(call goja.FunctionCall) goja.Value {
	b := make([]byte, m.size(call.Argument(0), "size", 1, 0, math.Inf(1)))
	if goja.IsUndefined(call.Argument(1)) {
		fill(b)
		return jsapi.NewBuffer(m.h, b)
	}
	fn := m.callback(call.Argument(1))
	fill(b)
	m.later(fn, goja.Null(), jsapi.NewBuffer(m.h, b))
	return goja.Undefined()
}

// randomFill is randomFill(buffer[, offset[, size]], callback).
func (m *module) randomFill(call goja.FunctionCall) goja.Value {
	args := call.Arguments
	last := max(len(args)-1, 1)
	offset, size := goja.Undefined(), goja.Undefined()
	if last > 1 {
		offset = call.Argument(1)
	}
	if last > 2 {
		size = call.Argument(2)
	}
	if _, ok := jsapi.Bytes(m.rt, call.Argument(0)); !ok {
		m.window(call.Argument(0), offset, size) // throws
	}
	fn := m.callback(call.Argument(last))
	fill(m.window(call.Argument(0), offset, size))
	m.later(fn, goja.Null(), call.Argument(0))
	return goja.Undefined()
}

// window is the part of a buffer that randomFill fills; offset and size count elements.
func (m *module) window(v, offset, size goja.Value) []byte {
	b, ok := jsapi.Bytes(m.rt, v)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "buf", "an instance of ArrayBuffer or ArrayBufferView", v))
	}
	element := 1
	if n := v.(*goja.Object).Get("BYTES_PER_ELEMENT"); n != nil && goja.IsNumber(n) {
		element = int(n.ToInteger())
	}
	from := 0
	if !goja.IsUndefined(offset) {
		if !goja.IsNumber(offset) {
			panic(jsapi.InvalidArgType(m.rt, "offset", "of type number", offset))
		}
		f, limit := offset.ToFloat()*float64(element), min(len(b), maxRandom)
		if !(f >= 0 && f <= float64(limit)) {
			panic(jsapi.OutOfRange(m.rt, "offset", ">= 0 && <= "+strconv.Itoa(limit), m.rt.ToValue(f)))
		}
		from = int(f)
	}
	if goja.IsUndefined(size) {
		return b[from:]
	}
	return b[from : from+m.size(size, "size", element, from, float64(len(b)))]
}

// size checks a number of elements that start at offset, and must end before limit.
func (m *module) size(v goja.Value, name string, element, offset int, limit float64) int {
	if !goja.IsNumber(v) {
		panic(jsapi.InvalidArgType(m.rt, name, "of type number", v))
	}
	f := v.ToFloat() * float64(element)
	if !(f >= 0 && f <= maxRandom) {
		panic(jsapi.OutOfRange(m.rt, name, ">= 0 && <= "+strconv.Itoa(maxRandom), m.rt.ToValue(f)))
	}
	if end := f + float64(offset); end > limit {
		must := "<= " + strconv.FormatFloat(limit, 'f', -1, 64)
		panic(jsapi.OutOfRange(m.rt, "size + offset", must, m.rt.ToValue(end)))
	}
	return int(f)
}

// randomInt is randomInt([min, ]max[, callback]): min ≤ n < max, without bias.
func (m *module) randomInt(call goja.FunctionCall) goja.Value {
	low, high, done := call.Argument(0), call.Argument(1), call.Argument(2)
	noMin := goja.IsUndefined(high) || jsapi.TypeOf(high) == "function"
	if noMin {
		low, high, done = m.rt.ToValue(0), low, high
	}
	var fn goja.Callable
	if !goja.IsUndefined(done) {
		fn = m.callback(done)
	}
	from, to := m.safeInteger(low, "min"), m.safeInteger(high, "max")
	if to <= from {
		must := `greater than the value of "min" (` + strconv.FormatInt(from, 10) + ")"
		panic(jsapi.OutOfRange(m.rt, "max", must, high))
	}
	if to-from > maxRange {
		name := "max - min"
		if noMin {
			name = "max"
		}
		panic(jsapi.OutOfRange(m.rt, name, "<= "+strconv.Itoa(maxRange), m.rt.ToValue(to-from)))
	}
	n, err := rand.Int(rand.Reader, big.NewInt(to-from))
	must(err)
	v := m.rt.ToValue(n.Int64() + from)
	if fn == nil {
		return v
	}
	m.later(fn, goja.Undefined(), v)
	return goja.Undefined()
}

func (m *module) safeInteger(v goja.Value, name string) int64 {
	if goja.IsNumber(v) {
		if f := v.ToFloat(); f == math.Trunc(f) && math.Abs(f) <= maxSafe {
			return int64(f)
		}
	}
	panic(jsapi.InvalidArgType(m.rt, name, "a safe integer", v))
}

// randomUUID is a version 4 UUID (RFC 9562). Node's entropy cache makes no difference here, but its option is checked.
func (m *module) randomUUID(call goja.FunctionCall) goja.Value {
	if v := call.Argument(0); !goja.IsUndefined(v) {
		o, ok := v.(*goja.Object)
		if !ok || jsapi.TypeOf(v) != "object" || o.ClassName() == "Array" {
			panic(jsapi.InvalidArgType(m.rt, "options", "of type object", v))
		}
		if c := o.Get("disableEntropyCache"); c != nil && !goja.IsUndefined(c) && jsapi.TypeOf(c) != "boolean" {
			panic(jsapi.InvalidArgType(m.rt, "options.disableEntropyCache", "of type boolean", c))
		}
	}
	var u [16]byte
	fill(u[:])
	u[6] = u[6]&0x0f | 0x40 // version
	u[8] = u[8]&0x3f | 0x80 // variant
	s := hex.EncodeToString(u[:])
	return m.rt.ToValue(s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:])
}

// randomValues is Web Crypto's getRandomValues: an integer typed array of at most 65,536 bytes.
func (m *module) randomValues(call goja.FunctionCall) goja.Value {
	v := call.Argument(0)
	b, ok := jsapi.Bytes(m.rt, v)
	if !ok || !isIntegerArray(v.(*goja.Object)) {
		panic(m.domException("The data argument must be an integer-type TypedArray", "TypeMismatchError"))
	}
	if len(b) > quota {
		panic(m.domException("The requested length exceeds 65,536 bytes", "QuotaExceededError"))
	}
	fill(b)
	return v
}
