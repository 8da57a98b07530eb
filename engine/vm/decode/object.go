package decode

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dop251/goja"
)

// sortAbove is the number of members from which on index keys are put in order here. Below it goja's own way is as fast.
const sortAbove = 64

// member is a name and a value of an object that is still open.
type member struct {
	name  string
	wide  goja.Value // the name, when it has lone surrogates and so cannot be a Go string; else nil
	value goja.Value
}

// object decodes the object whose brace is at pos; it is the depth-th open container.
func (d *Decoder) object(depth int) (goja.Value, error) {
	if depth > MaxDepth {
		return nil, &DepthError{Limit: MaxDepth, Offset: d.pos}
	}
	d.pos++
	d.space()
	if d.at('}') {
		d.pos++
		return d.rt.NewObject(), nil
	}
	mark, missing := len(d.members), errNameOrBrace
	for {
		if !d.at('"') {
			return nil, d.fail(d.pos, missing)
		}
		name, wide, err := d.name()
		if err != nil {
			return nil, err
		}
		d.space()
		if !d.at(':') {
			return nil, d.fail(d.pos, errColon)
		}
		d.pos++
		d.space()
		v, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		d.members = append(d.members, member{name, wide, v})
		d.space()
		if d.at(',') {
			d.pos++
			d.space()
			missing = errName
			continue
		}
		if !d.at('}') {
			return nil, d.fail(d.pos, errCommaOrBrace)
		}
		d.pos++
		obj, err := d.build(d.members[mark:])
		clear(d.members[mark:])
		d.members = d.members[:mark]
		return obj, err
	}
}

// build makes a plain object. Of goja's exported ways this is the fastest and the only one that is both fast and right: the
// object has no prototype while its members are set, so a plain Set looks for no setter, neither __proto__'s nor one that a receiver
// has put on Object.prototype, and always creates an own property. (DefineDataProperty on an object with its prototype in
// place takes a fifth longer and twice the allocations.)
func (d *Decoder) build(members []member) (goja.Value, error) {
	if len(members) > sortAbove {
		members = indexFirst(members)
	}
	obj := d.rt.CreateObject(nil)
	for i := range members {
		m := &members[i]
		var err error
		if m.wide != nil {
			err = d.setWideName(obj, m)
		} else {
			err = obj.Set(m.name, m.value)
		}
		if err != nil {
			return nil, fmt.Errorf("setting a property of a decoded object: %w", err)
		}
	}
	if err := obj.SetPrototype(d.objProto); err != nil {
		return nil, fmt.Errorf("setting the prototype of a decoded object: %w", err)
	}
	return obj, nil
}

// setWideName sets a property whose name goja's Go API cannot express. The function it runs names nothing that a receiver could
// have replaced, and obj has no prototype yet.
func (d *Decoder) setWideName(obj *goja.Object, m *member) error {
	if d.setWide == nil {
		v, err := d.rt.RunString("(o, k, v) => { o[k] = v }")
		if err != nil {
			return err
		}
		d.setWide, _ = goja.AssertFunction(v)
	}
	_, err := d.setWide(goja.Undefined(), obj, m.wide, m.value)
	return err
}

// indexFirst returns members in the order in which JavaScript enumerates them: array-index names first, ascending. goja puts them
// there one by one when the object is first enumerated, moving all that lie between, and cannot be interrupted: for the 100,000
// keys that fit 1 MiB, counting down, that takes 6.7 s. In the right order there is
// nothing to move.
func indexFirst(members []member) []member {
	type index struct {
		key uint32
		at  int
	}
	var indexes []index
	ordered := true
	for i := range members {
		if key, ok := arrayIndex(members[i].name); ok {
			n := len(indexes)
			ordered = ordered && n == i && (n == 0 || indexes[n-1].key <= key)
			indexes = append(indexes, index{key, i})
		}
	}
	if ordered {
		return members
	}
	slices.SortFunc(indexes, func(a, b index) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.at, b.at)) // of equal keys the last one written wins
	})
	sorted := make([]member, 0, len(members))
	for _, x := range indexes {
		sorted = append(sorted, members[x.at])
	}
	for i := range members {
		if _, ok := arrayIndex(members[i].name); !ok {
			sorted = append(sorted, members[i])
		}
	}
	return sorted
}

// arrayIndex returns the number that name spells, if name is an array index: the decimal form, without sign or leading zeros, of
// an integer from 0 to 2³²-2 (ECMA-262 §6.1.7).
func arrayIndex(name string) (uint32, bool) {
	if name == "" || len(name) > 10 || name[0] == '0' && len(name) > 1 {
		return 0, false
	}
	var n uint64
	for i := range len(name) {
		c := name[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + uint64(c)
	}
	return uint32(n), n < 1<<32-1
}
