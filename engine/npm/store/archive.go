package store

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"hash"
	"io"
)

// tools are what unpacking one package needs and the next can use again.
type tools struct {
	compressed *bufio.Reader
	gz         gzip.Reader
	buf        []byte
}

// newTools: buffers of 64 KiB, as large as nearly all files of packages, which are so written at once.
func newTools() *tools {
	return &tools{compressed: bufio.NewReaderSize(nil, 64<<10), buf: make([]byte, 64<<10)}
}

// source reads a tarball as it comes, and hashes it on the way.
type source struct {
	r     io.Reader
	hash  hash.Hash
	alive func() error // why to stop, nil while there is no reason
	limit int64
	n     int64
	// err is why it could not be read, once that is so: it is nothing the archive is to blame for.
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if s.err == nil {
		s.err = s.alive()
	}
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	s.hash.Write(p[:n])
	if s.n += int64(n); s.n > s.limit {
		return n, tooLarge(s.limit)
	}
	if err != nil && err != io.EOF { //nolint:errorlint // readers return io.EOF itself
		if cause := s.alive(); cause != nil { // the body was closed because of it
			err = cause
		}
		s.err = err
	}
	return n, err
}

// unzip returns what src holds: gunzipped, or as it is where it is a plain tar; npm takes either too.
func (t *tools) unzip(src *source, limits Limits) (io.Reader, error) {
	t.compressed.Reset(src)
	plain := &bounded{r: t.compressed, src: src, limits: limits}
	if !beginsMember(t.compressed) {
		return plain, nil
	}
	if err := t.gz.Reset(t.compressed); err != nil {
		return nil, fmt.Errorf("reading the tarball: %w", err)
	}
	t.gz.Multistream(false)
	plain.r = &members{src: t.compressed, gz: &t.gz}
	return plain, nil
}

// members reads gzip members one after the other as one stream (RFC 1952, 2.2). What follows the last and begins
// otherwise is left alone, as zlib's tools do: some packages have been padded.
type members struct {
	src *bufio.Reader
	gz  *gzip.Reader
}

func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.gz.Read(p)
		if n > 0 && err == io.EOF { //nolint:errorlint // readers return io.EOF itself
			err = nil
		}
		if n > 0 || err != io.EOF { //nolint:errorlint // see above
			return n, err
		}
		if !beginsMember(m.src) {
			return 0, io.EOF
		}
		if err := m.gz.Reset(m.src); err != nil {
			return 0, err
		}
		m.gz.Multistream(false)
	}
}

// beginsMember looks for the magic number of gzip and its one method.
func beginsMember(r *bufio.Reader) bool {
	head, err := r.Peek(3)
	return err == nil && head[0] == 0x1f && head[1] == 0x8b && head[2] == 8
}

// bounded ends a stream that grows too large, in all or compared with what it is made from.
type bounded struct {
	r      io.Reader
	src    *source
	limits Limits
	n      int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	switch {
	case b.n > b.limits.Bytes:
		return n, tooLarge(b.limits.Bytes)
	case b.n > ratioFrom && b.n/b.limits.Ratio > b.src.n:
		return n, &HostileError{Reason: fmt.Sprintf("it unpacks to more than %d times its size", b.limits.Ratio)}
	}
	return n, err
}

func tooLarge(limit int64) error {
	return &HostileError{Reason: fmt.Sprintf("it is larger than %d bytes", limit)}
}
