package intl

import (
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
	"github.com/dop251/goja"
)

// segments is segments(text, granularity): where the segments of a text end (Unicode Standard Annex #29), in UTF-16 units, each negative
// where the segment is no word, or the name of a script whose words only a dictionary could tell.
func (b *bridge) segments(call goja.FunctionCall) goja.Value {
	text := call.Argument(0).String()
	out := &ends{}
	switch call.Argument(1).String() {
	case "sentence":
		out.add(sentences.FromString(text))
	case "grapheme":
		out.add(graphemes.FromString(text))
	default:
		if script := dictionary(text); script != "" {
			return b.rt.ToValue(script)
		}
		// ICU joins the syllables of Hangul to nothing else.
		for text != "" {
			n := hangul(text)
			out.add(words.FromString(text[:n]))
			text = text[n:]
		}
	}
	return b.rt.NewArray(out.list...)
}

// ends collects what segments returns.
type ends struct {
	at   int
	list []any
}

func (e *ends) add(segments interface {
	Next() bool
	Value() string
},
) {
	for segments.Next() {
		segment := segments.Value()
		for _, r := range segment {
			e.at++
			if r > 0xFFFF {
				e.at++
			}
		}
		if isWord(segment) {
			e.list = append(e.list, e.at)
		} else {
			e.list = append(e.list, -e.at)
		}
	}
}

// hangul is how many bytes of a text are syllables of Hangul, or are none.
func hangul(text string) int {
	first := false
	for i, r := range text {
		if i == 0 {
			first = syllable(r)
		} else if syllable(r) != first {
			return i
		}
	}
	return len(text)
}

func syllable(r rune) bool { return r >= 0xAC00 && r <= 0xD7A3 }

// isWord reports whether ICU gives a segment a status other than none: it has letters, numbers, or underscores that are joined to something.
// ICU's status is that of the last rule that applied, and marks behind an underscore, or a joined emoji, have none.
func isWord(segment string) bool {
	word, connectors := false, 0
	var last, before rune
	for _, r := range segment {
		connector := unicode.Is(unicode.Pc, r)
		if connector {
			connectors++
		}
		word = word || unicode.In(r, unicode.Letter, unicode.Nd, unicode.Nl, unicode.Prepended_Concatenation_Mark) ||
			unicode.Is(unicode.Other_Alphabetic, r) && !unicode.IsMark(r)
		if !extends(r) || before == 0 {
			last = r
		}
		if before == 0x200D && unicode.Is(unicode.So, r) {
			word, connectors = false, 0
		}
		before = r
	}
	return (word || connectors > 1) && !(unicode.Is(unicode.Pc, last) && before != last)
}

// extends reports whether r belongs to what is before it.
func extends(r rune) bool {
	return unicode.In(r, unicode.Mark, unicode.Cf) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) || r >= 0x1F3FB && r <= 0x1F3FF
}

// dictionary is the script that is in a text whose words only a dictionary could tell, "" for none: letters of those that write no spaces,
// and of Chinese and Japanese, and Hangul with marks, more than one in a row.
func dictionary(text string) string {
	scripts := []struct {
		name   string
		few    int
		tables []*unicode.RangeTable
	}{
		{"Chinese and Japanese", 2, []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana}},
		{"Thai", 1, []*unicode.RangeTable{unicode.Thai}},
		{"Lao", 1, []*unicode.RangeTable{unicode.Lao}},
		{"Khmer", 1, []*unicode.RangeTable{unicode.Khmer}},
		{"Burmese", 1, []*unicode.RangeTable{unicode.Myanmar}},
		{"the Tai scripts", 1, []*unicode.RangeTable{unicode.Tai_Le, unicode.New_Tai_Lue, unicode.Tai_Tham, unicode.Tai_Viet, unicode.Ahom}},
	}
	before := -1
	var last rune
	for _, r := range text {
		of := -1
		if r >= 0x0E00 && !unicode.IsDigit(r) {
			for i, s := range scripts {
				if unicode.In(r, s.tables...) {
					of = i
					break
				}
			}
		}
		if of < 0 && syllable(last) && extends(r) {
			return "Hangul with marks"
		}
		if of >= 0 && (scripts[of].few == 1 || of == before) {
			return scripts[of].name
		}
		before, last = of, r
	}
	return ""
}
