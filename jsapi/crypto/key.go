package crypto

import (
	"crypto"
	"crypto/subtle"

	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed key.js
var keySource string

var keyScript = jsapi.NewScript("node:internal/crypto/keys", keySource)

// The kinds of keys, as KeyObject's and CryptoKey's type has them.
const (
	secretKey  = "secret"
	publicKey  = "public"
	privateKey = "private"
)

// key is what a KeyObject or CryptoKey stands for. It is never changed, so that goroutines may share it.
type key struct {
	kind   string // secretKey, publicKey or privateKey
	secret []byte // of a secret key only
	// name is Node's asymmetricKeyType: "rsa", "rsa-pss", "ec", "ed25519", "x25519" or "dh".
	name string
	// public is *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey, *ecdh.PublicKey or *dhPublic; a private key has it too.
	public crypto.PublicKey
	// private is *rsa.PrivateKey, *ecdsa.PrivateKey, ed25519.PrivateKey, *ecdh.PrivateKey or *dhPrivate.
	private crypto.PrivateKey
	pss     *pssParameters // what an RSA-PSS key is bound to, nil if to nothing
}

// publicPart is the public half of a private key.
func (k *key) publicPart() *key {
	return &key{kind: publicKey, name: k.name, public: k.public, pss: k.pss}
}

// keyClasses are the classes of key.js.
type keyClasses struct {
	keyObject, cryptoKey *goja.Object
	protos               map[string]*goja.Object // of KeyObject's, by kind
	cryptoKeyProto       *goja.Object
}

// keys are the classes of keys, made when first needed.
func (m *module) keys() *keyClasses {
	if m.keyClasses != nil {
		return m.keyClasses
	}
	host := jsapi.NewScriptHost(m.h)
	m.keyMethods(host)
	classes := keyScript.Run(m.rt, host).ToObject(m.rt)
	proto := func(name string) *goja.Object {
		return classes.Get(name).ToObject(m.rt).Get("prototype").ToObject(m.rt)
	}
	m.keyClasses = &keyClasses{
		keyObject:      classes.Get("KeyObject").ToObject(m.rt),
		cryptoKey:      classes.Get("CryptoKey").ToObject(m.rt),
		protos:         map[string]*goja.Object{},
		cryptoKeyProto: proto("CryptoKey"),
	}
	for _, kind := range []string{secretKey, publicKey, privateKey} {
		m.keyClasses.protos[kind] = proto(kind)
	}
	return m.keyClasses
}

// defineKeys exports KeyObject and what makes them. CryptoKey is there to become a global.
func (m *module) defineKeys() {
	m.lazyExport("KeyObject", true, func() goja.Value { return m.keys().keyObject })
	m.lazyExport("CryptoKey", false, func() goja.Value { return m.keys().cryptoKey })
	m.function("createSecretKey", m.createSecretKey)
	m.function("createPublicKey", m.createPublicKey)
	m.function("createPrivateKey", m.createPrivateKey)
}

// lazyExport defines an export that is made when it is first read. It can be written, as any export.
func (m *module) lazyExport(name string, enumerable bool, create func() goja.Value) {
	seen := goja.ToFlag(enumerable)
	settle := func(v goja.Value) {
		must(m.exports.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, seen))
	}
	get := m.rt.ToValue(func(goja.FunctionCall) goja.Value {
		v := create()
		settle(v)
		return v
	})
	set := m.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		settle(call.Argument(0))
		return goja.Undefined()
	})
	must(m.exports.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, seen))
}

// newKeyObject makes the KeyObject of a key.
func (m *module) newKeyObject(k *key) *goja.Object {
	return m.carry(m.rt.CreateObject(m.keys().protos[k.kind]), k)
}

// carry puts a Go value into an object of ours.
func (m *module) carry(o *goja.Object, v any) *goja.Object {
	must(o.DefineDataPropertySymbol(m.state, jsapi.NewState(m.rt, v), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE))
	return o
}

// keyOf is the key of a KeyObject or CryptoKey, or nil.
func (m *module) keyOf(v goja.Value) *key {
	if k, ok := stateOf[*key](m, v); ok {
		return k
	}
	if k, ok := stateOf[*cryptoKey](m, v); ok {
		return k.key
	}
	return nil
}

// secretBytes is the key of a secret KeyObject or CryptoKey. It throws for those of key pairs.
func (m *module) secretBytes(v goja.Value) ([]byte, bool) {
	k := m.keyOf(v)
	if k == nil {
		return nil, false
	}
	if k.kind != secretKey {
		panic(m.wrongKind(k, secretKey))
	}
	return k.secret, true
}

func (m *module) wrongKind(k *key, expected string) *goja.Object {
	return jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE",
		"Invalid key object type "+k.kind+", expected "+expected+".")
}

// createSecretKey is createSecretKey(key[, encoding]).
func (m *module) createSecretKey(call goja.FunctionCall) goja.Value {
	b, ok := m.source(call.Argument(0), call.Argument(1))
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "key", "an instance of ArrayBuffer, Buffer, TypedArray, or DataView", call.Argument(0)))
	}
	return m.newKeyObject(&key{kind: secretKey, secret: append([]byte{}, b...)})
}

// sameKey compares as KeyObject.equals does.
func sameKey(a, b *key) bool {
	switch {
	case a.kind != b.kind:
		return false
	case a.kind == secretKey:
		return subtle.ConstantTimeCompare(a.secret, b.secret) == 1
	case a.kind == publicKey:
		p, ok := a.public.(interface{ Equal(crypto.PublicKey) bool })
		return ok && a.name == b.name && p.Equal(b.public)
	}
	p, ok := a.private.(interface{ Equal(crypto.PrivateKey) bool })
	return ok && a.name == b.name && p.Equal(b.private)
}
