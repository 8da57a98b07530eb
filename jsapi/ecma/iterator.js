(function () {
  'use strict';
  function fill(target, members) {
    for (const name of Object.keys(members)) {
      Object.defineProperty(target, name, { value: members[name], writable: true, configurable: true });
    }
  }
  const callable = (f, what) => {
    if (typeof f !== 'function') throw new TypeError(`${what} is not a function`);
  };
  const prototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

  function Iterator() {
    if (new.target === undefined || new.target === Iterator) throw new TypeError('Abstract class Iterator not directly constructable');
  }
  Object.defineProperty(Iterator, 'prototype', { value: prototype, writable: false });
  fill(Iterator, {
    from(o) {
      if (typeof o !== 'string' && (typeof o !== 'object' || o === null) && typeof o !== 'function') throw new TypeError(`${String(o)} is not an object`);
      const method = o[Symbol.iterator];
      const it = method == null ? o : method.call(o);
      if (prototype.isPrototypeOf(it)) return it;
      const { next } = it;
      return helper(() => next.call(it), () => { it.return?.(); });
    },
  });

  const helperPrototype = Object.create(prototype, { [Symbol.toStringTag]: { value: 'Iterator Helper', configurable: true } });
  const states = new WeakMap();
  const state = (o) => {
    const s = states.get(o);
    if (!s) throw new TypeError('not an Iterator Helper');
    return s;
  };
  fill(helperPrototype, {
    next() {
      const s = state(this);
      if (s.done) return { value: undefined, done: true };
      let step;
      try {
        step = s.step();
      } catch (e) {
        s.done = true;
        throw e;
      }
      if (step.done) s.done = true;
      return { value: step.done ? undefined : step.value, done: !!step.done };
    },
    return() {
      const s = state(this);
      if (!s.done) {
        s.done = true;
        s.close();
      }
      return { value: undefined, done: true };
    },
  });
  function helper(step, close) {
    const o = Object.create(helperPrototype);
    states.set(o, { step, close, done: false });
    return o;
  }

  const open = (it) => {
    if ((typeof it !== 'object' || it === null) && typeof it !== 'function') throw new TypeError('Iterator helper called on non-object');
    const { next } = it;
    return { step: () => object(next.call(it)), close: () => { it.return?.(); } };
  };
  const object = (step) => {
    if (typeof step !== 'object' || step === null) throw new TypeError(`Iterator result ${String(step)} is not an object`);
    return step;
  };
  // closing runs f, and closes the iterator when it throws.
  const closing = (source, f) => {
    try {
      return f();
    } catch (e) {
      try { source.close(); } catch { /* the first error counts */ }
      throw e;
    }
  };
  const limit = (n) => {
    const count = Math.trunc(Number(n));
    if (Number.isNaN(count) || count < 0) throw new RangeError(`${String(n)} must be positive`);
    return count;
  };
  // each calls f with every value until it returns something else than undefined.
  const each = (it, f) => {
    const source = open(it);
    for (let i = 0; ; i++) {
      const step = source.step();
      if (step.done) return undefined;
      const out = closing(source, () => f(step.value, i));
      if (out !== undefined) {
        source.close();
        return out.value;
      }
    }
  };

  fill(prototype, {
    map(f) {
      callable(f, String(f));
      const source = open(this);
      let i = 0;
      return helper(() => {
        const step = source.step();
        return step.done ? step : { value: closing(source, () => f(step.value, i++)) };
      }, source.close);
    },
    filter(f) {
      callable(f, String(f));
      const source = open(this);
      let i = 0;
      return helper(() => {
        for (;;) {
          const step = source.step();
          if (step.done || closing(source, () => f(step.value, i++))) return step;
        }
      }, source.close);
    },
    take(n) {
      const count = limit(n);
      const source = open(this);
      let left = count;
      return helper(() => {
        if (left-- > 0) return source.step();
        source.close();
        return { done: true };
      }, source.close);
    },
    drop(n) {
      let left = limit(n);
      const source = open(this);
      return helper(() => {
        for (; left > 0; left--) {
          const step = source.step();
          if (step.done) return step;
        }
        return source.step();
      }, source.close);
    },
    flatMap(f) {
      callable(f, String(f));
      const source = open(this);
      let inner = null;
      let i = 0;
      return helper(() => {
        for (;;) {
          if (inner) {
            const step = closing(source, () => inner.step());
            if (!step.done) return step;
            inner = null;
          }
          const step = source.step();
          if (step.done) return step;
          inner = closing(source, () => {
            const o = f(step.value, i++);
            if ((typeof o !== 'object' || o === null) && typeof o !== 'function') throw new TypeError(`${String(o)} is not an object`);
            const method = o[Symbol.iterator];
            return open(method == null ? o : method.call(o));
          });
        }
      }, () => {
        try { inner?.close(); } finally { source.close(); }
      });
    },
    reduce(f, ...initial) {
      callable(f, String(f));
      const source = open(this);
      let i = 0;
      let total = initial[0];
      if (initial.length === 0) {
        const first = source.step();
        if (first.done) throw new TypeError('Reduce of a done iterator with no initial value');
        total = first.value;
        i = 1;
      }
      for (;; i++) {
        const step = source.step();
        if (step.done) return total;
        total = closing(source, () => f(total, step.value, i));
      }
    },
    toArray() {
      const out = [];
      each(this, (v) => { out.push(v); });
      return out;
    },
    forEach(f) {
      callable(f, String(f));
      each(this, (v, i) => { f(v, i); });
    },
    some(f) {
      callable(f, String(f));
      return each(this, (v, i) => (f(v, i) ? { value: true } : undefined)) ?? false;
    },
    every(f) {
      callable(f, String(f));
      return each(this, (v, i) => (f(v, i) ? undefined : { value: false })) ?? true;
    },
    find(f) {
      callable(f, String(f));
      return each(this, (v, i) => (f(v, i) ? { value: v } : undefined));
    },
  });
  // Both are accessors in the language, for the sake of code that assigns to them.
  for (const [name, value] of [[Symbol.toStringTag, 'Iterator'], ['constructor', Iterator]]) {
    Object.defineProperty(prototype, name, {
      get() { return value; },
      set(v) { Object.defineProperty(this, name, { value: v, writable: true, enumerable: true, configurable: true }); },
      configurable: true,
    });
  }
  return { Iterator };
})
