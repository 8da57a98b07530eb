package crypto

import (
	"crypto/cipher"
	"crypto/md5"
	"math"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// createCipheriv takes (cipher, key, iv[, options]).
func (m *module) createCipheriv(proto *goja.Object, args []goja.Value, decrypt bool) *goja.Object {
	name := m.textArgument(argument(args, 0), "cipher")
	options := argument(args, 3)
	key := m.secret(argument(args, 1), property(options, "encoding"))
	var iv []byte
	if v := argument(args, 2); !goja.IsNull(v) {
		iv = m.bytesArgument(v, "iv", bufferTypes)
	}
	s := m.cipher(name)
	return m.object(proto, m.openCipher(s, name, key, iv, options, decrypt), options)
}

// createCipher takes (cipher, password[, options]), and makes key and IV of the password as OpenSSL's EVP_BytesToKey
// does: a single MD5, and no salt. It is there for what was once encrypted that way.
func (m *module) createCipher(proto *goja.Object, args []goja.Value, decrypt bool) *goja.Object {
	name := m.textArgument(argument(args, 0), "cipher")
	password, options := m.bytesArgument(argument(args, 1), "password", bufferTypes), argument(args, 2)
	s := m.cipher(name)
	var key, last []byte
	for len(key) < s.key+s.iv {
		sum := md5.Sum(append(last, password...))
		last = sum[:]
		key = append(key, last...)
	}
	c := m.openCipher(s, name, key[:s.key], key[s.key:s.key+s.iv], options, decrypt)
	return m.object(proto, c, options)
}

func (m *module) cipher(name string) *spec {
	s, ok := findCipher(name)
	switch {
	case ok:
		return s
	case isLegacyCipher(name):
		panic(m.unsupported())
	}
	panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"))
}

func (m *module) openCipher(s *spec, name string, key, iv []byte, options goja.Value, decrypt bool) *cipherState {
	c := &cipherState{spec: s, decrypt: decrypt}
	if !validIV(s, len(iv)) {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_INVALID_IV", "Invalid initialization vector"))
	}
	c.tagLen = m.tagLength(s, name, options)
	if len(key) != s.key {
		panic(m.invalidKeyLength())
	}
	c.engine = newEngine(s, key, iv, c.tagLen, decrypt)
	return c
}

func validIV(s *spec, n int) bool {
	switch s.mode {
	case "gcm":
		return n > 0
	case "ccm":
		return n >= 7 && n <= 13
	case "ocb":
		return n >= 1 && n <= 15
	}
	return n == s.iv
}

// newEngine starts a cipher; the lengths of key and iv have been checked.
func newEngine(s *spec, key, iv []byte, tagLen int, decrypt bool) engine {
	switch s.name {
	case "chacha20":
		return newChaChaStream(key, iv)
	case "chacha20-poly1305":
		return newChaChaPoly(key, iv, decrypt)
	}
	block := newBlock(s, key)
	switch s.mode {
	case "gcm":
		return newGCM(block, iv, decrypt)
	case "ccm":
		return newCCM(block, iv, tagLen, decrypt)
	case "ocb":
		return newOCB(block, iv, tagLen, decrypt)
	case "wrap":
		return &keyWrap{block, append([]byte(nil), iv...), decrypt}
	case "ctr":
		return streamed{cipher.NewCTR(block, iv)}
	case "ofb":
		return streamed{newFeedback(block, iv, true, decrypt)}
	case "cfb":
		return newCFB(s.name, block, iv, decrypt)
	case "ecb":
		return newBlocks(ecb{block, decrypt}, decrypt)
	}
	if decrypt {
		return newBlocks(cipher.NewCBCDecrypter(block, iv), true)
	}
	return newBlocks(cipher.NewCBCEncrypter(block, iv), false)
}

// newCFB tells the width of the segments from the end of the name.
func newCFB(name string, block cipher.Block, iv []byte, decrypt bool) engine {
	switch name[len(name)-1] {
	case '1':
		return streamed{newNarrow(block, iv, 1, decrypt)}
	case '8':
		return streamed{newNarrow(block, iv, 8, decrypt)}
	}
	return streamed{newFeedback(block, iv, false, decrypt)}
}

// cipherInfo is getCipherInfo(nameOrNid[, { keyLength, ivLength }]).
func (m *module) cipherInfo(call goja.FunctionCall) goja.Value {
	id, options := call.Argument(0), call.Argument(1)
	if !goja.IsString(id) && !goja.IsNumber(id) {
		panic(jsapi.InvalidArgType(m.rt, "nameOrNid", "one of type string or number", id))
	}
	if !goja.IsUndefined(options) && (jsapi.TypeOf(options) != "object" || goja.IsNull(options)) {
		panic(jsapi.InvalidArgType(m.rt, "options", "of type object", options))
	}
	keyLength, ivLength := property(options, "keyLength"), property(options, "ivLength")
	if !goja.IsUndefined(keyLength) {
		m.integerArgument(keyLength, "options.keyLength", math.MinInt32, math.MaxInt32)
	}
	if !goja.IsUndefined(ivLength) {
		m.integerArgument(ivLength, "options.ivLength", math.MinInt32, math.MaxInt32)
	}
	var s *spec
	var ok bool
	if goja.IsString(id) {
		s, ok = findCipher(id.String())
	} else {
		s, ok = cipherByNumber(int(id.ToInteger()))
	}
	if !ok || !goja.IsUndefined(keyLength) && int(keyLength.ToInteger()) != s.key {
		return goja.Undefined()
	}
	iv := s.iv
	if !goja.IsUndefined(ivLength) {
		if iv = int(ivLength.ToInteger()); !validIV(s, iv) {
			return goja.Undefined()
		}
	}
	return m.describe(s, iv)
}

// describe is what getCipherInfo returns.
func (m *module) describe(s *spec, iv int) goja.Value {
	o := m.rt.NewObject()
	must(o.Set("mode", s.mode))
	must(o.Set("name", s.name))
	must(o.Set("nid", s.nid))
	if s.block > 0 {
		must(o.Set("blockSize", s.block))
	}
	if iv > 0 {
		must(o.Set("ivLength", iv))
	}
	must(o.Set("keyLength", s.key))
	return o
}
