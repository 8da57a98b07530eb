package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"math"
	"math/big"
	"slices"
	"strconv"

	"github.com/dop251/goja"
)

// The symmetric half of Web Crypto: algorithms on the bytes of a key. subtle.go checks arguments and keys, copies the data
// and calls these on the VM's goroutine; they read the parameters, throw what is wrong with them, and return what is left
// to do.

// webJob is the rest of an operation. It touches nothing of JavaScript's and so may run on any goroutine. It reports
// false where the operation fails for the data's sake (an OperationError).
type webJob func() ([]byte, bool)

// symmetricNames are the algorithms of this half.
func symmetricNames() []string {
	return []string{"AES-CBC", "AES-CTR", "AES-GCM", "AES-KW", "HMAC", "PBKDF2", "HKDF"}
}

func isSymmetric(name string) bool { return slices.Contains(symmetricNames(), name) }

// webCrypt encrypts or decrypts with one of the three AES modes that can.
func (m *module) webCrypt(name string, params goja.Value, key, data []byte, decrypt bool) webJob {
	switch name {
	case "AES-CBC":
		iv := webParams{m, "AesCbcParams", params}.bytes("iv")
		m.sixteen("iv", iv)
		return func() ([]byte, bool) { return runEngine(aesEngine("cbc", key, iv, decrypt), data) }
	case "AES-CTR":
		p := webParams{m, "AesCtrParams", params}
		counter, length := p.bytes("counter"), p.integer("length", 255)
		m.sixteen("counter", counter)
		if length < 1 || length > 128 {
			panic(m.domException("AES-CTR algorithm.length must be between 1 and 128", "OperationError"))
		}
		return func() ([]byte, bool) { return countedCTR(key, counter, uint(length), data) }
	}
	return m.webGCM(params, key, data, decrypt)
}

func (m *module) sixteen(name string, b []byte) {
	if len(b) != aes.BlockSize {
		panic(m.domException("algorithm."+name+" must contain exactly 16 bytes", "OperationError"))
	}
}

// aesEngine starts AES in a mode.
func aesEngine(mode string, key, iv []byte, decrypt bool) engine {
	s, _ := findCipher("aes-" + strconv.Itoa(8*len(key)) + "-" + mode)
	return newEngine(s, key, iv, 16, decrypt)
}

func runEngine(e engine, data []byte) ([]byte, bool) {
	out, failed := e.update(data)
	if failed != noFault {
		return nil, false
	}
	rest, failed := e.final()
	return append(out, rest...), failed == noFault
}

// webGCM has the tag at the end of the data.
func (m *module) webGCM(params goja.Value, key, data []byte, decrypt bool) webJob {
	p := webParams{m, "AesGcmParams", params}
	iv, tagLength, aad := p.bytes("iv"), p.optionalInteger("tagLength", 255, 128), p.optionalBytes("additionalData")
	if !slices.Contains([]int{32, 64, 96, 104, 112, 120, 128}, tagLength) {
		panic(m.domException(strconv.Itoa(tagLength)+" is not a valid AES-GCM tag length", "OperationError"))
	}
	size := tagLength / 8
	if decrypt && len(data) < size {
		panic(m.domException("The provided data is too small.", "OperationError"))
	}
	return func() ([]byte, bool) {
		if len(iv) == 0 {
			return nil, false
		}
		g, ok := aesEngine("gcm", key, iv, decrypt).(aead)
		if !ok || g.addData(aad, -1) != noFault {
			return nil, false
		}
		if decrypt {
			n := len(data) - size
			out, ok := runEngine(g, data[:n])
			sum := g.tag()
			return out, ok && hmac.Equal(sum[:size], data[n:])
		}
		out, ok := runEngine(g, data)
		sum := g.tag()
		return append(out, sum[:size]...), ok
	}
}

// countedCTR is counter mode in which only the last bits of the counter count. It refuses to use one counter twice.
func countedCTR(key, counter []byte, bits uint, data []byte) ([]byte, bool) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, false
	}
	all := new(big.Int).Lsh(big.NewInt(1), bits)
	low := new(big.Int).And(new(big.Int).SetBytes(counter), new(big.Int).Sub(all, big.NewInt(1)))
	blocks := big.NewInt(int64(len(data)+15) / 16)
	if blocks.Cmp(all) > 0 {
		return nil, false
	}
	first := len(data)
	if left := new(big.Int).Sub(all, low); left.Cmp(blocks) < 0 {
		first = 16 * int(left.Int64())
	}
	out := make([]byte, len(data))
	cipher.NewCTR(block, counter).XORKeyStream(out[:first], data[:first])
	if first < len(data) {
		start := new(big.Int).SetBytes(counter)
		start.Sub(start, low).FillBytes(counter)
		cipher.NewCTR(block, counter).XORKeyStream(out[first:], data[first:])
	}
	return out, true
}

// webMAC is HMAC's signature; hash is the key's.
func webMAC(hash string, key, data []byte) webJob {
	return func() ([]byte, bool) {
		h := hmac.New(newHash(hash), key)
		_, _ = h.Write(data) // a hash never fails to write
		return h.Sum(nil), true
	}
}

// webVerifyMAC reports whether signature is webMAC's.
func webVerifyMAC(hash string, key, signature, data []byte) bool {
	sum, _ := webMAC(hash, key, data)()
	return hmac.Equal(sum, signature)
}

// webWrap wraps or unwraps a key with AES-KW.
func webWrap(key, data []byte, unwrap bool) webJob {
	return func() ([]byte, bool) {
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, false
		}
		out := wrapKey
		if unwrap {
			out = unwrapKey
		}
		b := out(block, defaultCheck(), data)
		return b, b != nil
	}
}

// webDeriveBits is PBKDF2 or HKDF. length counts bits.
func (m *module) webDeriveBits(name string, params goja.Value, key []byte, length goja.Value) webJob {
	p := webParams{m, "Pbkdf2Params", params}
	if name == "HKDF" {
		p.dict = "HkdfParams"
	}
	hash, salt := p.hash(), p.bytes("salt")
	var info []byte
	iterations := 0
	if name == "HKDF" {
		info = p.bytes("info")
	} else if iterations = p.integer("iterations", math.MaxUint32); iterations == 0 {
		panic(m.domException("iterations cannot be zero", "OperationError"))
	}
	n := m.derivedBytes(length)
	if name == "HKDF" {
		return func() ([]byte, bool) {
			out := hkdfKey(hash, key, salt, string(info), n)
			return out, out != nil
		}
	}
	return func() ([]byte, bool) { return pbkdf2Key(hash, string(key), salt, iterations, n), true }
}

func (m *module) derivedBytes(length goja.Value) int {
	switch {
	case goja.IsNull(length) || goja.IsUndefined(length):
		panic(m.domException("length cannot be null", "OperationError"))
	case length.ToInteger()%8 != 0:
		panic(m.domException("length must be a multiple of 8", "OperationError"))
	}
	n := length.ToInteger() / 8
	if n < 0 || n > math.MaxInt32 {
		panic(m.domException("The operation failed for an operation-specific reason", "OperationError"))
	}
	return int(n)
}
