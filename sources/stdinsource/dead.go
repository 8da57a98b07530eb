package stdinsource

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"unicode/utf8"

	"github.com/guthega/guthega/sources"
)

// deadLetters is the dead-letter file, opened at the first dead letter. Several processes may append to it at once.
type deadLetters struct {
	path string

	mu   sync.Mutex
	file *os.File
	// torn: the file ends within a line, after a crash or a disk that was full; the next one starts on a line of
	// its own.
	torn bool
}

func (d *deadLetters) append(body []byte, headers []sources.Header) error {
	record, err := encode(body, headers)
	if err != nil {
		return fmt.Errorf("encoding a dead letter: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.open(); err != nil {
		return fmt.Errorf("opening the dead-letter file: %w", err)
	}
	if d.torn {
		record = append([]byte{'\n'}, record...)
	}
	n, err := d.file.Write(record) // one Write, so that lines of several processes do not mix
	if err != nil {
		d.torn = d.torn || n > 0
		return fmt.Errorf("writing a dead letter: %w", err)
	}
	d.torn = false
	return nil
}

func (d *deadLetters) open() error {
	if d.file != nil {
		return nil
	}
	// Bodies may be private, hence 0600. Reading is for the file's last byte.
	f, err := os.OpenFile(d.path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	d.file, d.torn = f, endsTorn(f)
	return nil
}

func endsTorn(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, info.Size()-1); err != nil && err != io.EOF {
		return false
	}
	return last[0] != '\n'
}

// close forces what was written to the disk. A dead letter that still comes, from a handler the hard stop left behind,
// opens the file again.
func (d *deadLetters) close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.file == nil {
		return nil
	}
	err := errors.Join(d.file.Sync(), d.file.Close())
	d.file = nil
	if err != nil {
		return fmt.Errorf("closing the dead-letter file: %w", err)
	}
	return nil
}

// encode writes the record that Source.DeadLetter describes.
func encode(body []byte, headers []sources.Header) ([]byte, error) {
	var b bytes.Buffer
	var err error
	text := func(s string) {
		encoded, e := json.Marshal(s)
		err = errors.Join(err, e)
		b.Write(encoded)
	}
	b.WriteString(`{"body":`)
	if utf8.Valid(body) {
		text(string(body))
	} else {
		text(base64.StdEncoding.EncodeToString(body))
		b.WriteString(`,"encoding":"base64"`)
	}
	b.WriteString(`,"headers":{`)
	for i, h := range headers {
		if i > 0 {
			b.WriteByte(',')
		}
		text(h.Name)
		b.WriteByte(':')
		text(h.Value)
	}
	b.WriteString("}}\n")
	return b.Bytes(), err
}
