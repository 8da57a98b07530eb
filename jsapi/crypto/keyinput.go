package crypto

import (
	"bytes"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// use is what a key argument is for, which decides what may be given.
type use int

const (
	consumePublic  use = iota // a public key or a private one, whose public half is used
	consumePrivate            // a private key
	createPublic              // of createPublicKey
	createPrivate             // of createPrivateKey
)

const (
	plainKeyTypes = "of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView"
	anyKeyTypes   = "of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey"
)

func (u use) types() string {
	if u == createPrivate {
		return plainKeyTypes
	}
	return anyKeyTypes
}

func (u use) private() bool { return u == consumePrivate || u == createPrivate }

// createPublicKey is createPublicKey(key): the public half of whatever has one.
func (m *module) createPublicKey(call goja.FunctionCall) goja.Value {
	return m.newKeyObject(m.keyArgument(call.Argument(0), createPublic))
}

// createPrivateKey is createPrivateKey(key).
func (m *module) createPrivateKey(call goja.FunctionCall) goja.Value {
	return m.newKeyObject(m.keyArgument(call.Argument(0), createPrivate))
}

// keyArgument is the key of a pair that an argument stands for: private for a use that needs that, otherwise public.
func (m *module) keyArgument(v goja.Value, u use) *key {
	k := m.anyKeyArgument(v, u)
	if !u.private() && k.kind == privateKey {
		return k.publicPart()
	}
	return k
}

func (m *module) anyKeyArgument(v goja.Value, u use) *key {
	if k := m.keyOf(v); k != nil {
		return m.usable(k, v, u)
	}
	if b, ok := m.source(v, goja.Undefined()); ok {
		return m.parseKey(b, encoded{format: "pem"}, u)
	}
	o, ok := v.(*goja.Object)
	if !ok || jsapi.TypeOf(v) != "object" {
		panic(jsapi.InvalidArgType(m.rt, "key", u.types(), v))
	}
	data := property(o, "key")
	if k := m.keyOf(data); k != nil {
		if u == createPublic && k.kind == publicKey { // Node takes it, other than a bare one
			panic(m.wrongKind(k, privateKey))
		}
		return m.usable(k, data, u)
	}
	if format := property(o, "format"); goja.IsString(format) && format.String() == "jwk" {
		jwk, ok := data.(*goja.Object)
		if !ok {
			panic(jsapi.InvalidArgType(m.rt, "key.key", "of type object", data))
		}
		return m.parseJWK(jwk, u.private())
	}
	b, ok := m.source(data, property(o, "encoding"))
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "key.key", u.types(), data))
	}
	return m.parseKey(b, m.inputEncoding(o, u), u)
}

// usable checks that a key that is already one fits the use.
func (m *module) usable(k *key, v goja.Value, u use) *key {
	switch {
	case u == createPrivate:
		panic(jsapi.InvalidArgType(m.rt, "key", plainKeyTypes, v))
	case k.kind == privateKey:
	case u == consumePrivate || u == createPublic:
		panic(m.wrongKind(k, privateKey))
	case k.kind == secretKey:
		panic(m.wrongKind(k, "private or public"))
	}
	return k
}

// encoded says in which form key data is.
type encoded struct {
	format, typ string // "pem", "der" or "jwk"; "pkcs1", "pkcs8", "spki", "sec1" or ""
	cipher      string
	passphrase  []byte
	encrypted   bool // whether there is a passphrase, which may be empty
}

// inputEncoding reads the options of a key that is given: format, type, passphrase.
func (m *module) inputEncoding(o *goja.Object, u use) encoded {
	e := encoded{format: "pem"}
	if v := property(o, "format"); !goja.IsUndefined(v) {
		e.format = v.String()
		if e.format != "pem" && e.format != "der" {
			panic(jsapi.InvalidArgValue(m.rt, "options.format", "is invalid", jsapi.Inspect(v)))
		}
	}
	typ := property(o, "type")
	switch s := typ.String(); {
	case goja.IsUndefined(typ) && e.format == "pem":
	case s == "pkcs1", s == "pkcs8", s == "sec1", s == "spki" && !u.private():
		e.typ = s
	default:
		panic(jsapi.InvalidArgValue(m.rt, "options.type", "is invalid", jsapi.Inspect(typ)))
	}
	if v := property(o, "passphrase"); !goja.IsUndefined(v) {
		b, ok := m.source(v, property(o, "encoding"))
		if !ok {
			panic(jsapi.InvalidArgValue(m.rt, "options.passphrase", "is invalid", jsapi.Inspect(v)))
		}
		e.passphrase, e.encrypted = bytes.Clone(b), true
	}
	return e
}

// parseKey parses key data; what is wrong with them it throws as OpenSSL's error.
func (m *module) parseKey(b []byte, e encoded, u use) *key {
	var k *key
	var err error
	switch {
	case e.format == "pem" && u.private():
		k, err = parsePrivatePEM(b, e)
	case e.format == "pem":
		k, err = parsePublicPEM(b, e)
	case u.private() || e.typ == "pkcs8" || e.typ == "sec1":
		k, err = parsePrivateDER(b, e)
	case e.typ == "spki":
		k, err = parseSPKI(b)
	default:
		if k, err = parsePKCS1Public(b); err != nil {
			if private, privateErr := parsePKCS1Private(b); privateErr == nil {
				k, err = private, nil
			}
		}
	}
	if err != nil {
		panic(m.keyError(err))
	}
	return k
}
