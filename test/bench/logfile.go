package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"
)

// timingLine is in every message's one line, whoever wrote it.
var timingLine = []byte(`"message":"Message handler performance"`)

// logFile is where a server's stdout goes. It is emptied after every sample, so that it never gets large.
type logFile struct {
	file *os.File // opened for appending, so that what several processes write stays whole and emptying it works
}

func openLog(name string) (*logFile, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR|os.O_APPEND|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return &logFile{f}, nil
}

func (l *logFile) close() error { return l.file.Close() }

// lines calls f with each whole line.
func (l *logFile) lines(f func(line []byte) error) error {
	size, err := l.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	return eachLine(io.NewSectionReader(l.file, 0, size), f)
}

// eachLine calls f with each line of r, without its end, and ignores the last one if it has none.
func eachLine(r io.Reader, f func(line []byte) error) error {
	buf := make([]byte, 256<<10)
	w := 0
	for {
		n, err := r.Read(buf[w:])
		w += n
		rest := buf[:w]
		for {
			i := bytes.IndexByte(rest, '\n')
			if i < 0 {
				break
			}
			if err := f(rest[:i]); err != nil {
				return err
			}
			rest = rest[i+1:]
		}
		w = copy(buf, rest)
		if w == len(buf) {
			return fmt.Errorf("a log line is longer than %d bytes", len(buf))
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// ready returns the address that the server says it listens on, or "" when it has not said so yet.
func (l *logFile) ready() (string, error) {
	address := ""
	err := l.lines(func(line []byte) error {
		if address == "" {
			address = readyAddress(line)
		}
		return nil
	})
	return address, err
}

// readyAddress is the address in the line that says that a server is ready, and "" for any other line.
func readyAddress(line []byte) string {
	var l struct{ Message, Address string }
	if json.Unmarshal(line, &l) != nil || l.Message != "Ready" {
		return ""
	}
	return l.Address
}

// flushLimit is how long a line may stay in a server's buffer, and a lot more.
const flushLimit = 3 * time.Second

// settle waits until the log has want timing lines, or long enough, and empties it. It returns how many there were.
func (l *logFile) settle(want int) (int, error) {
	deadline := time.Now().Add(flushLimit)
	for {
		time.Sleep(20 * time.Millisecond)
		n := 0
		err := l.lines(func(line []byte) error {
			if bytes.Contains(line, timingLine) {
				n++
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		if n >= want || time.Now().After(deadline) {
			return n, l.file.Truncate(0)
		}
	}
}

// timingFields returns the names of the fields on the first timing line, sorted, those left out that only a VM's
// first message has.
func (l *logFile) timingFields() ([]string, error) {
	var fields map[string]json.RawMessage
	err := l.lines(func(line []byte) error {
		if fields != nil || !bytes.Contains(line, timingLine) {
			return nil
		}
		return json.Unmarshal(line, &fields)
	})
	delete(fields, "coldStart")
	delete(fields, "initDuration")
	return slices.Sorted(maps.Keys(fields)), err
}
