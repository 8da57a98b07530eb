package crypto

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// cryptoKey is what a CryptoKey carries.
type cryptoKey struct {
	*key
	algorithm   *goja.Object // JavaScript's, the same at each reading
	name        string       // of the algorithm
	hash        string       // the algorithm's, "" if it has none
	extractable bool
	usages      []string
	usageList   goja.Value // usages as JavaScript sees them, made when first read
}

// may reports whether the key's usages have one.
func (k *cryptoKey) may(usage string) bool {
	return slices.Contains(k.usages, usage)
}

// cryptoKeyMethods gives key.js what CryptoKey is made of.
func (m *module) cryptoKeyMethods(host *goja.Object) {
	jsapi.SetMethod(m.rt, host, "cryptoKey", func(goja.FunctionCall) goja.Value {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor"))
	})
	jsapi.SetMethod(m.rt, host, "cryptoKeyField", func(call goja.FunctionCall) goja.Value {
		k, ok := stateOf[*cryptoKey](m, call.Argument(0))
		if !ok {
			panic(jsapi.InvalidThis(m.rt, "CryptoKey"))
		}
		switch call.Argument(1).String() {
		case "type":
			return m.rt.ToValue(k.kind)
		case "extractable":
			return m.rt.ToValue(k.extractable)
		case "algorithm":
			return k.algorithm
		}
		return m.usageList(k)
	})
}

// usageList is the array of the key's usages, the same at each reading.
func (m *module) usageList(k *cryptoKey) goja.Value {
	if k.usageList == nil {
		k.usageList = m.texts(k.usages)
	}
	return k.usageList
}

func (m *module) newCryptoKey(k *cryptoKey) *goja.Object {
	return m.carry(m.rt.CreateObject(m.keys().cryptoKeyProto), k)
}
