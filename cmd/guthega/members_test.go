package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi/node"
)

// membersJS lists what there is of Node's modules, and what of that throws when it is called.
const membersJS = `
const names = (o) => Object.getOwnPropertyNames(o).filter((n) => !['length', 'name', 'prototype', 'caller', 'arguments', 'constructor'].includes(n) && n[0] !== '_');
const list = (require, modules, call) => {
	const has = {}, denied = {};
	for (const m of modules) {
		let o;
		try { o = m === 'Intl' ? Intl : require(m); } catch { has[m] = null; continue; }
		has[m] = names(o);
		if (!call) continue;
		for (const n of has[m]) {
			const f = o[n];
			if (typeof f !== 'function' || /generateKey|Prime/.test(n)) continue;
			try { const v = f(); if (v && typeof v.catch === 'function') v.catch(() => {}); } catch (err) {
				let e = err;
				if (/without 'new'/.test(e.message)) try { new f('x'); } catch (err) { e = err; }
				if (['ERR_ACCESS_DENIED', 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM'].includes(e.code)) denied[m + '.' + n] = e.message;
			}
		}
	}
	return JSON.stringify({ has, denied });
};`

// TestMembers compares members.txt with what there is in a VM, and in Node.
func TestMembers(t *testing.T) {
	modules := []string{"Intl", "process"}
	for name := range surface(node.New(nil)).Modules {
		if !strings.HasPrefix(name, "internal/") && !strings.HasPrefix(name, "_") && name != "undici" && name != "sys" {
			modules = append(modules, name)
		}
	}
	slices.Sort(modules)
	asked, err := json.Marshal(modules)
	if err != nil {
		t.Fatal(err)
	}
	type members struct {
		Has    map[string][]string
		Denied map[string]string
	}
	parse := func(text string) (m members) {
		t.Helper()
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		return m
	}
	ours := parse(evaluate(t, membersJS+"\nreturn list((m) => require('node:' + m), "+string(asked)+", true)"))
	if got := len(ours.Denied); got < 50 {
		t.Fatalf("%d members throw", got)
	}
	lines := maps.Clone(ours.Denied)
	if node := onNode(t, membersJS+"\nconsole.log(list((m) => require('node:' + m), "+string(asked)+", false))"); node != "" {
		for module, names := range parse(node).Has {
			for _, name := range names {
				if !slices.Contains(ours.Has[module], name) {
					lines[module+"."+name] = ""
				}
			}
		}
	} else {
		for name, why := range unusable() {
			module, member, _ := cutLast(name)
			if why == "" && !slices.Contains(ours.Has[module], member) {
				lines[name] = ""
			}
		}
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		var text strings.Builder
		for _, name := range slices.Sorted(maps.Keys(lines)) {
			text.WriteString(name + "\t" + lines[name] + "\n")
		}
		if err := os.WriteFile("members.txt", []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(unusable(), lines); diff != "" {
		t.Errorf("members.txt is not what is (-file +VM and Node; UPDATE_GOLDEN=1 renews it):\n%s", diff)
	}
}

func cutLast(name string) (module, member string, ok bool) {
	i := strings.LastIndexByte(name, '.')
	return name[:max(i, 0)], name[i+1:], i >= 0
}

func onNode(t *testing.T, src string) string {
	t.Helper()
	if version, err := exec.Command("node", "--version").Output(); err != nil || !strings.HasPrefix(string(version), "v20.") {
		return ""
	}
	out, err := exec.Command("node", "-e", src).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// evaluate is the text that src, a function's body, returns in a receiver.
func evaluate(t *testing.T, src string) (text string) {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "receiver.js"), "module.exports = () => async () => {"+src+"\n}")
	write(t, filepath.Join(dir, "receiver.json"), `{"module": "./receiver.js", "vms": 1}`)
	var stdout, stderr bytes.Buffer
	code := execute(t.Context(), []string{"invoke", "--receiver", filepath.Join(dir, "receiver.json"), "--message", "1", "--log-level", "error"},
		stdio{strings.NewReader(""), &stdout, &stderr, func(string) (string, bool) { return "", false }})
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	if err := json.Unmarshal(stdout.Bytes(), &text); err != nil {
		t.Fatalf("%v: %s", err, &stdout)
	}
	return text
}
