package loop

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"
)

// withLocal gives JavaScript local(), the name of the current one, and enter(name).
func withLocal(r *rig) {
	r.read(func() {
		set := func(name string, fn func(goja.FunctionCall) goja.Value) {
			if err := r.rt.Set(name, fn); err != nil {
				r.t.Error(err)
			}
		}
		set("local", func(goja.FunctionCall) goja.Value {
			if o := r.loop.Local(); o != nil {
				return o.Get("name")
			}
			return r.rt.ToValue("none")
		})
		set("enter", func(f goja.FunctionCall) goja.Value {
			if goja.IsUndefined(f.Argument(0)) {
				r.loop.SetLocal(nil)
				return goja.Undefined()
			}
			o := r.rt.NewObject()
			if err := o.Set("name", f.Argument(0)); err != nil {
				r.t.Error(err)
			}
			r.loop.SetLocal(o)
			return goja.Undefined()
		})
		set("elsewhere", func(f goja.FunctionCall) goja.Value {
			res, fn := r.loop.Reserve(), r.callback(f.Argument(0))
			go res.Resume(fn)
			return goja.Undefined()
		})
	})
}

// walk awaits all that a loop can carry a local across, and traces what it sees.
const walk = `globalThis.walk = async (who) => {
	const see = (where) => trace(who + ' ' + where + ' ' + owner() + ' ' + local());
	see('start');
	await null; see('await');
	await new Promise((resolve) => timeout(resolve, 2)); see('timer');
	await new Promise((resolve) => immediate(resolve)); see('immediate');
	await new Promise((resolve) => tick(resolve)); see('tick');
	await new Promise((resolve) => elsewhere(() => { see('resumed'); resolve() }));
	await Promise.resolve().then(() => see('then'));
	try { await Promise.reject(1) } catch { see('caught') }
}`

func TestLocalFollows(t *testing.T) {
	r := newRig(t, Hooks{})
	withLocal(r)
	r.post(nil, walk)
	r.post(&person{name: "ada"}, `enter('A'); const a = walk('a'); enter('B'); const b = walk('b'); enter(); globalThis.both = Promise.all([a, b])`)
	r.post(&person{name: "bob"}, `trace('bob begins ' + local()); walk('c').then(() => both).then(() => { trace('bob ends ' + local()); done() })`)
	<-r.done
	got := map[string]bool{}
	r.read(func() {
		for _, s := range r.trace {
			got[s] = true
		}
	})
	want := map[string]bool{"bob begins none": true, "bob ends none": true}
	for _, at := range []string{"start", "await", "timer", "immediate", "tick", "resumed", "then", "caught"} {
		want["a "+at+" ada A"] = true
		want["b "+at+" ada B"] = true
		want["c "+at+" bob none"] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What one turn enters and does not leave, the next does not see: neither a message's, nor nobody's.
func TestLocalEndsWithItsTurn(t *testing.T) {
	r := newRig(t, Hooks{})
	withLocal(r)
	r.post(&person{name: "ada"}, `enter('A'); trace(local()); const thenable = { then(f) { trace('thenable ' + local()); f() } };
		tick(() => enter('tick')); (async () => { await thenable; trace('after ' + local()) })()`)
	r.post(&person{name: "bob"}, `trace(local()); immediate(() => { trace(local()); done() })`)
	<-r.done
	r.read(func() {
		if diff := cmp.Diff([]string{"A", "thenable none", "after A", "none", "none"}, r.trace); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOwnersAloneCostNoAllocation(t *testing.T) {
	l, err := New(goja.New(), Hooks{})
	if err != nil {
		t.Fatal(err)
	}
	tr := tracker{l}
	l.owner = &person{name: "ada"}
	job := func() {
		ctx := tr.Grab()
		tr.Exited()
		tr.Resumed(ctx)
	}
	if n := testing.AllocsPerRun(100, job); n > 0 {
		t.Errorf("a promise job allocates %v times without a local", n)
	}
	l.local = goja.New().NewObject()
	if n := testing.AllocsPerRun(100, job); n > 0 {
		t.Errorf("a promise job allocates %v times with the same local", n)
	}
}
