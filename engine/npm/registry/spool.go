package registry

import (
	"bytes"
	"hash/crc32"
	"io"
	"net/http"
	"os"
)

// castagnoli is the polynomial that processors have an instruction for. What it finds is a torn or damaged file, not a
// forged one: whoever can write to the cache can do anything.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// spool takes a document as it comes in: into memory, and from a certain size on into the cache's file. Writing never
// fails: where there is no file, or the disk is full, it is memory.
type spool struct {
	cache  *cache
	memory []byte
	file   *os.File // nil as long as it is small, or has nowhere to go
	size   int64
	sum    uint32
}

func (c *cache) spool() *spool { return &spool{cache: c} }

func (s *spool) Write(p []byte) (int, error) {
	s.sum = crc32.Update(s.sum, castagnoli, p)
	s.size += int64(len(p))
	if s.file == nil && s.size > inMemory {
		if s.file = s.cache.create(); s.file != nil {
			kept := s.memory
			s.memory = nil
			s.store(kept, 0)
		}
	}
	if s.file == nil {
		s.memory = append(s.memory, p...)
		return len(p), nil
	}
	s.store(p, s.size-int64(len(p)))
	return len(p), nil
}

// store writes p, of which before bytes lie in the file; where that fails it goes back to memory.
func (s *spool) store(p []byte, before int64) {
	if s.file == nil {
		s.memory = append(s.memory, p...)
		return
	}
	_, err := s.file.WriteAt(p, before)
	if err == nil {
		return
	}
	s.cache.fail(err)
	s.memory = make([]byte, before, before+int64(len(p)))
	if _, err := io.ReadFull(io.NewSectionReader(s.file, 0, before), s.memory); err != nil {
		// A disk that neither writes nor reads: the document cannot be had, and its scan will say that bytes are missing.
		clear(s.memory)
	}
	s.memory = append(s.memory, p...)
	s.discardFile()
}

func (s *spool) discardFile() {
	if s.file != nil {
		_ = os.Remove(s.file.Name())
		_ = s.file.Close()
		s.file = nil
	}
}

// discard forgets everything.
func (s *spool) discard() {
	s.discardFile()
	s.memory = nil
}

// commit puts the document into the cache, if it may be kept, and returns where to read it.
func (s *spool) commit(h http.Header, key string) io.ReaderAt {
	fresh, keep := age(h)
	small := s.file == nil
	if small && keep && s.size <= inMemory {
		if s.file = s.cache.create(); s.file != nil {
			if _, err := s.file.WriteAt(s.memory, 0); err != nil {
				s.cache.fail(err)
				keep = false
			}
		}
	}
	if s.file != nil {
		s.publish(trailer{Key: key, ETag: h.Get("ETag"), Modified: h.Get("Last-Modified"), MaxAge: int64(fresh.Seconds())}, keep)
	}
	if !small {
		return s.file // even when it has no name any more
	}
	if s.file != nil {
		_ = s.file.Close() // all of it is in memory, too
	}
	return bytes.NewReader(bytes.Clone(s.memory)) // without what append has over
}

// publish completes the file and gives it its name, or takes away the one it has.
func (s *spool) publish(t trailer, keep bool) {
	if keep {
		_, err := s.file.WriteAt(t.encode(s.sum), s.size)
		now := s.cache.clock.Now()
		if err == nil {
			err = os.Chtimes(s.file.Name(), now, now)
		}
		if err == nil {
			err = os.Rename(s.file.Name(), s.cache.path(t.Key))
		}
		if err == nil {
			return
		}
		s.cache.fail(err)
	}
	_ = os.Remove(s.file.Name()) // what stays is removed as abandoned
}
