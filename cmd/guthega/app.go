package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega"
	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/engine/delivery"
	"github.com/guthega/guthega/engine/loader"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/jsapi"
)

// configs are the two config files, and what is to be said of them.
type configs struct {
	receiver *conf.Receiver
	source   *conf.Source
	builtIn  []string // for the log: which built-in config is in use
	doubts   []string // for the log: what looks unintended
}

// note writes what is to be said of the configs to the log.
func (c *configs) note(log *slog.Logger) {
	for _, s := range c.builtIn {
		log.Info(s)
	}
	for _, s := range c.doubts {
		log.Warn(s)
	}
}

// readConfigs reads both files and reports what is wrong with either at once.
func readConfigs(s settings) (configs, error) {
	var c configs
	receiver, err := readReceiver(s, &c)
	source, err2 := readSource(s, &c)
	if err := errors.Join(err, err2); err != nil {
		return c, err
	}
	c.receiver, c.source = receiver, source
	c.doubts = conf.Warnings(receiver, source)
	return c, conf.Join(receiver, source)
}

func readReceiver(s settings, c *configs) (*conf.Receiver, error) {
	r, err := conf.LoadReceiver(s.receiver, s.env)
	if errors.Is(err, fs.ErrNotExist) && !s.receiverNamed {
		note := fmt.Sprintf("There is no %s: the built-in receiver config is used (the log receiver)", s.receiver)
		if _, err := os.Stat(nearReceiver); err == nil {
			note += fmt.Sprintf("; to use the %s that is here, say --receiver %s", nearReceiver, nearReceiver)
		}
		c.builtIn = append(c.builtIn, note)
		return conf.DefaultReceiver(), nil
	}
	return r, unreadable(err, "receiver", defaultReceiver)
}

// nearReceiver is what `guthega init` calls a receiver's config: whoever stands beside one probably means it.
const nearReceiver = "receiver.json"

func readSource(s settings, c *configs) (*conf.Source, error) {
	r, err := conf.LoadSource(s.source, s.env)
	if errors.Is(err, fs.ErrNotExist) && !s.sourceNamed {
		c.builtIn = append(c.builtIn, fmt.Sprintf("There is no %s: the built-in source config is used (HTTP on port 3001)", s.source))
		return conf.DefaultSource(), nil
	}
	return r, unreadable(err, "source", defaultSource)
}

// unreadable adds what to do to the error of a config file that cannot be read.
func unreadable(err error, flag, usual string) error {
	if _, ok := errors.AsType[*fs.PathError](err); !ok {
		return err
	}
	return fmt.Errorf("%w (name a file that can be read with --%s or %s, or leave both out to use %s, and without it the built-in config)",
		err, flag, envName(flag), usual)
}

// loadBundle finds the receiver, installs what it needs, and compiles its entry.
func loadBundle(ctx context.Context, p *packages) (*loader.Bundle, error) {
	s, r, log := p.settings, p.receiver, p.log
	tuneProcess(r)
	o := loader.Options{
		Install:      p.byName,
		Dependencies: p.dependencies,
		Scripts:      s.scripts,
		Embedded:     guthega.Scripts(),
		Dir:          moduleDir(r),
		Builtin:      hasModule(surface(nil)),
		Programs:     p.ports(),
		Member:       memberCheck(r.Permissions),
		Debug: func(doing string, err error) {
			log.Debug("The cache of compiled code was of no use", "doing", doing, "errorMessage", err.Error())
		},
	}
	if s.store != "" {
		o.Cache = filepath.Join(s.store, "transformed")
	}
	o.Restrict = func(own []string) (permit func(string) error, open func(string) (*os.File, error)) {
		p.permissions = permissions(r.Permissions, own, s)
		readable := p.permissions.Readable()
		if len(r.Permissions.Write) > 0 { // else nobody can put anything in the way
			open = readable.Open
		}
		return readable.Permit, open
	}
	return loader.Load(ctx, r.Module, r.Version, o)
}

// moduleDir is what a path in the config's module is relative to: the config file's folder, as in most tools; the
// working directory where the path leads to nothing from there.
func moduleDir(r *conf.Receiver) string {
	dir := filepath.Dir(r.File)
	if r.File == "" {
		return "."
	}
	if _, err := os.Stat(filepath.Join(dir, r.Module)); err == nil {
		return dir
	}
	if _, err := os.Stat(r.Module); err == nil {
		return "."
	}
	return dir
}

func hasModule(s *vm.Surface) func(string) bool {
	return func(name string) bool {
		_, ok := s.Modules[name]
		return ok && !strings.HasPrefix(name, "internal/")
	}
}

// vmOptions are the options of a pool that serves bundle as the receiver's config says.
func vmOptions(p *packages, bundle *loader.Bundle, log *logging.Logger) vm.Options {
	r := p.receiver
	return vm.Options{
		Receiver: func(rt *goja.Runtime, builtin func(string) (goja.Value, bool)) (goja.Value, error) {
			return instantiate(bundle, rt, builtin).Main()
		},
		Surface:     surface(p.ports()),
		Properties:  r.Properties,
		Permissions: p.permissions,
		VMs:         r.VMs,
		Concurrency: r.Concurrency,
		Timeout:     r.Timeout,
		TurnTimeout: min(r.TurnTimeout, r.Timeout), // a turn that outlasts its message helps nobody
		MemoryLimit: r.MemoryLimit,
		Log:         log,
	}
}

// permissions are what p says, with the folders that the receiver may read anyway.
func permissions(p conf.Permissions, own []string, s settings) *jsapi.Permissions {
	var kept []string
	for _, dir := range []string{s.store, s.scripts} {
		if dir != "" {
			kept = append(kept, dir)
		}
	}
	return &jsapi.Permissions{
		Kept:  kept,
		Env:   p.Env,
		Net:   jsapi.NetPermission{All: p.Net.All, Patterns: p.Net.Patterns},
		Read:  p.Read,
		Write: p.Write,
		Own:   own,
	}
}

func policy(r conf.Retry) delivery.Policy {
	return delivery.Policy{
		Attempts: r.Attempts, InitialBackoff: r.InitialBackoff, MaxBackoff: r.MaxBackoff, Jitter: r.Jitter,
	}
}
