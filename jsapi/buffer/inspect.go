package buffer

import (
	"strings"

	"github.com/dop251/goja"
)

// inspect is how console.log shows a Buffer: <Buffer 61 62 … 9 more bytes>.
func (m *module) inspect(this *goja.Object, b []byte) string {
	shown := b[:int(min(m.inspectBytes, float64(len(b))))]
	var s strings.Builder
	s.WriteString("<" + this.Get("constructor").ToObject(m.rt).Get("name").String() + " ")
	const digits = "0123456789abcdef"
	for i, c := range shown {
		if i > 0 {
			s.WriteByte(' ')
		}
		s.Write([]byte{digits[c>>4], digits[c&15]})
	}
	if more := float64(len(b)) - m.inspectBytes; more > 0 {
		s.WriteString(" ... " + decimal(more) + " more byte")
		if more > 1 {
			s.WriteByte('s')
		}
	}
	s.WriteByte('>')
	return s.String()
}
