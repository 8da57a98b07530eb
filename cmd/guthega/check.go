package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/engine/loader"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/jsapi/folders"
)

func checkCommand(std stdio, v *viper.Viper) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Load config and receiver, and report every problem at once",
		Long: `Load both configs and the receiver, and report everything that is wrong at once:

  - unknown or wrong options, with their JSON paths, and environment variables that are not set
  - a source of a type this version cannot read from, or whose TLS files cannot be used
  - packages that cannot be installed, modules that cannot be resolved, Node modules that guthega does not provide,
    native add-ons
  - members of Node's modules that the receiver's own code calls and guthega does not provide, or denies: always, or by
    the permissions that the config gives; those that its packages call are notes, as they may never be reached
  - permissions to read or write folders that do not exist (from the working directory), and to write what is never written
  - a receiver whose module or factory throws: it is run, once, as at every start

Where the receiver has packages they are installed if need be, and listed: the tree with versions, licences and sizes,
and what is to be looked at (native code, install scripts that did not run, other versions of Node.js wanted).

It connects to no broker and opens no port. Which files and hosts the handler will ask for when messages come cannot be
seen without running it, and is not checked.

Exit code 0: nothing is wrong; 1: something is.`,
		Example: `  guthega check --receiver ./conf/receiver.json --source ./conf/source.json`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := read(cmd, v, std)
			if err != nil {
				return err
			}
			f := check(cmd.Context(), s, std)
			if err := f.packages.list(std.out); err != nil {
				return &failure{exitFailed, err}
			}
			return report(std.out, f)
		},
	}
}

// report prints what was checked and the problems; there being some is exit code 1.
func report(out io.Writer, f *findings) error {
	problems := f.problems
	for _, note := range f.configs.builtIn {
		if _, err := fmt.Fprintln(out, note); err != nil {
			return &failure{exitFailed, err}
		}
	}
	for _, note := range f.notes {
		if _, err := fmt.Fprintln(out, "note:", note); err != nil {
			return &failure{exitFailed, err}
		}
	}
	for _, p := range problems {
		if _, err := fmt.Fprintln(out, p); err != nil {
			return &failure{exitFailed, err}
		}
	}
	switch n := len(problems); n {
	case 0:
	case 1:
		return &failure{exitFailed, errors.New("1 problem found")}
	default:
		return &failure{exitFailed, fmt.Errorf("%d problems found", n)}
	}
	used := ""
	if r := f.configs.receiver; r != nil && f.configs.source != nil {
		used = fmt.Sprintf(" (%s, %s)", r.File, f.configs.source.File)
	}
	if _, err := fmt.Fprintf(out, "OK: config and receiver load%s\n", used); err != nil {
		return &failure{exitFailed, err}
	}
	return nil
}

// findings are the problems found so far.
type findings struct {
	problems []error
	// notes are what may be a problem, or may never be reached.
	notes    []string
	packages *inventory
	configs  configs
}

// add adds err's problems one by one.
func (f *findings) add(err error) {
	if err == nil {
		return
	}
	p, ok := errors.AsType[*conf.Problems](err)
	if !ok {
		f.problems = append(f.problems, err)
		return
	}
	for _, one := range p.List {
		f.problems = append(f.problems, &conf.Problems{File: p.File, List: []conf.Problem{one}})
	}
}

// check collects the problems. Source and receiver are looked at each by itself; what cannot be looked at because of an
// earlier problem is left out.
func check(ctx context.Context, s settings, std stdio) *findings {
	log := logging.New(std.err, logging.Options{Level: max(s.level, logging.Warn), Processor: s.processor})
	defer func() { _ = log.Close() }()
	var f findings
	source, err := readSource(s, &f.configs)
	f.add(err)
	receiver, err2 := readReceiver(s, &f.configs)
	f.add(err2)
	f.configs.receiver, f.configs.source = receiver, source
	if err == nil && err2 == nil {
		f.add(conf.Join(receiver, source))
	}
	if err == nil {
		concurrency := 1 // any will do to see whether the source can be made
		if err2 == nil {
			concurrency = receiver.Concurrency
		}
		_, err := makeSource(source, concurrency, std, log.Slog())
		f.add(err)
	}
	if err == nil && err2 == nil {
		for _, doubt := range conf.Warnings(receiver, source) {
			log.Slog().Warn(doubt)
		}
	}
	if err2 == nil {
		f.add(checkFolders(receiver))
		checkReceiver(ctx, s, receiver, log, &f)
	}
	return &f
}

// checkFolders finds the permissions for folders that are not there, which allow nothing. Paths are relative to the
// working directory.
func checkFolders(r *conf.Receiver) error {
	p := &conf.Problems{File: r.File}
	for _, permission := range []struct {
		name    string
		folders []string
	}{{"read", r.Permissions.Read}, {"write", r.Permissions.Write}} {
		for i, folder := range permission.folders {
			if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
				p.List = append(p.List, conf.Problem{
					Path:    fmt.Sprintf("permissions.%s[%d]", permission.name, i),
					Message: fmt.Sprintf("there is no %q", folder), Hint: "make the folder, or leave the entry out",
				})
			}
		}
	}
	if len(p.List) == 0 {
		return nil
	}
	return p
}

// checkKept finds the permissions to write below what no permission lets a receiver write.
func checkKept(p *packages) error {
	kept := folders.New(slices.Concat(p.permissions.Own, p.permissions.Kept)...)
	problems := &conf.Problems{File: p.receiver.File}
	for i, folder := range p.permissions.Write {
		if resolved, err := filepath.EvalSymlinks(folder); err == nil {
			if folder, err = filepath.Abs(resolved); err == nil && kept.Within(folder) {
				problems.List = append(problems.List, conf.Problem{
					Path:    fmt.Sprintf("permissions.write[%d]", i),
					Message: fmt.Sprintf("%q is in the receiver's own folder, or in one of packages or scripts, and none of those is ever written", p.permissions.Write[i]),
					Hint:    "name a folder outside",
				})
			}
		}
	}
	if len(problems.List) == 0 {
		return nil
	}
	return problems
}

// checkReceiver loads the receiver's code and, where nothing is wrong with that, runs its factory.
func checkReceiver(ctx context.Context, s settings, r *conf.Receiver, log *logging.Logger, f *findings) {
	p := &packages{settings: s, receiver: r, log: log.Slog(), unwritten: true}
	bundle, err := loadBundle(ctx, p)
	f.packages = newInventory(p)
	if err != nil {
		f.add(err)
		return
	}
	f.add(checkKept(p))
	problems := slices.DeleteFunc(bundle.Check(), func(p loader.Problem) bool { return p.Optional })
	found, notes := condense(problems, p.tree())
	for _, err := range found {
		f.add(err)
	}
	f.notes = notes
	if len(found) == 0 { // else the trial would only say the same again
		f.add(trial(ctx, p, bundle, log))
	}
}

// trial runs the receiver's module and factory once.
func trial(ctx context.Context, p *packages, bundle *loader.Bundle, log *logging.Logger) error {
	r := p.receiver
	options := vmOptions(p, bundle, log)
	options.VMs = 1
	pool, err := vm.NewPool(ctx, options)
	if err != nil {
		return fmt.Errorf("loading the receiver %s: %w", r.Module, err)
	}
	pool.Close()
	return nil
}
