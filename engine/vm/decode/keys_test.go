package decode

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

func TestKeysAreInterned(t *testing.T) {
	c := newKeyCache()
	key := []byte("customer")
	first := c.get(key)
	if allocs := testing.AllocsPerRun(100, func() { c.get(key) }); allocs != 0 {
		t.Errorf("a known key allocates %v times", allocs)
	}
	copy(key, "CUSTOMER")
	if first != "customer" || c.get([]byte("customer")) != "customer" {
		t.Error("a kept key changed with the buffer it came from")
	}
	if got := c.get(key); got != "CUSTOMER" {
		t.Errorf("got %q for CUSTOMER", got)
	}
}

// However many keys come, and however long, what stays is bounded.
func TestKeptKeysAreBounded(t *testing.T) {
	d := New(goja.New())
	var body strings.Builder
	body.WriteString(`{"a":0`)
	for i := range 10 * keySlots {
		fmt.Fprintf(&body, `,"key%d":0,"%s%d":0`, i, strings.Repeat("long", maxKeyLen/4), i)
	}
	body.WriteString("}")
	if _, err := d.Decode([]byte(body.String())); err != nil {
		t.Fatal(err)
	}
	used := 0
	for _, key := range d.keys.slots {
		if len(key) > maxKeyLen {
			t.Errorf("kept a key of %d bytes", len(key))
		}
		if key != "" {
			used++
		}
	}
	if used == 0 {
		t.Error("no key was kept")
	}
}

// Nothing of a message stays in the Decoder, good or bad, and scratch space does not keep the size of the largest.
func TestNothingOfAMessageStays(t *testing.T) {
	big := "[" + strings.Repeat(`{"a":"b"},`, 4*keepItems) + `"` + strings.Repeat(`\n`, 2*keepUnits) + `"]`
	for _, body := range []string{`{"a":[1,{"b":["c"]}]}`, `{"a":[1,{"b":["c",x`, big, big[:len(big)-1], `{"k` + strings.Repeat(`":1,"k`, 2*keepItems)} {
		d := New(goja.New())
		_, _ = d.Decode([]byte(body)) // some are broken on purpose
		if d.body != nil || d.text.text != nil {
			t.Errorf("%.20s…: the body stays", body)
		}
		if len(d.items)+len(d.members) != 0 || cap(d.items) > keepItems || cap(d.members) > keepItems || cap(d.units) > keepUnits {
			t.Errorf("%.20s…: scratch stays: %d items, %d members, %d units", body, cap(d.items), cap(d.members), cap(d.units))
		}
		for _, v := range d.items[:cap(d.items)] {
			if v != nil {
				t.Fatalf("%.20s…: an item stays", body)
			}
		}
		for _, m := range d.members[:cap(d.members)] {
			if m != (member{}) {
				t.Fatalf("%.20s…: a member stays", body)
			}
		}
	}
}

func TestPlainRun(t *testing.T) {
	stops := func(c byte) bool { return c == '"' || c == '\\' || c < ' ' || c >= 0x80 }
	for c := range 256 {
		for at := range 20 {
			b := []byte(strings.Repeat("a", 20))
			b[at] = byte(c)
			want := 20
			if stops(byte(c)) {
				want = at
			}
			if got := plainRun(b); got != want {
				t.Fatalf("byte %#x at %d: run of %d, want %d", c, at, got, want)
			}
			for next := range 256 { // what follows a stop, or precedes it, must not move it
				if at == 19 || !stops(byte(c)) {
					break
				}
				b[at+1] = byte(next)
				if got := plainRun(b); got != at {
					t.Fatalf("bytes %#x %#x at %d: run of %d", c, next, at, got)
				}
			}
		}
	}
}
