package zlib

import (
	"errors"

	"github.com/guthega/guthega/jsapi/zlib/inflate"
)

type inflater struct {
	settings
	d     *inflate.Decoder
	in    []byte
	flush int
}

func newInflater(s settings) *inflater {
	format := map[mode]inflate.Format{
		inflateMode: inflate.Zlib, gunzipMode: inflate.Gzip, inflateRawMode: inflate.Raw, unzipMode: inflate.Any,
	}[s.mode]
	c := &inflater{settings: s, d: inflate.New(format, s.windowBits)}
	c.reset()
	return c
}

func (c *inflater) reset() {
	c.d.Reset()
	c.in = nil
	if c.mode == inflateRawMode && c.dictionary != nil {
		c.d.SetDictionary(c.dictionary)
	}
}

func (c *inflater) start(in []byte, flush int) { c.in, c.flush = in, flush }

func (c *inflater) rest() int { return len(c.in) }

func (c *inflater) next(dst []byte) (n int, err error) {
	for {
		written, used, err := c.d.Decode(dst[n:], c.in)
		n += written
		c.in = c.in[used:]
		switch bad := inflate.DataError(""); {
		case errors.Is(err, inflate.ErrEnd):
			// A gzip file may have several members; zeros are padding, and anything else has to be a member.
			if !c.d.IsGzip() || len(c.in) == 0 || c.in[0] == 0 {
				return n, nil
			}
			c.d.Reset()
		case errors.Is(err, inflate.ErrDictionary):
			if c.dictionary == nil {
				return n, &failure{"Missing dictionary", "Z_NEED_DICT", 2}
			}
			if !c.d.SetDictionary(c.dictionary) {
				return n, &failure{"Bad dictionary", "Z_NEED_DICT", 2}
			}
		case errors.As(err, &bad):
			return n, dataError(string(bad))
		case n < len(dst) && c.flush == finish:
			return n, unexpectedEnd()
		default:
			return n, nil
		}
	}
}
