package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTail(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	write := func(s string) {
		if _, err := out.WriteString(s); err != nil {
			t.Fatal(err)
		}
	}
	lines, ended, done := make(chan string), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- tail(file, ended, func(number int, line []byte) error {
			lines <- fmt.Sprintf("%d %s", number, line)
			return nil
		})
	}()
	write("one\ntw")
	got := []string{<-lines}
	write("o\n")
	got = append(got, <-lines)
	write("three\nhal") // a process that is killed may leave half a line
	close(ended)
	got = append(got, <-lines)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1 one\n", "2 two\n", "3 three\n"}, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestReadLine(t *testing.T) {
	const time = `"level":"warn","timestamp":"2026-01-02T03:04:05.006Z","processor":"a"`
	tests := []struct {
		name, line string
		want       *sighting
		fault      kind
		wrong      bool
	}{
		{
			name: "seen", line: `{"message":"seen",` + time + `,"requestId":"id","n":3,"attempt":1}`,
			want: &sighting{place: place{"a", 9}, n: 3, attempt: 1, done: true, at: at(6), id: "id"},
		},
		{
			name: "begun", line: `{"message":"begun",` + time + `,"requestId":"id","n":3,"attempt":2}`,
			want: &sighting{place: place{"a", 9}, n: 3, attempt: 2, at: at(6), id: "id"},
		},
		{name: "another", line: `{"message":"Ready",` + time + `}`},
		{name: "no JSON", line: `panic: seen`},
		{name: "expelled", line: `{"message":"A partition went before what it had",` + time + `}`, fault: expelled},
		{name: "seen without a number", line: `{"message":"seen",` + time + `,"attempt":1}`, wrong: true},
		{name: "seen, and broken", line: `{"message":"seen",` + time, wrong: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, f, err := readLine("a", 9, []byte(tt.line))
			if (err != nil) != tt.wrong {
				t.Fatalf("error %v, want one: %t", err, tt.wrong)
			}
			if diff := cmp.Diff(tt.want, s, cmp.AllowUnexported(sighting{}, place{})); diff != "" {
				t.Errorf("sighting (-want +got):\n%s", diff)
			}
			if (f != nil) != (tt.fault != "") || f != nil && f.kind != tt.fault {
				t.Errorf("fault %v, want %q", f, tt.fault)
			}
		})
	}
}
