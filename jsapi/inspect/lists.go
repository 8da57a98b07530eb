package inspect

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

func spaces(n int) string { return strings.Repeat(" ", n) }

// describeList fills in an array or typed array.
func (p *printer) describeList(s *shape) (string, bool) {
	n := p.in.length(s.o)
	s.list, s.close = true, "]"
	fallback := "Array"
	if s.class == classTyped {
		name := p.typedName(s.o)
		if v, ex := p.in.call(p.in.typedGetter("length"), s.o); ex == nil {
			n = int(v.ToInteger())
		}
		if s.named && s.constructor == "Buffer" && name == "Uint8Array" && p.opt.CustomInspect {
			return p.nodeBuffer(s.o, n), true
		}
		fallback = name
		s.entries = func(int) []string { return p.typedEntries(s.o, n) }
	} else {
		s.entries = func(level int) []string { return p.arrayEntries(s.o, n, level) }
	}
	s.keys = p.extraKeys(s.o, n)
	if s.class == classTyped || !s.named || s.constructor != "Array" || s.tag != "" {
		s.open = p.prefix(s, fallback, n) + "["
	} else {
		s.open = "["
	}
	return s.open + "]", n == 0 && len(s.keys) == 0 && len(s.extra) == 0 && (s.class == classArray || !p.opt.ShowHidden)
}

func more(n int) string { return "... " + itoa(n) + " more item" + plural(n) }

// bound is how many of n entries maxArrayLength lets through.
func (p *printer) bound(n int) int {
	if float64(n) > p.opt.MaxArrayLength {
		return max(int(p.opt.MaxArrayLength), 0)
	}
	return n
}

// arrayEntries prints n elements, holes counted together.
func (p *printer) arrayEntries(o *goja.Object, n, level int) []string {
	limit := p.bound(n)
	var out []string
	for i := range limit {
		k := indexKey(i)
		d, ok := p.in.descriptor(o, k)
		if !ok {
			return p.sparseEntries(o, n, limit, level, out, i)
		}
		out = append(out, p.property(o, k, level, true, &d, o))
	}
	if n > limit {
		out = append(out, more(n-limit))
	}
	return out
}

// sparseEntries goes on at index next, the first hole.
func (p *printer) sparseEntries(o *goja.Object, n, limit, level int, out []string, next int) []string {
	hole := func(n int) string { return p.style("<"+itoa(n)+" empty item"+plural(n)+">", styleUndefined) }
	for _, k := range o.Keys() {
		if len(out) >= limit {
			break
		}
		at, ok := arrayIndex(k)
		if !ok {
			break
		}
		if int(at) < next {
			continue
		}
		if int(at) > next {
			out = append(out, hole(int(at)-next))
			next = int(at)
			if len(out) == limit {
				break
			}
		}
		out = append(out, p.property(o, stringKey(k), level, true, nil, o))
		next++
	}
	if rest := n - next; rest > 0 {
		if len(out) < limit {
			return append(out, hole(rest))
		}
		return append(out, more(rest))
	}
	return out
}

// typedGetter returns a getter of %TypedArray%.prototype.
func (in *Inspector) typedGetter(name string) goja.Callable {
	key := "%TypedArray%." + name
	if f, ok := in.intrinsics[key]; ok {
		return f
	}
	k := stringKey(name)
	if name == "" {
		k = key2tag
	}
	f := in.static("Object", "is") // never reached with sane globals: answers a boolean
	_ = in.r.Try(func() {
		proto := in.r.GlobalObject().Get("Uint8Array").ToObject(in.r).Get("prototype").ToObject(in.r).Prototype()
		if d, ok := in.descriptor(proto, k); ok && d.get != nil {
			f, _ = goja.AssertFunction(d.get)
		}
	})
	in.intrinsics[key] = f
	return f
}

var key2tag = key{symbol: goja.SymToStringTag}

// typedName returns "Uint8Array" and the like.
func (p *printer) typedName(o *goja.Object) string {
	v, ex := p.in.call(p.in.typedGetter(""), o)
	if ex != nil {
		return "TypedArray"
	}
	return v.String()
}

func (p *printer) typedEntries(o *goja.Object, n int) []string {
	limit := p.bound(n)
	out := make([]string, 0, limit+6)
	for i := range limit {
		out = append(out, p.primitive(o.Get(itoa(i))))
	}
	if n > limit {
		out = append(out, more(n-limit))
	}
	if p.opt.ShowHidden {
		p.indent += 2
		for _, name := range [...]string{"BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"} {
			v := p.in.get(o, name)
			if v == nil {
				v = goja.Undefined()
			}
			out = append(out, "["+name+"]: "+p.value(v, 0, true))
		}
		p.indent -= 2
	}
	return out
}

// maxBufferBytes is Node's buffer.INSPECT_MAX_BYTES.
const maxBufferBytes = 50

// nodeBuffer prints a Buffer whose class brings no inspection of its own.
func (p *printer) nodeBuffer(o *goja.Object, n int) string {
	b, _ := jsapi.Uint8Bytes(o)
	s := "<" + "Buffer" + hexBytes(b, maxBufferBytes)
	if n > maxBufferBytes {
		s += " ... " + itoa(n-maxBufferBytes) + " more byte" + plural(n-maxBufferBytes)
	}
	return s + ">"
}

// hexBytes writes up to limit bytes, each after a space.
func hexBytes(b []byte, limit int) string {
	const digits = "0123456789abcdef"
	b = b[:min(len(b), limit)]
	out := make([]byte, 0, 3*len(b))
	for _, c := range b {
		out = append(out, ' ', digits[c>>4], digits[c&15])
	}
	return string(out)
}

func (p *printer) bufferContents(o *goja.Object) string {
	ab, _ := o.Export().(goja.ArrayBuffer)
	if ab.Detached() {
		return p.style("(detached)", styleSpecial)
	}
	b := ab.Bytes()
	limit := p.bound(len(b))
	s := strings.TrimPrefix(hexBytes(b, limit), " ")
	if rest := len(b) - limit; rest > 0 {
		s += " ... " + itoa(rest) + " more byte" + plural(rest)
	}
	return p.style("[Uint8Contents]", styleSpecial) + ": <" + s + ">"
}
