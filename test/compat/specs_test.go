package main

import (
	"strings"
	"testing"
)

func TestParseSpecs(t *testing.T) {
	list, err := allSpecs()
	if err != nil {
		t.Fatal(err)
	}
	versions, err := packageVersions()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 163 {
		t.Errorf("there are %d scripts, want 163", len(list))
	}
	files := map[string]bool{}
	for _, s := range list {
		if versions[s.name] == "" {
			t.Errorf("package.json has no %q", s.name)
		}
		file, _ := s.receiver(ports{})
		if files[file] {
			t.Errorf("two scripts are in %s", file)
		}
		files[file] = true
	}
	for name, text := range map[string]string{
		"nothing before":  "x\n### a\nb",
		"no body":         "### a\n### b\nc",
		"no name":         "### | const M=1\nc",
		"twice the same":  "### a\nb\n### a\nc",
		"a body that end": "### a\nb\n###  | \n",
	} {
		if list, err := parseSpecs(text); err == nil {
			t.Errorf("%s: no error, and %v", name, list)
		}
	}
}

func TestReceiver(t *testing.T) {
	p := ports{echo: "5", redis: "6"}
	for _, tt := range []struct {
		text, file string
		has        []string
	}{
		{"### @a/b\nprint('127.0.0.1:18080',16399)", "a-b.cjs", []string{"const M=require('@a/b');", "module.exports = ", "print('127.0.0.1:5',6)"}},
		{"### x | import M from 'x'\nprint(M)", "x.mjs", []string{"import M from 'x';", "export default "}},
		{"### x | const M=require('y')\nprint(M)", "x.cjs", []string{"const M=require('y');"}},
	} {
		list, err := parseSpecs(tt.text)
		if err != nil {
			t.Fatal(err)
		}
		file, text := list[0].receiver(p)
		if file != tt.file {
			t.Errorf("the file is %s, want %s", file, tt.file)
		}
		for _, part := range tt.has {
			if !strings.Contains(text, part) {
				t.Errorf("there is no %s in\n%s", part, text)
			}
		}
	}
	if got := p.outOf("connect 127.0.0.1:5 127.0.0.1:6"); got != "connect 127.0.0.1:18080 127.0.0.1:16399" {
		t.Errorf("the ports of specs.txt are not put back: %s", got)
	}
}
