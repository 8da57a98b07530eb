package main

import (
	"strings"
	"testing"
)

func TestUnproven(t *testing.T) {
	const first, again = `{"wrote":true,"read":"x","mb":true}`, `{"reconnected":true}`
	for name, tt := range map[string]struct{ stdout, want string }{
		"all well":        {first + "\n" + again, ""},
		"one result":      {first, "1 results for 2 messages"},
		"no object":       {"5\n" + again, "a result is no object: 5"},
		"no megabyte":     {`{"wrote":true,"read":"x","mb":false}` + "\n" + again, "mb is false"},
		"nothing read":    {`{"wrote":true,"mb":true}` + "\n" + again, "read is missing"},
		"not again":       {first + "\n{}", "reconnected is <nil>"},
		"nothing written": {"{}\n" + again, "wrote is <nil>"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.TrimSpace(unproven(tt.stdout)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestServerScripts: each has its file and its package.
func TestServerScripts(t *testing.T) {
	versions, err := packageVersions()
	if err != nil {
		t.Fatal(err)
	}
	scripts := serverScripts()
	for name, list := range scripts {
		for _, script := range list {
			if _, err := receivers.ReadFile(scriptFile(strings.TrimPrefix(script, serverPrefix))); err != nil {
				t.Error(err)
			}
		}
		if versions[name] == "" {
			t.Errorf("package.json has no %q", name)
		}
	}
	files, err := receivers.ReadDir("servers")
	if err != nil || len(files) != len(scripts) {
		t.Errorf("%d files for %d scripts, %v", len(files), len(scripts), err)
	}
}

func TestReceived(t *testing.T) {
	const mail = "Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nx=3D\r\n" +
		"--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj\r\n--b--\r\n"
	const want = "250 2.0.0 s: text/plain, application/octet-stream ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if got := received(strings.NewReader(mail)); got != want {
		t.Errorf("got %s", got)
	}
	if got := received(strings.NewReader("no mail")); !strings.HasPrefix(got, "554 ") {
		t.Errorf("no mail: got %s", got)
	}
}
