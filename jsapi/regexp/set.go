package regexp

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const maxRune = unicode.MaxRune

// span is a range of code points, both ends in it.
type span struct{ lo, hi rune }

// set is a set of code points: sorted spans that neither overlap nor touch.
type set []span

// newSet makes a set of spans in any order.
func newSet(spans []span) set {
	slices.SortFunc(spans, func(a, b span) int { return int(a.lo - b.lo) })
	out := set{}
	for _, s := range spans {
		if n := len(out); n > 0 && s.lo <= out[n-1].hi+1 {
			out[n-1].hi = max(out[n-1].hi, s.hi)
			continue
		}
		out = append(out, s)
	}
	return out
}

func ofTables(tables ...*unicode.RangeTable) set {
	var spans []span
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			spans = append(spans, span{lo, hi})
			return
		}
		for r := lo; r <= hi; r += stride {
			spans = append(spans, span{r, r})
		}
	}
	for _, t := range tables {
		for _, r := range t.R16 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range t.R32 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	return newSet(spans)
}

func (s set) union(t set) set { return newSet(slices.Concat(s, t)) }

func (s set) complement() set {
	out := set{}
	next := rune(0)
	for _, p := range s {
		if p.lo > next {
			out = append(out, span{next, p.lo - 1})
		}
		next = p.hi + 1
	}
	if next <= maxRune {
		out = append(out, span{next, maxRune})
	}
	return out
}

func (s set) intersect(t set) set { return s.complement().union(t.complement()).complement() }

func (s set) minus(t set) set { return s.complement().union(t).complement() }

// folded adds what differs from a member by case only.
func (s set) folded() set {
	spans := slices.Clone(s)
	for _, p := range s {
		if p.hi-p.lo > 0x10000 && p.hi > 0x1E943 { // the end of all case: a span as large as this one has it inside
			for r := p.lo; r <= 0x1E943; r++ {
				spans = appendFolds(spans, r)
			}
			continue
		}
		for r := p.lo; r <= p.hi; r++ {
			spans = appendFolds(spans, r)
		}
	}
	return newSet(spans)
}

func appendFolds(spans []span, r rune) []span {
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		spans = append(spans, span{f, f})
	}
	return spans
}

// write appends the inside of a class.
func (s set) write(b *strings.Builder) {
	for _, p := range s {
		writeRune(b, p.lo)
		if p.hi > p.lo {
			if p.hi > p.lo+1 {
				b.WriteByte('-')
			}
			writeRune(b, p.hi)
		}
	}
}

// class is s as a class, or as what never matches.
func (s set) class() string {
	if len(s) == 0 {
		return "(?!)"
	}
	var b strings.Builder
	b.WriteByte('[')
	s.write(&b)
	b.WriteByte(']')
	return b.String()
}

func writeRune(b *strings.Builder, r rune) {
	switch {
	case r >= 0xA0 && (r < 0x2000 || r > 0x206F) && (r < 0xD800 || r > 0xDFFF) && r != 0xFEFF && r < 0xFFF0 || r > 0xFFFF && r < maxRune-1, r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
		b.WriteRune(r)
	default:
		b.WriteString(`\u{` + strconv.FormatInt(int64(r), 16) + `}`)
	}
}
