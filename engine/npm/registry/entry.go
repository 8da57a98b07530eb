package registry

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"net/http"
	"os"
	"time"
)

// A file of the cache is the document, then a trailer in JSON, then a footer: the two checksums (of document and
// trailer), the trailer's length, and magic, which changes with the layout.
const (
	magic      = "guthega1"
	footerSize = 4 + 4 + 4 + len(magic)
	maxTrailer = 64 << 10
)

// trailer is what is known of a document besides its bytes. When it was last confirmed is the file's time.
type trailer struct {
	Key      string `json:"key"` // of which the file's name is a hash
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
	MaxAge   int64  `json:"maxAge,omitempty"` // seconds
}

func (t *trailer) encode(sum uint32) []byte {
	text, err := json.Marshal(t)
	if err != nil {
		panic("registry: a struct of strings and numbers cannot be written: " + err.Error())
	}
	length := len(text)
	ownSum := crc32.Checksum(text, castagnoli)
	for _, n := range []uint32{sum, ownSum, uint32(length)} {
		text = binary.LittleEndian.AppendUint32(text, n)
	}
	return append(text, magic...)
}

// entry is a document of the cache, not yet read.
type entry struct {
	trailer
	file      *os.File
	size      int64 // of the document
	sum       uint32
	confirmed time.Time
}

var errDamaged = errors.New("the cached document is damaged")

// open returns the document of a key; nil where there is none, or none that is whole.
func (c *cache) open(key string) *entry {
	if c == nil {
		return nil
	}
	f, err := os.Open(c.path(key))
	if err != nil {
		return nil
	}
	e := &entry{file: f}
	if err := e.readTrailer(); err != nil || e.Key != key {
		e.close()
		return nil
	}
	return e
}

func (e *entry) readTrailer() error {
	info, err := e.file.Stat()
	if err != nil {
		return err
	}
	e.confirmed = info.ModTime()
	var footer [footerSize]byte
	end := info.Size() - int64(footerSize)
	if _, err := e.file.ReadAt(footer[:], max(end, 0)); err != nil || end < 0 || string(footer[12:]) != magic {
		return errDamaged
	}
	e.sum = binary.LittleEndian.Uint32(footer[0:])
	length := int64(binary.LittleEndian.Uint32(footer[8:]))
	if e.size = end - length; e.size < 0 || e.size > maxDocument || length > maxTrailer {
		return errDamaged
	}
	text := make([]byte, length)
	if _, err := e.file.ReadAt(text, e.size); err != nil {
		return err
	}
	if crc32.Checksum(text, castagnoli) != binary.LittleEndian.Uint32(footer[4:]) {
		return errDamaged
	}
	return json.Unmarshal(text, &e.trailer)
}

func (e *entry) close() { _ = e.file.Close() } // it was only read

// fresh reports whether the registry said that it need not be asked again yet.
func (e *entry) fresh(now time.Time) bool {
	passed := now.Sub(e.confirmed)
	return passed >= 0 && passed < time.Duration(e.MaxAge)*time.Second
}

// condition makes a request one that the registry may answer with 304; without an entry, one that it may not.
func (e *entry) condition(h http.Header) {
	h.Del("If-None-Match")
	h.Del("If-Modified-Since")
	switch {
	case e == nil:
	case e.ETag != "":
		h.Set("If-None-Match", e.ETag)
	case e.Modified != "":
		h.Set("If-Modified-Since", e.Modified)
	}
}

// touch notes that the registry has confirmed the document. That it cannot be noted costs a request next time.
func (e *entry) touch(now time.Time) { _ = os.Chtimes(e.file.Name(), now, now) }

// read scans the document and checks all of it. The entry is used up.
func (e *entry) read(window []byte) (doc *document, body io.ReaderAt, err error) {
	var content io.Reader = io.NewSectionReader(e.file, 0, e.size)
	body = e.file
	if e.size <= inMemory {
		defer e.close()
		small := make([]byte, e.size)
		if _, err := io.ReadFull(content, small); err != nil {
			return nil, nil, err
		}
		r := bytes.NewReader(small)
		content, body = io.NewSectionReader(r, 0, e.size), r
	}
	sum := crc32.New(castagnoli)
	doc, err = readDocument(newScanner(io.TeeReader(content, sum), window))
	if err == nil && sum.Sum32() != e.sum {
		err = errDamaged
	}
	if err != nil {
		e.close()
		return nil, nil, err
	}
	return doc, body, nil
}
