package inflate

import (
	"math/bits"
	"sync"
)

// entry is what a code stands for: the code's length in its low byte, then the number of extra bits and what kind it is,
// then a value of 16 bits.
type entry uint32

const (
	literal entry = 0x1000 // the value is a byte
	end     entry = 0x2000 // the block's end
	invalid entry = 0x4000 // no code at all
	link    entry = 0x8000 // the code goes on: the value is where its table begins, the extra bits are that table's width
)

func (e entry) length() uint { return uint(e & 0xff) }
func (e entry) extra() uint  { return uint(e>>8) & 0xf }
func (e entry) value() int   { return int(e >> 16) }

// primaryBits is how many bits are looked up at once. Longer codes are rare, and take a second look.
const primaryBits = 10

// maxCode is the length of DEFLATE's longest code.
const maxCode = 15

// table decodes one alphabet's codes.
type table struct {
	entries []entry
	width   uint // of the first lookup, primaryBits at most
}

// lookup finds the code at the low end of hold. Where hold has fewer bits than the length it says, it says nothing.
func (t *table) lookup(hold uint64) entry {
	e := t.entries[hold&(1<<t.width-1)]
	if e&link != 0 {
		e = t.entries[e.value()+int(hold>>t.width&(1<<e.extra()-1))]
	}
	return e
}

// build makes the table for codes of the given lengths (0: no code); symbols says what each stands for, less the length.
// It reports false for a set that zlib refuses: one with more codes than there are bits for, or with fewer, unless it is
// one code of one bit and partial permits that.
func (t *table) build(lengths []uint8, symbols []entry, partial bool) bool {
	var count [maxCode + 1]int
	longest := 0
	for _, n := range lengths {
		count[n]++
		longest = max(longest, int(n))
	}
	if longest == 0 { // whoever uses it meets the invalid code
		t.width = 1
		t.entries = append(t.entries[:0], invalid|1, invalid|1)
		return true
	}
	left, next := 1, [maxCode + 2]uint16{}
	for n := 1; n <= maxCode; n++ {
		if left = left<<1 - count[n]; left < 0 {
			return false
		}
		next[n+1] = (next[n] + uint16(count[n])) << 1
	}
	if left > 0 && (!partial || longest != 1) {
		return false
	}
	t.width = uint(min(longest, primaryBits))
	size := 1 << t.width
	if cap(t.entries) < size {
		t.entries = make([]entry, size, size+512)
	}
	t.entries = t.entries[:size]
	for i := range t.entries {
		t.entries[i] = invalid | 1
	}
	t.fill(lengths, symbols, next)
	return true
}

// fill gives each symbol its canonical code (RFC 1951, 3.2.2).
func (t *table) fill(lengths []uint8, symbols []entry, next [maxCode + 2]uint16) {
	var deepest [1 << primaryBits]uint8 // of the codes that begin with a first lookup
	codes := next
	mask := uint16(1)<<t.width - 1
	for _, n := range lengths {
		if n == 0 {
			continue
		}
		code := bits.Reverse16(codes[n]) >> (16 - n)
		codes[n]++
		if uint(n) > t.width {
			deepest[code&mask] = max(deepest[code&mask], n)
		}
	}
	for symbol, n := range lengths {
		if n == 0 {
			continue
		}
		code := bits.Reverse16(next[n]) >> (16 - n)
		next[n]++
		e := symbols[symbol] | entry(n)
		if uint(n) <= t.width {
			for i := int(code); i < 1<<t.width; i += 1 << n {
				t.entries[i] = e
			}
			continue
		}
		sub := t.subtable(code&mask, uint(deepest[code&mask])-t.width)
		width := t.entries[code&mask].extra()
		for i := int(code >> t.width); i < 1<<width; i += 1 << (uint(n) - t.width) {
			t.entries[sub+i] = e
		}
	}
}

// subtable is where the codes go on that begin with prefix.
func (t *table) subtable(prefix uint16, width uint) int {
	if e := t.entries[prefix]; e&link != 0 {
		return e.value()
	}
	at := len(t.entries)
	t.entries[prefix] = link | entry(at)<<16 | entry(width)<<8 | entry(t.width)
	for range 1 << width {
		t.entries = append(t.entries, invalid|1)
	}
	return at
}

// alphabets are what the symbols of DEFLATE's three alphabets stand for.
type alphabets struct {
	lengths, distances, codes []entry
	fixedLengths, fixedDists  table
}

// known never changes once it is made.
var known = sync.OnceValue(func() *alphabets {
	a := &alphabets{}
	for i := range 256 {
		a.lengths = append(a.lengths, literal|entry(i)<<16)
	}
	a.lengths = append(a.lengths, end)
	base := 3
	for i := range 28 { // RFC 1951, 3.2.5: the extra bits grow every four codes
		extra := max(0, i/4-1)
		a.lengths = append(a.lengths, entry(base)<<16|entry(extra)<<8)
		base += 1 << extra
	}
	a.lengths = append(a.lengths, 258<<16, invalid, invalid)
	base = 1
	for i := range 30 {
		extra := max(0, i/2-1)
		a.distances = append(a.distances, entry(base)<<16|entry(extra)<<8)
		base += 1 << extra
	}
	a.distances = append(a.distances, invalid, invalid)
	for i := range 19 {
		a.codes = append(a.codes, entry(i)<<16)
	}
	var lengths [288]uint8
	for i := range lengths {
		switch {
		case i < 144:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		case i < 280:
			lengths[i] = 7
		default:
			lengths[i] = 8
		}
	}
	a.fixedLengths.build(lengths[:], a.lengths, false)
	for i := range 32 {
		lengths[i] = 5
	}
	a.fixedDists.build(lengths[:32], a.distances, false)
	return a
})
