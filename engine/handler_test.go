package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// do makes one attempt at a message whose body is JSON.
func do(p *vm.Pool, body string) vm.Verdict {
	return p.Do(sources.NewMessage("test", []byte(body)), vm.Attempt{Number: 1})
}

func TestResults(t *testing.T) {
	tests := map[string]struct{ handler, want string }{
		"object":             {`async () => ({a: 1})`, `{"a":1}`},
		"plain value":        {`() => 7`, `7`},
		"undefined":          {`async () => {}`, ``},
		"null":               {`async () => null`, `null`},
		"a date":             {`async () => new Date(0)`, `"1970-01-01T00:00:00.000Z"`},
		"toJSON":             {`async () => ({toJSON: () => 'x'})`, `"x"`},
		"a function":         {`async () => () => {}`, ``},
		"a foreign thenable": {`() => ({then(resolve) { setTimeout(() => resolve([1]), 1) }})`, `[1]`},
		"after a timer":      {`async () => { await new Promise(r => setTimeout(r, 1)); return 'late' }`, `"late"`},
		"of a chain":         {`() => Promise.resolve(1).then(x => x + 1).then(x => ({x}))`, `{"x":2}`},
		"message itself":     {`async m => m`, `{"__proto__":{"x":1},"b":-0,"a":[1,"\u00e9"]}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPool(t, options(t, `module.exports = () => `+tt.handler))
			v := do(p, `{"__proto__":{"x":1},"b":-0,"a":[1,"\u00e9"]}`)
			if v.Err != nil {
				t.Fatal(v.Err)
			}
			want := tt.want
			if name == "message itself" { // JSON.stringify writes -0 as 0, and é as it is
				want = `{"__proto__":{"x":1},"b":0,"a":[1,"é"]}`
			}
			if got := string(v.Result.JSON); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// TestNoResult: what nobody reads is not made into JSON, and so cannot fail.
func TestNoResult(t *testing.T) {
	p := newPool(t, options(t, `module.exports = () => async () => { const a = {}; a.a = a; return a }`))
	m := sources.NewMessage("test", []byte(`1`))
	if v := p.Do(m, vm.Attempt{Number: 1, NoResult: true}); v.Err != nil || v.Result.JSON != nil {
		t.Errorf("got %s, %v; want no result and no error", v.Result.JSON, v.Err)
	}
}

// TestResultsAreJSONStringify: results are what JSON.stringify makes of them, whatever they hold.
func TestResultsAreJSONStringify(t *testing.T) {
	values := []string{
		`{}`, `{a: 1, b: 'x', c: true, d: null, e: undefined, f: -0, g: 1.5, h: NaN, i: 1e21, j: 1e-7, k: 2**53, l: -1/0, m: 0.1+0.2}`,
		`{b: 1, 2: 'two', 1: 'one', a: {c: {d: {e: {f: {g: {h: {i: {j: {k: 1}}}}}}}}}}`,
		`{q: 'a"b\\c\n\u2028\ud800é', 'k"e\ty': 1, 'ключ': 2, '': 3, '\ud800': 4}`,
		`{f() {}, s: Symbol('x'), d: new Date(0), r: /x/, e: new Error('x'), m: new Map([[1, 2]]), n: new Number(7), t: new String('s'), o: Object(true)}`,
		`{a: [1, 'x', undefined, () => {}, null, {b: [2]}], t: {toJSON(key) { return 'was ' + key }}, u: new (class A { constructor() { this.x = 1 } })}`,
		`{get g() { return {toJSON: k => k} }, u8: new Uint8Array(3), n: Object.create(null), p: new Proxy({x: 1}, {}), c: Object.create({inherited: 1}, {own: {value: 2, enumerable: true}, hidden: {value: 3}})}`,
		`[1, {a: 2}]`, `'top "level"'`, `7`, `true`, `null`, `undefined`, `() => {}`, `Symbol('x')`, `new Date(0)`, `-0`,
		`{__proto__: null, a: 1}`, `JSON.parse('{"__proto__": {"x": 1}}')`, `Object.setPrototypeOf(new Error('x'), Object.prototype)`,
	}
	o := options(t, `const values = [`+strings.Join(wrap(values), ", ")+`];
		module.exports = () => ({ i, wanted }) => wanted ? String(JSON.stringify(values[i]())) : values[i]()`)
	p := newPool(t, o)
	for i, src := range values {
		v := do(p, fmt.Sprintf(`{"i":%d}`, i))
		w := do(p, fmt.Sprintf(`{"i":%d,"wanted":true}`, i))
		var want string
		if err := json.Unmarshal(w.Result.JSON, &want); err != nil {
			t.Fatalf("%s: %v %v", src, err, w.Err)
		}
		got := string(v.Result.JSON)
		if v.Result.JSON == nil {
			got = "undefined"
		}
		if v.Err != nil || got != want {
			t.Errorf("%s\n got %s %v\nwant %s", src, got, v.Err, want)
		}
	}
}

func wrap(values []string) []string {
	fns := make([]string, len(values))
	for i, v := range values {
		fns[i] = "() => (" + v + ")"
	}
	return fns
}

func TestRejections(t *testing.T) {
	tests := map[string]struct {
		handler string
		want    sources.Error
		stack   string
	}{
		"an Error":                        {`async () => { throw new TypeError('bad') }`, sources.Error{Name: "TypeError", Message: "bad"}, "receiver.js:"},
		"thrown at once":                  {`() => { throw new Error('now') }`, sources.Error{Name: "Error", Message: "now"}, "receiver.js:"},
		"permanent":                       {`async () => { throw Object.assign(new Error('no'), {permanent: true}) }`, sources.Error{Kind: sources.Permanent, Name: "Error", Message: "no"}, "receiver.js:"},
		"permanent: truthy is not enough": {`async () => { throw Object.assign(new Error('no'), {permanent: 1}) }`, sources.Error{Name: "Error", Message: "no"}, "receiver.js:"},
		"retryAfter in ms":                {`async () => { throw Object.assign(new Error('later'), {retryAfter: 1500}) }`, sources.Error{Name: "Error", Message: "later", RetryAfter: 1500 * time.Millisecond}, "receiver.js:"},
		"retryAfter text":                 {`async () => { throw Object.assign(new Error('later'), {retryAfter: '30s'}) }`, sources.Error{Name: "Error", Message: "later", RetryAfter: 30 * time.Second}, "receiver.js:"},
		"retryAfter nonsense":             {`async () => { throw Object.assign(new Error('x'), {retryAfter: 'soon'}) }`, sources.Error{Name: "Error", Message: "x"}, "receiver.js:"},
		"a string":                        {`() => Promise.reject('just text')`, sources.Error{Name: "Error", Message: "just text"}, ""},
		"null":                            {`() => Promise.reject(null)`, sources.Error{Name: "Error", Message: "rejected with null"}, ""},
		"undefined":                       {`() => Promise.reject()`, sources.Error{Name: "Error", Message: "rejected with undefined"}, ""},
		"an object":                       {`() => Promise.reject({code: 7})`, sources.Error{Name: "Error", Message: `rejected with {"code":7}`}, ""},
		"hostile":                         {`() => Promise.reject({get message() { throw 1 }, get stack() { throw 2 }, toJSON() { throw 3 }})`, sources.Error{Name: "Error", Message: "rejected with an object"}, ""},
		"a cause":                         {`async () => { throw new Error('outer', {cause: new RangeError('inner')}) }`, sources.Error{Name: "Error", Message: "outer"}, "Caused by: RangeError: inner"},
		"a result that cannot be JSON":    {`async () => { const a = {}; a.a = a; return a }`, sources.Error{Name: "TypeError", Message: "Converting circular structure to JSON"}, ""},
		"a BigInt result":                 {`async () => 1n`, sources.Error{Name: "TypeError", Message: "Do not know how to serialize a BigInt"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPool(t, options(t, `module.exports = () => `+tt.handler))
			v := do(p, `1`)
			if v.Err == nil {
				t.Fatalf("resolved with %s", v.Result.JSON)
			}
			got := sources.Error{Kind: v.Err.Kind, Name: v.Err.Name, Message: v.Err.Message, RetryAfter: v.Err.RetryAfter}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if !strings.Contains(v.Err.Stack, tt.stack) {
				t.Errorf("the stack %q lacks %q", v.Err.Stack, tt.stack)
			}
		})
	}
}

func TestMessageContext(t *testing.T) {
	p := newPool(t, options(t, `module.exports = () => async (message, context) => {
		const { signal, ...rest } = context;
		return { rest, keys: Object.keys(context), date: context.gts instanceof Date, aborted: context.signal.aborted,
			same: context.signal === context.signal, own: Object.hasOwn(context.headers, '__proto__') };
	}`))
	m := sources.NewMessage("http", []byte(`1`))
	m.Received = time.UnixMilli(1700000000123)
	m.Meta = sources.Fields{
		{Key: "path", Value: "/a"}, {Key: "partition", Value: 3}, {Key: "offset", Value: int64(1) << 40},
		{Key: "ratio", Value: 0.5}, {Key: "redelivered", Value: true}, {Key: "key", Value: nil},
		{Key: "list", Value: []string{"x", "y"}},
		{Key: "headers", Value: sources.Fields{{Key: "__proto__", Value: "p"}, {Key: "bad", Value: "a\xffb"}}},
	}
	v := p.Do(m, vm.Attempt{Number: 2})
	if v.Err != nil {
		t.Fatal(v.Err)
	}
	want := fmt.Sprintf(`{"rest":{"requestId":%q,"gts":"2023-11-14T22:13:20.123Z","attempt":2,"source":"http","path":"/a",`+
		`"partition":3,"offset":1099511627776,"ratio":0.5,"redelivered":true,"key":null,"list":["x","y"],`+
		`"headers":{"__proto__":"p","bad":"a�b"}},"keys":["requestId","gts","attempt","source","path","partition","offset",`+
		`"ratio","redelivered","key","list","headers"],"date":true,"aborted":false,"same":true,"own":true}`, m.ID)
	if diff := cmp.Diff(want, string(v.Result.JSON)); diff != "" {
		t.Error(diff)
	}
}

func TestFormats(t *testing.T) {
	p := newPool(t, options(t, `module.exports = () => async m => typeof m === 'string' ? m : [m.constructor.name, m.toString('hex')]`))
	for name, tt := range map[string]struct {
		format sources.Format
		body   string
		want   string
	}{
		"text":   {sources.Text, "a\xffé", `"a�é"`},
		"binary": {sources.Binary, "\x00\xff", `["Buffer","00ff"]`},
	} {
		t.Run(name, func(t *testing.T) {
			m := sources.NewMessage("test", []byte(tt.body))
			m.Format = tt.format
			v := p.Do(m, vm.Attempt{Number: 1})
			if v.Err != nil || string(v.Result.JSON) != tt.want {
				t.Errorf("got %s %v, want %s", v.Result.JSON, v.Err, tt.want)
			}
		})
	}
	t.Run("malformed", func(t *testing.T) {
		for _, body := range []string{``, `{`, strings.Repeat("[", 100_000)} {
			v := do(p, body)
			if v.Err == nil || v.Err.Kind != sources.Malformed {
				t.Errorf("%.10q: %v", body, v.Err)
			}
		}
	})
}

func TestLoadErrors(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"no function":           {`module.exports = {a: 1}`, "default export is an object, not a function"},
		"no handler":            {`module.exports = () => 7`, "factory returned"},
		"factory throws":        {`module.exports = () => { throw new Error('no database') }`, "no database"},
		"async factory rejects": {`module.exports = async () => { throw new Error('no database') }`, "no database"},
		"factory overflows":     {`module.exports = function f() { return f() + 1 }`, "Maximum call stack size exceeded"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := vm.NewPool(context.Background(), options(t, tt.src))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want …%s…", err, tt.want)
			}
		})
	}
}

func TestFactory(t *testing.T) {
	o := options(t, `let loads = 0; module.exports = async ({ log, config }) => {
		await new Promise(resolve => setTimeout(resolve, 1));
		const made = ++loads;
		return () => ({ made, config, log: typeof log.info });
	}`)
	o.Properties = []byte(`{"fromOffset":1,"B":{"zKey":[null],"aKey":2},"a":0}`)
	p := newPool(t, o)
	for range 3 {
		v := do(p, `1`)
		want := `{"made":1,"config":{"fromOffset":1,"B":{"zKey":[null],"aKey":2},"a":0},"log":"function"}`
		if v.Err != nil || string(v.Result.JSON) != want {
			t.Errorf("got %s %v", v.Result.JSON, v.Err)
		}
	}
}

// TestTimeBehindOthersDoesNotCount: a message whose timer is due in time, but whose VM is held up by another's turn,
// does not time out.
func TestTimeBehindOthersDoesNotCount(t *testing.T) {
	o := options(t, `module.exports = () => async ({ spin }) => {
		if (spin) { const end = Date.now() + spin; while (Date.now() < end); return 'spun' }
		await new Promise(resolve => setTimeout(resolve, 50));
		await new Promise(resolve => setTimeout(resolve, 50));
		return 'in time';
	}`)
	o.Timeout = 500 * time.Millisecond
	p := newPool(t, o)
	var all sync.WaitGroup
	done := new(atomic.Bool)
	all.Go(func() {
		defer done.Store(true)
		if v := do(p, `{}`); v.Err != nil {
			t.Errorf("the message that waited: %v", v.Err)
		}
	})
	waitFor(t, func() bool { return p.InFlight() == 1 || done.Load() })
	if v := do(p, `{"spin":800}`); v.Err != nil {
		t.Error(v.Err)
	}
	all.Wait()
}

func TestSignal(t *testing.T) {
	o := options(t, `module.exports = () => ({ keep }, { signal }) => new Promise((resolve, reject) => {
		signal.addEventListener('abort', () => keep ? resolve({ name: signal.reason.name }) : reject(signal.reason));
	})`)
	o.Timeout = 20 * time.Millisecond
	p := newPool(t, o)
	t.Run("rejects in answer", func(t *testing.T) {
		v := do(p, `{}`)
		if v.Err == nil || v.Err.Kind != sources.Timeout || v.Err.Name != "TimeoutError" {
			t.Errorf("got %v", v.Err)
		}
	})
	t.Run("resolves in answer", func(t *testing.T) {
		v := do(p, `{"keep":true}`)
		if v.Err != nil || string(v.Result.JSON) != `{"name":"TimeoutError"}` {
			t.Errorf("got %s %v", v.Result.JSON, v.Err)
		}
	})
}

func TestUncaughtExceptionFailsItsMessage(t *testing.T) {
	o := options(t, `module.exports = () => ({ how }) => new Promise(() => {
		if (how === 'timer') setTimeout(() => { throw new TypeError('in a timer') }, 1);
	})`)
	log := new(syncBuffer)
	o.Log = logging.New(log, logging.Options{Level: logging.Info})
	p := newPool(t, o)
	v := do(p, `{"how":"timer"}`)
	if v.Err == nil || v.Err.Error() != "TypeError: in a timer" {
		t.Errorf("got %v", v.Err)
	}
	o.Log.Flush()
	if !strings.Contains(log.String(), "Uncaught exception in a callback") {
		t.Errorf("the log says %q", log)
	}
}

func TestUnhandledRejectionIsLogged(t *testing.T) {
	o := options(t, `module.exports = () => async ({ late }) => {
		Promise.reject(new Error('nobody listens'));
		const p = Promise.reject(new Error('somebody does')); p.catch(() => {});
		return 'fine';
	}`)
	log := new(syncBuffer)
	o.Log = logging.New(log, logging.Options{Level: logging.Info})
	p := newPool(t, o)
	m := sources.NewMessage("test", []byte(`{}`))
	v := p.Do(m, vm.Attempt{Number: 1})
	if v.Err != nil || string(v.Result.JSON) != `"fine"` {
		t.Errorf("got %s %v", v.Result.JSON, v.Err)
	}
	p.Close() // the turn is over when the VM is closed
	o.Log.Flush()
	var lines []string
	for line := range strings.Lines(log.String()) {
		var l struct{ Message, ErrorMessage, RequestID string }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l.Message+": "+l.ErrorMessage+" "+l.RequestID)
	}
	if diff := cmp.Diff([]string{"Unhandled promise rejection: nobody listens " + m.ID}, lines); diff != "" {
		t.Error(diff)
	}
}

func TestFinalFailsWhatNothingCanSettle(t *testing.T) {
	o := options(t, `module.exports = () => ({ act }) => new Promise(resolve => {
		if (act === 'timer') setTimeout(() => resolve('timer'), 30);
	})`)
	p := newPool(t, o)
	p.Final()
	if v := do(p, `{"act":"timer"}`); v.Err != nil {
		t.Errorf("what a timer settles: %v", v.Err)
	}
	v := do(p, `{}`)
	if v.Err == nil || !strings.Contains(v.Err.Message, "can never settle") {
		t.Errorf("got %v", v.Err)
	}
}

func TestStats(t *testing.T) {
	o := options(t, `module.exports = () => async ({ spin, wait }) => {
		const end = Date.now() + spin; while (Date.now() < end);
		await new Promise(resolve => setTimeout(resolve, wait));
	}`)
	p := newPool(t, o)
	v := do(p, `{"spin":30,"wait":60}`)
	s := v.Stats
	if s.Busy < 25*time.Millisecond || s.Duration < 85*time.Millisecond || s.Busy > s.Duration-50*time.Millisecond {
		t.Errorf("30 ms of work and 60 of waiting: busy %s of %s", s.Busy, s.Duration)
	}
	if !s.ColdStart || s.Init <= 0 || s.Started.IsZero() {
		t.Errorf("first message: %+v", s)
	}
	if s := do(p, `{"spin":0,"wait":0}`).Stats; s.ColdStart {
		t.Error("the second message is a cold start too")
	}
}

func TestNoRoom(t *testing.T) {
	o := options(t, `module.exports = () => () => new Promise(resolve => { setTimeout(resolve, 60000) })`)
	o.Concurrency = 1
	p := newPool(t, o)
	var all sync.WaitGroup
	all.Go(func() {
		if v := do(p, `1`); v.Err == nil || v.Err.Kind != sources.Stopped {
			t.Errorf("in flight at the hard stop: %v", v.Err)
		}
	})
	waitFor(t, func() bool { return p.InFlight() == 1 })
	m := sources.NewMessage("test", []byte(`1`))
	m.MaxQueue = time.Millisecond
	if v := p.Do(m, vm.Attempt{Number: 1}); v.Err == nil || v.Err.Kind != sources.Unavailable {
		t.Errorf("past MaxQueue: %v", v.Err)
	}
	stop := make(chan struct{})
	close(stop)
	if v := p.Do(sources.NewMessage("test", nil), vm.Attempt{Number: 1, GiveUp: stop}); v.Err == nil || v.Err.Kind != sources.Unavailable {
		t.Errorf("given up: %v", v.Err)
	}
	p.Close()
	all.Wait()
	if v := do(p, `1`); v.Err == nil || v.Err.Kind != sources.Stopped {
		t.Errorf("after the hard stop: %v", v.Err)
	}
}

func TestHardStopAbortsSignals(t *testing.T) {
	o := options(t, `module.exports = ({ log }) => (m, { signal }) => new Promise((resolve, reject) => {
		signal.addEventListener('abort', () => { log.info('told', { why: signal.reason.name }); reject(signal.reason) });
	})`)
	log := new(syncBuffer)
	o.Log = logging.New(log, logging.Options{Level: logging.Info})
	p := newPool(t, o)
	got := make(chan vm.Verdict)
	go func() { got <- do(p, `1`) }()
	waitFor(t, func() bool { return p.InFlight() == 1 })
	p.Close()
	if v := <-got; v.Err == nil || v.Err.Kind != sources.Stopped {
		t.Errorf("got %v", v.Err)
	}
	o.Log.Flush()
	if !strings.Contains(log.String(), `"why":"AbortError"`) {
		t.Errorf("the handler was not told: %s", log)
	}
}

// TestReplacedFactoryThatFails: a VM is lost and the factory fails for a while; messages wait, none is lost.
func TestReplacedFactoryThatFails(t *testing.T) {
	fails := 0
	o := options(t, `module.exports = () => ({ act }) => { if (act) for (;;); return 'fine' }`)
	o.TurnTimeout = 150 * time.Millisecond
	receiver := o.Receiver
	var mu sync.Mutex
	o.Receiver = func(rt runtimeT, builtin builtinT) (valueT, error) {
		mu.Lock()
		defer mu.Unlock()
		if fails > 0 {
			fails--
			return nil, errors.New("no database")
		}
		return receiver(rt, builtin)
	}
	p := newPool(t, o)
	mu.Lock()
	fails = 2
	mu.Unlock()
	if v := do(p, `{"act":1}`); v.Err == nil || !v.Culprit {
		t.Errorf("the culprit: %+v", v)
	}
	if v := do(p, `{}`); v.Err != nil || string(v.Result.JSON) != `"fine"` {
		t.Errorf("the next message: %v", v.Err)
	}
	if !p.Ready() {
		t.Error("not ready")
	}
}

// TestLateInterrupt: turns that end just as their limit does cost nobody else anything.
func TestLateInterrupt(t *testing.T) {
	o := options(t, `module.exports = () => ({ spin }) => { const end = Date.now() + spin; while (Date.now() < end); return spin }`)
	o.TurnTimeout = 300 * time.Millisecond // long enough that no loaded machine takes as long over nothing
	p := newPool(t, o)
	interrupted := 0
	for i := range 15 {
		spin := 285 + i*7%45 // the watchdog looks every 15 ms
		v := do(p, fmt.Sprintf(`{"spin":%d}`, spin))
		if v.Err != nil {
			interrupted++
			if !v.Culprit || v.Err.Kind != sources.Timeout {
				t.Fatalf("spin %d: %+v", spin, v)
			}
		}
		if v := do(p, `{"spin":0}`); v.Err != nil {
			t.Fatalf("the message after: %+v", v)
		}
	}
	if interrupted == 0 {
		t.Error("no turn was interrupted")
	}
}
