package inflate

import (
	"errors"
	"hash"
	"hash/adler32"
	"io"
)

// Format is how the data is wrapped.
type Format uint8

// The formats. Any is Gzip or Zlib, whichever the first bytes say.
const (
	Raw Format = iota
	Zlib
	Gzip
	Any
)

// DataError says what is wrong with the data, in zlib's words.
type DataError string

func (e DataError) Error() string { return string(e) }

// What Decode returns beside a DataError.
var (
	// ErrEnd is the end of the data; input that follows was not touched.
	ErrEnd = io.EOF
	// ErrDictionary asks for SetDictionary, and to be called again.
	ErrDictionary = errors.New("inflate: the data needs a dictionary")
)

// maxWindow is how far back a match may reach.
const maxWindow = 32 << 10

// Decoder is one stream of data. The zero value is not usable, New makes one. It is for one goroutine at a time.
type Decoder struct {
	format     Format
	windowBits int

	state  state
	err    error
	hold   uint64 // bits that are taken from the input and not used; above nbits it is zero
	nbits  uint
	src    []byte // the input of the current Decode
	pos    int
	dst    []byte // the output of the current Decode
	n      int
	marked int    // output up to here is in the checksum
	window []byte // the last output of earlier Decodes

	final       bool
	stored      int // bytes left of a stored block, or of a gzip header's field
	length      int // of the match that is being copied
	distance    int
	e           entry
	lit, dist   *table
	dynamic     [2]table
	lengths     [286 + 30 + maxRun]uint8
	have        int
	nlen, ndist int
	ncode       int

	gzip     bool
	flags    int
	crc      uint32
	adler    hash.Hash32
	total    uint32
	wantDict uint32
}

// New makes a decoder. windowBits, from 8 to 15, is the largest window that a zlib header may ask for; 0 is any.
func New(format Format, windowBits int) *Decoder {
	d := &Decoder{format: format, windowBits: windowBits}
	d.Reset()
	return d
}

// Reset makes the decoder ready for new data, without a dictionary.
func (d *Decoder) Reset() {
	d.window = d.window[:0]
	d.state, d.err, d.hold, d.nbits, d.final, d.stored = head, nil, 0, 0, false, 0
	d.gzip, d.crc, d.total = false, 0, 0
	if d.format == Raw {
		d.state = block
	}
}

// IsGzip reports whether the data has a gzip header. It is known once Decode has given output, or ended.
func (d *Decoder) IsGzip() bool { return d.gzip }

// Ended reports whether the data's end has been seen.
func (d *Decoder) Ended() bool { return d.state == done }

// SetDictionary gives the bytes that the data may refer back to. For Raw it must be called before the first Decode, for
// Zlib when Decode returned ErrDictionary. It reports whether it is the dictionary that the data was made with.
func (d *Decoder) SetDictionary(dictionary []byte) bool {
	if d.state == needDictionary {
		if adler32.Checksum(dictionary) != d.wantDict {
			return false
		}
		d.state, d.err = block, nil
	}
	d.remember(dictionary)
	return true
}

// Decode decompresses from src to dst and says how much of each it used. When err is nil, it has used up one of them:
// where dst is not full, all output is there that src decides. Errors come again on the next call, but for ErrDictionary
// after SetDictionary.
func (d *Decoder) Decode(dst, src []byte) (nDst, nSrc int, err error) {
	d.dst, d.n, d.src, d.pos, d.marked = dst, 0, src, 0, 0
	for d.err == nil && d.step() {
	}
	d.check()
	if d.state < trailer && d.n > 0 {
		d.remember(dst[:d.n])
	}
	d.dst, d.src = nil, nil
	return d.n, d.pos, d.err
}

// remember adds output to the window. It lets it grow to twice what is needed, so that many small outputs do not each
// move all of it.
func (d *Decoder) remember(b []byte) {
	if len(b) >= maxWindow {
		d.window = append(d.window[:0], b[len(b)-maxWindow:]...)
		return
	}
	if len(d.window)+len(b) > 2*maxWindow {
		d.window = d.window[:copy(d.window, d.window[len(d.window)+len(b)-maxWindow:])]
	}
	d.window = append(d.window, b...)
}

func (d *Decoder) fail(message string) bool {
	d.err = DataError(message)
	return false
}

// need takes input until n bits are held, and reports whether there were enough. What it took it keeps.
func (d *Decoder) need(n uint) bool {
	for d.nbits < n {
		if d.pos == len(d.src) {
			return false
		}
		d.hold |= uint64(d.src[d.pos]) << d.nbits
		d.pos++
		d.nbits += 8
	}
	return true
}

// bits uses up n bits, of which there must be enough.
func (d *Decoder) bits(n uint) int {
	v := int(d.hold & (1<<n - 1))
	d.hold >>= n
	d.nbits -= n
	return v
}
