package crypto

import (
	"crypto/rand"
	"errors"
	"math/big"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

const primeTypes = "of type bigint or an instance of ArrayBuffer, TypedArray, Buffer, or DataView"

// definePrimes makes generatePrime and checkPrime, and their synchronous forms.
func (m *module) definePrimes() {
	optional := func(call goja.FunctionCall) (options goja.Value, fn goja.Callable) {
		options, callback := call.Argument(1), call.Argument(2)
		if jsapi.TypeOf(options) == "function" {
			options, callback = goja.Undefined(), options
		}
		return options, m.callback(callback)
	}
	m.function("generatePrime", func(call goja.FunctionCall) goja.Value {
		options, fn := optional(call)
		return m.maybeAside(fn, goja.Undefined(), m.primeJob(call.Argument(0), options))
	})
	m.function("generatePrimeSync", func(call goja.FunctionCall) goja.Value {
		return m.maybeAside(nil, nil, m.primeJob(call.Argument(0), call.Argument(1)))
	})
	m.function("checkPrime", func(call goja.FunctionCall) goja.Value {
		options, fn := optional(call)
		return m.maybeAside(fn, goja.Undefined(), m.primeCheck(call.Argument(0), options))
	})
	m.function("checkPrimeSync", func(call goja.FunctionCall) goja.Value {
		return m.maybeAside(nil, nil, m.primeCheck(call.Argument(0), call.Argument(1)))
	})
}

// primeJob is generatePrime(size, {add, rem, safe, bigint}).
func (m *module) primeJob(size, options goja.Value) func() (func() goja.Value, error) {
	bits := int(m.integerArgument(size, "size", 1, 1<<31-1))
	if !goja.IsUndefined(options) {
		m.optionsArgument(options)
	}
	flag := func(name string) bool {
		v := property(options, name)
		if !goja.IsUndefined(v) && jsapi.TypeOf(v) != "boolean" {
			panic(jsapi.InvalidArgType(m.rt, "options."+name, "of type boolean", v))
		}
		return v.ToBoolean()
	}
	safe, asBigInt := flag("safe"), flag("bigint")
	number := func(name string) *big.Int {
		v := property(options, name)
		if goja.IsUndefined(v) {
			return nil
		}
		return m.unsignedNumber(v, "options."+name)
	}
	add, rem := number("add"), number("rem")
	if add != nil && add.BitLen() > bits {
		panic(jsapi.NewError(m.rt, "RangeError", "ERR_OUT_OF_RANGE", "invalid options.add"))
	}
	if add != nil && rem != nil && add.Cmp(rem) <= 0 {
		panic(jsapi.NewError(m.rt, "RangeError", "ERR_OUT_OF_RANGE", "invalid options.rem"))
	}
	return func() (func() goja.Value, error) {
		find := anyPrime
		if safe {
			find = safePrime
		}
		p, err := find(bits, add, rem, m.closing())
		return func() goja.Value {
			if asBigInt {
				return m.rt.ToValue(p)
			}
			return m.arrayBuffer(p.FillBytes(make([]byte, (bits+7)/8)))
		}, err
	}
}

// closing is closed when the VM is.
func (m *module) closing() <-chan struct{} { return m.besides().closed }

// unsignedNumber requires a BigInt that is not negative, or the bytes of a number, most significant first.
func (m *module) unsignedNumber(v goja.Value, name string) *big.Int {
	if n, ok := v.Export().(*big.Int); ok && goja.IsBigInt(v) {
		if n.Sign() < 0 {
			panic(jsapi.OutOfRange(m.rt, name, ">= 0", v))
		}
		return new(big.Int).Set(n)
	}
	b, ok := jsapi.Bytes(m.rt, v)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, name, primeTypes, v))
	}
	return new(big.Int).SetBytes(b)
}

// maxPrimeBits bounds how long looking for a prime can take; it takes minutes long before.
const maxPrimeBits = 16384

var (
	errPrimeSize = errors.New("error:0180007B:bignum routines::bits too small")
	errNoPrime   = errors.New("error:01800077:bignum routines::no suitable prime found")
)

// anyPrime finds a prime of so many bits that is rem modulo add, if those are given. It gives up when stop is closed.
func anyPrime(bits int, add, rem *big.Int, stop <-chan struct{}) (*big.Int, error) {
	if bits < 2 || bits > maxPrimeBits {
		return nil, errPrimeSize
	}
	if add == nil {
		return rand.Prime(rand.Reader, bits)
	}
	if rem == nil {
		rem = big.NewInt(1)
	}
	return findPrime(bits, add, rem, stop, func(p *big.Int) bool { return p.ProbablyPrime(20) })
}

// safePrime is anyPrime for one of which half, rounded down, is prime too.
func safePrime(bits int, add, rem *big.Int, stop <-chan struct{}) (*big.Int, error) {
	if bits < 3 || bits > maxPrimeBits {
		return nil, errPrimeSize
	}
	if add == nil {
		add, rem = big.NewInt(12), big.NewInt(11) // all safe primes but 5 and 7 are
		if bits == 3 {
			add, rem = big.NewInt(2), big.NewInt(1)
		}
	}
	if rem == nil {
		rem = big.NewInt(3)
	}
	return findPrime(bits, add, rem, stop, func(p *big.Int) bool {
		half := new(big.Int).Rsh(p, 1)
		return half.ProbablyPrime(0) && p.ProbablyPrime(0) && half.ProbablyPrime(20) && p.ProbablyPrime(20)
	})
}

// findPrime goes through random numbers that are rem modulo add.
func findPrime(bits int, add, rem *big.Int, stop <-chan struct{}, good func(*big.Int) bool) (*big.Int, error) {
	if add.Sign() == 0 {
		return nil, errNoPrime
	}
	limit := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	for range 1000 * bits {
		select {
		case <-stop:
			return nil, errNoPrime
		default:
		}
		p, err := rand.Int(rand.Reader, limit)
		if err != nil {
			return nil, err
		}
		p.SetBit(p, bits-1, 1)
		p.Sub(p, new(big.Int).Mod(p, add)).Add(p, rem)
		if p.BitLen() == bits && p.Bit(0) == 1 && good(p) {
			return p, nil
		}
	}
	return nil, errNoPrime
}

// primeCheck is checkPrime(candidate, {checks}).
func (m *module) primeCheck(candidate, options goja.Value) func() (func() goja.Value, error) {
	n := m.unsignedNumber(candidate, "candidate")
	if !goja.IsUndefined(options) {
		m.optionsArgument(options)
	}
	checks := 20
	if v := property(options, "checks"); !goja.IsUndefined(v) {
		if given := int(m.integerArgument(v, "options.checks", 0, 1<<31-1)); given > 0 {
			checks = min(given, 128) // beyond which nothing is gained
		}
	}
	return func() (func() goja.Value, error) {
		if n.BitLen() > maxPrimeBits {
			return nil, errPrimeSize
		}
		good := n.ProbablyPrime(checks)
		return func() goja.Value { return m.rt.ToValue(good) }, nil
	}
}
