package crypto

import (
	"bytes"
	"math"

	"github.com/dop251/goja"
	"golang.org/x/crypto/scrypt"

	"github.com/guthega/guthega/jsapi"
)

// scryptCost is scrypt's parameters (RFC 7914, section 2).
type scryptCost struct{ n, r, p, maxmem int64 }

func (m *module) defineScrypt() {
	m.function("scrypt", func(call goja.FunctionCall) goja.Value {
		options, callback := call.Argument(3), call.Argument(4)
		if len(call.Arguments) < 5 {
			options, callback = goja.Undefined(), options
		}
		work, cost := m.scrypt(call, options)
		fn := m.callback(callback)
		m.checkCost(cost)
		m.derive(fn, m.buffer, work)
		return goja.Undefined()
	})
	m.function("scryptSync", func(call goja.FunctionCall) goja.Value {
		work, cost := m.scrypt(call, call.Argument(3))
		m.checkCost(cost)
		return m.buffer(work())
	})
}

func (m *module) scrypt(call goja.FunctionCall, options goja.Value) (work func() []byte, cost scryptCost) {
	password := bytes.Clone(m.bytesArgument(call.Argument(0), "password", bufferTypes))
	salt := bytes.Clone(m.bytesArgument(call.Argument(1), "salt", bufferTypes))
	length := int(m.integerArgument(call.Argument(2), "keylen", 0, math.MaxInt32))
	cost = m.scryptOptions(options)
	return func() []byte {
		if length == 0 {
			return []byte{}
		}
		key, err := scrypt.Key(password, salt, int(cost.n), int(cost.r), int(cost.p), length)
		if err != nil { // checkCost has seen the parameters
			return nil
		}
		return key
	}, cost
}

// scryptOptions reads the options under both of their names; zero is the default, as not given.
func (m *module) scryptOptions(options goja.Value) scryptCost {
	read := func(short, long string, standard int64) int64 {
		a, b := property(options, short), property(options, long)
		name, v := short, a
		if !goja.IsUndefined(b) {
			if !goja.IsUndefined(a) {
				panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_SCRYPT_INVALID_PARAMETER", "Invalid scrypt parameter"))
			}
			name, v = long, b
		}
		if goja.IsUndefined(v) {
			return standard
		}
		if n := m.integerArgument(v, name, 0, math.MaxUint32); n != 0 {
			return n
		}
		return standard
	}
	cost := scryptCost{n: read("N", "cost", 16384), r: read("r", "blockSize", 8), p: read("p", "parallelization", 1), maxmem: 32 << 20}
	if v := property(options, "maxmem"); !goja.IsUndefined(v) {
		if n := m.integerArgument(v, "maxmem", 0, maxSafe); n != 0 {
			cost.maxmem = n
		}
	}
	return cost
}

// checkCost refuses what OpenSSL does. Its memory is that of RFC 7914, section 6, with two blocks more.
func (m *module) checkCost(c scryptCost) {
	text := "Invalid scrypt params"
	switch memory := 128*float64(c.p)*float64(c.r) + 128*float64(c.r)*float64(c.n+2); {
	case c.n < 2 || c.n&(c.n-1) != 0:
	case c.p > (1<<30-1)/c.r, c.r < 4 && c.n >= 1<<(16*c.r), memory > float64(c.maxmem):
		text += ": error:030000AC:digital envelope routines::memory limit exceeded"
	default:
		return
	}
	panic(jsapi.NewError(m.rt, "RangeError", "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", text))
}
