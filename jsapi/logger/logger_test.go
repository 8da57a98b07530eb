package logger_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/logger"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, nil)
	if err := vm.Runtime.Set("log", logger.Module(vm.Host)); err != nil {
		t.Fatal(err)
	}
	return vm
}

func at(level jsapi.Level, message, fields string) jsapitest.Line {
	return jsapitest.Line{Level: level, Message: message, Fields: fields}
}

func TestLines(t *testing.T) {
	type lines = []jsapitest.Line
	one := func(message, fields string) lines {
		return lines{{Level: jsapi.Info, Message: message, Fields: fields}}
	}
	tests := map[string]struct {
		src  string
		want lines
	}{
		"message":            {`log.info('hello')`, one("hello", "")},
		"each level":         {`for (const l of Object.keys(log.levels)) log[l](l)`, lines{at(0, "error", ""), at(1, "warn", ""), at(2, "info", ""), at(3, "http", ""), at(4, "verbose", ""), at(5, "debug", ""), at(6, "silly", "")}},
		"meta":               {`log.info('m', {a: 1, b: {c: 'x'}, d: undefined})`, one("m", `"a":1,"b":{"c":"x"}`)},
		"detached":           {`const {info} = log; info('m'); [1].forEach(info)`, lines{at(jsapi.Info, "m", ""), at(jsapi.Info, "1 0", `"args":[[1]]`)}},
		"chained":            {`log.info('a').warn('b')`, lines{at(jsapi.Info, "a", ""), at(jsapi.Warn, "b", "")}},
		"log with level":     {`log.log('warn', 'm', {a: 1})`, lines{at(jsapi.Warn, "m", `"a":1`)}},
		"log with object":    {`log.log({level: 'debug', message: 'm', a: 1})`, lines{at(jsapi.Debug, "m", `"a":1`)}},
		"unknown level":      {`log.log('fatal', 'm', {a: 1})`, one("m", `"meta.level":"fatal","a":1`)},
		"no level":           {`log.log({message: 'm'})`, one("m", "")},
		"nothing":            {`log.log(); log.info()`, one("", "")},
		"reserved names":     {`log.info('m', {message: 'x', level: 1, timestamp: 2, processor: 3, requestId: 4, gts: 5})`, one("m", `"meta.message":"x","meta.level":1,"meta.timestamp":2,"meta.processor":3,"meta.requestId":4,"gts":5`)},
		"object message":     {`log.info({a: [1]})`, one(`{"a":[1]}`, "")},
		"info object":        {`log.info({message: 'm', a: 1})`, one("m", `"a":1`)},
		"array message":      {`log.info([1, 'a'])`, one(`[1,"a"]`, "")},
		"other messages":     {`for (const v of [1, true, null, undefined, 2n, Symbol('s')]) log.info(v)`, lines{at(jsapi.Info, "1", ""), at(jsapi.Info, "true", ""), at(jsapi.Info, "null", ""), at(jsapi.Info, "", ""), at(jsapi.Info, "2n", ""), at(jsapi.Info, "Symbol(s)", "")}},
		"error message":      {`const e = new TypeError('boom'); e.stack = 'S'; e.code = 'E1'; log.info(e)`, one("boom", `"errorName":"TypeError","errorMessage":"boom","stack":"S","code":"E1"`)},
		"error as meta":      {`const e = new RangeError('boom'); e.stack = 'S'; log.info('failed', e, {a: 1})`, one("failed", `"errorName":"RangeError","errorMessage":"boom","stack":"S","a":1`)},
		"error inside":       {`const e = new Error('boom'); e.stack = 'S'; log.info('m', {err: e})`, one("m", `"err":{"name":"Error","message":"boom","stack":"S"}`)},
		"error with cause":   {`const e = new Error('b', {cause: 'c'}); e.stack = 'S'; log.info('m', e)`, one("m", `"errorName":"Error","errorMessage":"b","stack":"S","cause":"c"`)},
		"host frames":        {"const e = new Error('b'); e.stack = 'Error: b\\n\\tat f (a.js:1:2(3))\\n\\tat github.com/x/y.F (native)\\n\\tat guthega:turn:1:22(2)\\n'; log.info('m', e)", one("m", `"errorName":"Error","errorMessage":"b","stack":"Error: b\n    at f (a.js:1:2)"`)},
		"empty error":        {`const e = new Error(); e.stack = ''; log.info(e)`, one("Error", `"errorName":"Error"`)},
		"placeholders":       {`log.info('%s has %d', 'a', 2, {x: 1})`, one("a has 2", `"x":1`)},
		"a percent sign":     {`log.info('50%done', {x: 1}); log.info('100%'); log.info('%%', {x: 1})`, lines{at(jsapi.Info, "50%done", `"x":1`), at(jsapi.Info, "100%", ""), at(jsapi.Info, "%%", `"x":1`)}},
		"json placeholder":   {`log.info('got %j', {x: 1})`, one(`got {"x":1}`, "")},
		"extra primitives":   {`log.info('a', 'b', 3, null, undefined, true)`, one("a b 3 true", "")},
		"extra others":       {`log.info('a', [1], new Map([['k', 1]]), () => 1)`, one("a", `"args":[[1],{"k":1},null]`)},
		"later meta wins":    {`log.info('m', {a: 1, b: 2}, {a: 3})`, one("m", `"a":3,"b":2`)},
		"child":              {`const c = log.child({a: 1, b: 2}).child({b: 3}); c.info('m', {c: 4}); c.info('m', {a: 9}); c.info('n'); log.info('root')`, lines{at(jsapi.Info, "m", `"a":1,"b":3,"c":4`), at(jsapi.Info, "m", `"a":9,"b":3`), at(jsapi.Info, "n", `"a":1,"b":3`), at(jsapi.Info, "root", "")}},
		"child of nothing":   {`log.child().child(null).info('m')`, one("m", "")},
		"throwing meta":      {`log.info('m', {get a() { throw new Error('no') }, b: 1}, new Proxy({}, {ownKeys() { throw 7 }}))`, one("m", `"a":"[Throws: no]","b":1,"args":"[Throws: 7]"`)},
		"throwing message":   {`log.info({get message() { throw new Error('no') }})`, one("[Throws: no]", "")},
		"throwing error":     {`const e = new Error('x'); e.stack = 'S'; Object.defineProperty(e, 'message', {get() { throw 1 }}); log.info(e)`, one("[Throws: 1]", `"errorName":"Error","errorMessage":"[Throws: 1]","stack":"S"`)},
		"logs while logging": {`log.info('outer', {a: 1, get b() { log.info('inner', {c: 3}); return 2 }, d: 4})`, lines{at(jsapi.Info, "inner", `"c":3`), at(jsapi.Info, "outer", `"a":1,"b":2,"d":4`)}},
		"level":              {`log.level = 'error'; log.info(log.level)`, one("silly", "")},
		"isLevelEnabled":     {`log.info(String([log.isLevelEnabled('debug'), log.isLevelEnabled('fatal')]))`, one("true,false", "")},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			vm := newVM(t)
			vm.Run(tt.src)
			if diff := cmp.Diff(tt.want, vm.Log.Lines); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLinesAreBounded(t *testing.T) {
	for name, src := range map[string]string{
		"one long field": `log.info('m', {a: 'x'.repeat(1e6)})`,
		"many fields":    `log.info('m', Object.fromEntries(Array.from({length: 1e5}, (_, i) => ['k' + i, i])))`,
		"many long":      `log.info('m', Object.fromEntries(Array.from({length: 900}, (_, i) => ['k' + i, 'x'.repeat(1000)])))`,
		"long message":   `log.info('x'.repeat(1e6))`,
		"long child":     `log.child({a: 'x'.repeat(3e5)}).info('m', {b: 'y'.repeat(3e5)})`,
		"long error":     `log.info(Object.assign(new Error('x'.repeat(1e6)), {a: 'y'.repeat(1e6)}))`,
	} {
		t.Run(name, func(t *testing.T) {
			vm := newVM(t)
			vm.Run(src)
			l := vm.Log.Lines[0]
			if len(l.Fields) > 800<<10 || len(l.Message) > 300<<10 {
				t.Errorf("fields of %d bytes, message of %d", len(l.Fields), len(l.Message))
			}
			if !strings.Contains(l.Fields+l.Message, "[Truncated]") {
				t.Error("nothing says that it is cut")
			}
			if !json.Valid([]byte("{" + l.Fields + "}")) {
				t.Error("fields are not JSON")
			}
		})
	}
}

// off is a log at level error.
type off struct{ t *testing.T }

func (off) Enabled(l jsapi.Level) bool { return l == jsapi.Error }
func (o off) Log(l jsapi.Level, message string, _ []byte) {
	if o.t != nil {
		o.t.Errorf("%v line %q", l, message)
	}
}

func TestALevelThatIsOffTouchesNothing(t *testing.T) {
	vm := jsapitest.New(t, nil)
	vm.Host.Log = off{t}
	if err := vm.Runtime.Set("log", logger.Module(vm.Host)); err != nil {
		t.Fatal(err)
	}
	got := vm.Run(`let touched = 0; const bad = {get a() { touched++ }, toJSON() { touched++ }}
		log.info(bad, bad); log.log('debug', bad); log.log({level: 'info', get message() { touched++ }}); log.log('fatal', bad);
		[touched, log.level, log.isLevelEnabled('warn')].join()`).String()
	if got != "0,error,false" {
		t.Errorf("touched, level, enabled: %s", got)
	}
}

func benchmark(b *testing.B, src string, log jsapi.Logger) {
	vm := jsapitest.New(b, nil)
	vm.Host.Log = log
	if err := vm.Runtime.Set("log", logger.Module(vm.Host)); err != nil {
		b.Fatal(err)
	}
	if err := vm.Runtime.Set("order", vm.Run(order)); err != nil {
		b.Fatal(err)
	}
	f, ok := goja.AssertFunction(vm.Run(src))
	if !ok {
		b.Fatal("no function")
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f(goja.Undefined()); err != nil {
			b.Fatal(err)
		}
	}
}

// quiet takes lines and drops them.
type quiet struct{}

func (quiet) Enabled(jsapi.Level) bool        { return true }
func (quiet) Log(jsapi.Level, string, []byte) {}

func BenchmarkLine(b *testing.B)      { benchmark(b, `() => log.info('Message', order)`, quiet{}) }
func BenchmarkShortLine(b *testing.B) { benchmark(b, `() => log.info('Message', {a: 1})`, quiet{}) }
func BenchmarkLevelOff(b *testing.B)  { benchmark(b, `() => log.info('Message', order)`, off{}) }

func BenchmarkInstantiate(b *testing.B) {
	vm := jsapitest.New(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		logger.Module(vm.Host)
	}
}
