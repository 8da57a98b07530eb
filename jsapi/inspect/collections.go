package inspect

import "github.com/dop251/goja"

// describeCollection fills in a Map or Set.
func (p *printer) describeCollection(s *shape) (string, bool) {
	name := classNames[s.class]
	size := 0
	if v, ex := p.in.call(p.in.intrinsic(name, "size"), s.o); ex == nil {
		size = int(v.ToInteger())
	}
	prefix := p.prefix(s, name, size)
	s.keys = p.keys(s.o)
	s.open = prefix + "{"
	s.entries = func(level int) []string { return p.collectionEntries(s.o, s.class == classMap, size, level) }
	return prefix + "{}", size == 0 && len(s.keys) == 0 && len(s.extra) == 0
}

func (p *printer) collectionEntries(o *goja.Object, isMap bool, size, level int) []string {
	limit := p.bound(size)
	p.indent += 2
	defer func() { p.indent -= 2 }()
	var out []string
	p.in.Entries(o, isMap, limit, func(k, v goja.Value) {
		if isMap {
			out = append(out, p.value(k, level, false)+" => "+p.value(v, level, false))
		} else {
			out = append(out, p.value(v, level, false))
		}
	})
	if size > limit {
		out = append(out, more(size-limit))
	}
	return out
}

// Entries calls f for the first n entries of the Map or Set o (a Set's k is its v), whatever user code did to their iterators.
func (in *Inspector) Entries(o *goja.Object, isMap bool, n int, f func(k, v goja.Value)) {
	name := "Set"
	if isMap {
		name = "Map"
	}
	v, ex := in.call(in.intrinsic(name, "entries"), o)
	iter, ok := v.(*goja.Object)
	if ex != nil || !ok {
		return
	}
	next := in.iteratorNext(name, iter)
	for range n {
		v, ex := in.call(next, iter)
		if ex != nil {
			return
		}
		result, ok := v.(*goja.Object)
		if !ok || result.Get("done").ToBoolean() {
			return
		}
		entry, ok := result.Get("value").(*goja.Object)
		if !ok {
			return
		}
		f(entry.Get("0"), entry.Get("1"))
	}
}

func (in *Inspector) iteratorNext(name string, iter *goja.Object) goja.Callable {
	key := "%" + name + "Iterator%.next"
	if f, ok := in.intrinsics[key]; ok {
		return f
	}
	f, _ := goja.AssertFunction(in.get(iter, "next"))
	if f == nil {
		f = func(goja.Value, ...goja.Value) (goja.Value, error) { return goja.Undefined(), nil }
	}
	in.intrinsics[key] = f
	return f
}

func (p *printer) promiseEntries(o *goja.Object, level int) []string {
	promise, ok := o.Export().(*goja.Promise)
	if !ok || promise.State() == goja.PromiseStatePending {
		return []string{p.style("<pending>", styleSpecial)}
	}
	result := promise.Result()
	if result == nil {
		result = goja.Undefined()
	}
	p.indent += 2
	s := p.value(result, level, false)
	p.indent -= 2
	if promise.State() == goja.PromiseStateRejected {
		s = p.style("<rejected>", styleSpecial) + " " + s
	}
	return []string{s}
}
