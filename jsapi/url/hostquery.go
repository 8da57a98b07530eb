package url

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// addQuery gives the scripts the functions on queries.
func addQuery(rt *goja.Runtime, o *goja.Object) {
	// parseQuery returns names and values in turn.
	jsapi.SetMethod(rt, o, "parseQuery", func(call goja.FunctionCall) goja.Value {
		pairs := parseForm(call.Argument(0).String())
		list := make([]any, 0, 2*len(pairs))
		for _, p := range pairs {
			list = append(list, p.name, p.value)
		}
		return rt.NewArray(list...)
	})
	jsapi.SetMethod(rt, o, "formatQuery", func(call goja.FunctionCall) goja.Value {
		list, ok := call.Argument(0).Export().([]any)
		if !ok {
			panic(rt.NewTypeError("formatQuery needs an array"))
		}
		pairs := make([]pair, 0, len(list)/2)
		for i := 0; i+1 < len(list); i += 2 {
			name, _ := list[i].(string) // both went through usv
			value, _ := list[i+1].(string)
			pairs = append(pairs, pair{name, value})
		}
		return rt.ToValue(formatForm(pairs))
	})
	// usv converts to a string without lone surrogates (Web IDL, USVString).
	jsapi.SetMethod(rt, o, "usv", func(call goja.FunctionCall) goja.Value {
		v := call.Argument(0)
		if _, ok := v.(*goja.Symbol); ok {
			panic(rt.NewTypeError("Cannot convert a Symbol value to a string"))
		}
		return rt.ToValue(v.ToString().String())
	})
}

// maxLegacyKeys is how many pairs querystring.parse reads.
const maxLegacyKeys = 1000

// legacyQuery is querystring.parse: an object without a prototype, with an array where a name is repeated.
func legacyQuery(rt *goja.Runtime, query string) *goja.Object {
	out := rt.CreateObject(nil)
	pairs := parseForm(query)
	for _, p := range pairs[:min(len(pairs), maxLegacyKeys)] {
		value := rt.ToValue(p.value)
		switch present := out.Get(p.name).(type) {
		case nil:
			set(out, p.name, value)
		case *goja.Object:
			set(present, present.Get("length").String(), value)
		default:
			set(out, p.name, rt.NewArray(present, value))
		}
	}
	return out
}

// formatLegacyQuery is querystring.stringify.
func formatLegacyQuery(rt *goja.Runtime, query *goja.Object) string {
	var b strings.Builder
	write := func(name string, v goja.Value) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		percentEncode(&b, name, querySafe, false)
		b.WriteByte('=')
		switch jsapi.TypeOf(v) {
		case "string", "boolean", "bigint":
			percentEncode(&b, v.String(), querySafe, false)
		case "number":
			if text := v.String(); text != "NaN" && !strings.HasSuffix(text, "Infinity") {
				percentEncode(&b, text, querySafe, false)
			}
		}
	}
	for _, name := range query.Keys() {
		v := query.Get(name)
		list, ok := v.(*goja.Object)
		if !ok || list.ClassName() != "Array" {
			write(name, v)
			continue
		}
		rt.ForOf(list, func(item goja.Value) bool {
			write(name, item)
			return true
		})
	}
	return b.String()
}

// addLegacy gives the scripts url.parse and url.format.
func addLegacy(rt *goja.Runtime, o *goja.Object) {
	// legacyParse fills a Url; what is not there stays null.
	jsapi.SetMethod(rt, o, "legacyParse", func(call goja.FunctionCall) goja.Value {
		out, input, withQuery := call.Argument(0).ToObject(rt), call.Argument(1), call.Argument(2).ToBoolean()
		u, failed := parseLegacy(input.String(), call.Argument(3).ToBoolean())
		switch failed {
		case invalidURL:
			panic(invalidURLError(rt, input.String(), nil))
		case malformedURI:
			e, err := rt.New(rt.Get("URIError"), rt.ToValue("URI malformed"))
			if err != nil {
				panic(err)
			}
			panic(e)
		}
		if u.slashes {
			set(out, "slashes", rt.ToValue(true))
		}
		for _, field := range [...]struct {
			name  string
			value *string
		}{
			{"protocol", u.protocol}, {"auth", u.auth}, {"host", u.host}, {"port", u.port}, {"hostname", u.hostname},
			{"hash", u.hash}, {"search", u.search}, {"query", u.query}, {"pathname", u.pathname}, {"path", u.path},
			{"href", u.href},
		} {
			if field.value != nil {
				set(out, field.name, rt.ToValue(*field.value))
			}
		}
		if withQuery {
			set(out, "query", legacyQuery(rt, text(u.query)))
		}
		return goja.Undefined()
	})
	jsapi.SetMethod(rt, o, "legacyFormat", func(call goja.FunctionCall) goja.Value {
		from := call.Argument(0).ToObject(rt)
		get := func(name string) string {
			if v := from.Get(name); v != nil && v.ToBoolean() {
				return v.String()
			}
			return ""
		}
		p := parts{
			protocol: get("protocol"), auth: get("auth"), host: get("host"), port: get("port"), hostname: get("hostname"),
			hash: get("hash"), search: get("search"), pathname: get("pathname"), slashes: get("slashes") != "",
		}
		if query, ok := from.Get("query").(*goja.Object); ok {
			p.query = formatLegacyQuery(rt, query)
		}
		return rt.ToValue(p.format())
	})
}
