package zlib

import "slices"

// minOutput is the room that output gets at first.
const minOutput = 512

// whole runs in through a codec, and returns all of the output, of limit bytes at most. It asks stopped between pieces
// whether anybody still wants it; then it returns nothing.
func whole(c codec, in []byte, flush, limit int, stopped func() bool) ([]byte, error) {
	c.start(in, flush)
	size := minOutput
	if _, compressing := c.(*deflater); compressing {
		size += len(in) / 2
	} else {
		size += 3 * len(in)
	}
	out := make([]byte, min(size, maxPiece, limit+1))
	n := 0
	for {
		m, err := c.next(out[n:])
		if n += m; err != nil {
			return nil, err
		}
		switch {
		case n > limit:
			return nil, tooLarge(limit)
		case n < len(out):
			return fit(out, n), nil
		case stopped():
			return nil, nil
		}
		grown := make([]byte, min(2*len(out), limit+1))
		copy(grown, out)
		out = grown
	}
}

// maxPiece is the most that is made room for before any output is seen.
const maxPiece = 1 << 20

// fit keeps the memory only where little of it is unused.
func fit(out []byte, n int) []byte {
	if n < len(out)-len(out)/4 {
		return slices.Clone(out[:n])
	}
	return out[:n:n]
}

// tooLarge is Node's ERR_BUFFER_TOO_LARGE.
type tooLarge int

func (tooLarge) Error() string { return "the output is too large" }
