package vm

import (
	"context"
	"fmt"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"github.com/guthega/guthega/engine/loop"
	"github.com/guthega/guthega/engine/vm/decode"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/limits"
)

// newVM makes a VM and runs the receiver's factory in it. ctx ends the wait for that.
func newVM(ctx context.Context, opts *Options, k keeper) (*VM, error) {
	start := time.Now()
	v := &VM{made: start, opts: opts, owner: k, rt: goja.New(), modules: map[string]goja.Value{}, contexts: map[*goja.Object]*call{}, cold: true,
		ended: make(chan struct{})}
	v.taking.Store(true)
	ready := make(chan error, 1)
	v.announce = func(err error) {
		select {
		case ready <- err:
		default: // said already
		}
	}
	if err := v.prepare(); err != nil {
		return nil, err
	}
	v.loop.Post(nil, func() error {
		return v.start(func(err error) { v.loaded, v.loadResult = true, err })
	})
	go func() {
		defer close(v.ended)
		v.loop.Run()
	}()

	limit := time.NewTimer(initTimeout)
	defer limit.Stop()
	var err error
	select {
	case err = <-ready:
	case <-limit.C:
		err = &LoadError{Message: fmt.Sprintf("the receiver's factory did not settle within %s", initTimeout)}
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	if err != nil {
		v.kill(&stopCause{name: "Error", message: "the VM is closed"}, nil)
		return nil, err
	}
	v.initTime = time.Since(start)
	return v, nil
}

// prepare sets the runtime up, before any code of the receiver runs.
func (v *VM) prepare() error {
	v.rt.SetMaxCallStackSize(maxCallStack)
	v.rt.SetParserOptions(parser.WithDisableSourceMaps) // code for eval could have goja open files through a URL in it
	v.rt.SetPromiseRejectionTracker(v.trackRejection)
	l, err := loop.New(v.rt, loop.Hooks{
		Begin:    v.beginTurn,
		End:      v.endTurn,
		Became:   v.became,
		Drained:  v.drained,
		Uncaught: v.uncaught,
		Idle:     v.idle,
	})
	if err != nil {
		return err
	}
	v.loop = l
	if err := v.capture(v.rt); err != nil {
		return err
	}
	if err := v.makeContextPrototype(); err != nil {
		return err
	}
	v.decoder = decode.New(v.rt)
	if err := v.decoder.Install(); err != nil {
		return err
	}
	if err := limits.Install(v.rt); err != nil {
		return err
	}
	v.host = &jsapi.Host{
		Runtime:     v.rt,
		Loop:        hostLoop{l},
		Log:         hostLog{v},
		Permissions: v.opts.Permissions,
		Require:     v.require,
	}
	for _, install := range v.opts.Surface.Install {
		if err := install(v.host); err != nil {
			return err
		}
	}
	return v.installGlobals()
}

// start runs the receiver's module and factory; done is called once, in this turn or a later one.
func (v *VM) start(done func(error)) error {
	exports, err := v.opts.Receiver(v.rt, v.builtin)
	if err != nil {
		return v.loadFailed(err, done)
	}
	return v.await(exports, func(factory goja.Value) error {
		call, ok := goja.AssertFunction(factory)
		if !ok {
			done(&LoadError{Message: fmt.Sprintf("the receiver's default export is %s, not a function: "+
				"export a factory, ({log, config}) => async (message, messageContext) => result", describe(factory))})
			return nil
		}
		arg, err := v.factoryArgument()
		if err != nil {
			return v.loadFailed(err, done)
		}
		made, err := call(goja.Undefined(), arg)
		if err != nil {
			return v.loadFailed(err, done)
		}
		return v.await(made, func(handler goja.Value) error {
			fn, ok := goja.AssertFunction(handler)
			if !ok {
				done(&LoadError{Message: fmt.Sprintf("the receiver's factory returned %s, not a function: "+
					"return the handler, async (message, messageContext) => result", describe(handler))})
				return nil
			}
			v.handler = fn
			done(nil)
			return nil
		}, func(reason goja.Value) { done(v.loadError(reason)) })
	}, func(reason goja.Value) { done(v.loadError(reason)) })
}

// await calls resolved with value, or with what it resolves to if it is a promise, else rejected.
func (v *VM) await(value goja.Value, resolved func(goja.Value) error, rejected func(reason goja.Value)) error {
	if _, ok := goja.AssertFunction(value); ok || describe(value) != "an object" {
		return resolved(value)
	}
	p, promise, err := v.promised(value)
	if err != nil {
		return err
	}
	settled := func() error {
		if p.State() == goja.PromiseStateRejected {
			rejected(p.Result())
			return nil
		}
		return resolved(p.Result())
	}
	wake := v.rt.ToValue(func(goja.FunctionCall) goja.Value {
		v.later = append(v.later, settled)
		return goja.Undefined()
	})
	_, err = v.then(promise, wake, wake)
	return err
}

// loadFailed passes err to done; a fatal one ends the VM too.
func (v *VM) loadFailed(err error, done func(error)) error {
	done(v.loadErrorFrom(err))
	if loop.Fatal(err) {
		return err
	}
	return nil
}

// factoryArgument is {log, config}.
func (v *VM) factoryArgument() (goja.Value, error) {
	config := goja.Value(v.rt.NewObject())
	if len(v.opts.Properties) > 0 {
		var err error
		if config, err = v.decoder.Decode(v.opts.Properties); err != nil {
			return nil, fmt.Errorf("reading the receiver's properties: %w", err)
		}
	}
	arg := v.rt.NewObject()
	for name, value := range map[string]goja.Value{"log": v.require(v.opts.Surface.Log), "config": config} {
		if err := arg.Set(name, value); err != nil {
			return nil, err
		}
	}
	return arg, nil
}
