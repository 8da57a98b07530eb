package loader

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
)

// diskCache keeps transformed files by the hash of all they depend on, one file each. Processes share it without
// locks: an entry is written beside its place and renamed into it, never changed, and one that is damaged counts as
// missing. A folder that cannot be written costs time and nothing else.
type diskCache struct {
	dir   string // "" for none
	debug func(doing string, err error)
}

// magic starts each entry and changes with its layout: magic, SHA-256 of the rest, flags, line and column of the
// first await, length of the code (little-endian uint32 each), code, mappings.
const magic = "guthega transform 1\n"

const fixedSize = 4 * 4

// name is the file for j, in one of 256 folders.
func (c diskCache) name(j *job) string {
	h := sha256.New()
	h.Write(j.key())
	h.Write(j.source)
	sum := hex.EncodeToString(h.Sum(nil))
	return filepath.Join(c.dir, sum[:2], sum[2:])
}

// transform returns what the cache has for j, and else makes it and keeps it.
func (c diskCache) transform(j *job) (*unit, error) {
	if c.dir == "" {
		return j.transform()
	}
	name := c.name(j)
	data, err := os.ReadFile(name)
	if err == nil {
		u, err := decodeUnit(data)
		if err == nil {
			return u, nil
		}
		c.debug("reading a cached file", err)
	} else if !errors.Is(err, os.ErrNotExist) {
		c.debug("reading a cached file", err)
	}
	u, err := j.transform()
	if err != nil {
		return nil, err
	}
	if err := write(name, u.encode()); err != nil {
		c.debug("writing a cached file", err)
	}
	return u, nil
}

func write(name string, data []byte) (err error) {
	// What is cached is run: nobody else may write there.
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err := f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

func (u *unit) encode() []byte {
	b := make([]byte, len(magic)+sha256.Size, len(magic)+sha256.Size+fixedSize+len(u.code)+len(u.mappings))
	copy(b, magic)
	for _, n := range []int{int(u.flags), u.awaitLine, u.awaitColumn, len(u.code)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	b = append(b, u.code...)
	b = append(b, u.mappings...)
	sum := sha256.Sum256(b[len(magic)+sha256.Size:])
	copy(b[len(magic):], sum[:])
	return b
}

var errDamaged = errors.New("the cached file is damaged")

func decodeUnit(data []byte) (*unit, error) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok || len(rest) < sha256.Size+fixedSize {
		return nil, errDamaged
	}
	sum, rest := rest[:sha256.Size], rest[sha256.Size:]
	if actual := sha256.Sum256(rest); !bytes.Equal(sum, actual[:]) {
		return nil, errDamaged
	}
	n := func(i int) int { return int(binary.LittleEndian.Uint32(rest[4*i:])) }
	size := n(3)
	body := rest[fixedSize:]
	if size > len(body) {
		return nil, errDamaged
	}
	return &unit{flags: flags(n(0)), awaitLine: n(1), awaitColumn: n(2), code: string(body[:size]), mappings: string(body[size:])}, nil
}
