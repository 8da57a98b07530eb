package encoding

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"
)

// find looks a label up in the table of WHATWG Encoding, section 4.2. It returns the encoding's name in lower case and
// what makes a decoder for one stream, or nil for an unknown label.
func find(label string) (name string, newDecoder func() decoder) {
	label = strings.ToLower(strings.Trim(label, "\t\n\f\r "))
	switch label {
	case "utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8":
		return "utf-8", func() decoder { return &utf8Decoder{} }
	case "utf-16le", "utf-16", "ucs-2", "unicode", "unicodefeff", "csunicode", "iso-10646-ucs-2":
		return "utf-16le", func() decoder { return &utf16Decoder{order: binary.LittleEndian} }
	case "utf-16be", "unicodefffe":
		return "utf-16be", func() decoder { return &utf16Decoder{order: binary.BigEndian} }
	}
	enc, err := htmlindex.Get(label)
	if err != nil || enc == nil {
		return "", nil
	}
	if name, err = htmlindex.Name(enc); err != nil || name == "replacement" {
		return "", nil // the standard's "replacement" is no encoding that TextDecoder takes
	}
	return name, func() decoder { return &legacyDecoder{t: enc.NewDecoder().Transformer} }
}

// legacyDecoder decodes what x/text knows.
type legacyDecoder struct {
	t    transform.Transformer
	kept []byte
}

func (d *legacyDecoder) decode(src []byte, last bool) (text []byte, bad bool) {
	if len(d.kept) > 0 {
		src = append(d.kept, src...)
		d.kept = nil
	}
	out := make([]byte, 3*len(src)+16)
	for {
		written, read, err := d.t.Transform(out, src, last)
		text = append(text, out[:written]...)
		src = src[read:]
		if errors.Is(err, transform.ErrShortDst) {
			continue
		}
		if len(src) > 0 && !last {
			d.kept = bytes.Clone(src)
		} else if err != nil {
			text, bad = append(text, "\ufffd"...), true
		}
		// No legacy encoding but gb18030 has U+FFFD itself, and nobody writes it on purpose.
		return text, bad || bytes.Contains(text, []byte("\ufffd"))
	}
}
