(function () {
  'use strict';
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;

  // fill adds the members that target lacks, with the attributes of built-ins.
  function fill(target, members) {
    for (const name of Reflect.ownKeys(members)) {
      if (!Object.hasOwn(target, name)) {
        defineProperty(target, name, { value: members[name], writable: true, configurable: true });
      }
    }
  }

  const callable = (f, what) => {
    if (typeof f !== 'function') throw new TypeError(`${what} is not a function`);
    return f;
  };

  for (const name of ['asyncIterator', 'dispose', 'asyncDispose']) {
    if (!Symbol[name]) defineProperty(Symbol, name, { value: Symbol(name === 'asyncIterator' ? 'Symbol.asyncIterator' : `nodejs.${name}`) });
  }

  // An object without next() of its own, so that it is what getPrototypeOf twice of an async generator finds.
  const asyncIteratorPrototype = { [Symbol.asyncIterator]() { return this; } };

  fill(Array, {
    async fromAsync(items, map = undefined, thisArg = undefined) {
      if (map !== undefined) callable(map, String(map));
      const C = typeof this === 'function' && this.prototype ? this : Array;
      const one = async (v, i) => (map === undefined ? v : await map.call(thisArg, v, i));
      const method = items[Symbol.asyncIterator];
      if (method == null && items[Symbol.iterator] == null) {
        const out = new C(items.length);
        let i = 0;
        for (; i < items.length; i++) out[i] = await one(await items[i], i);
        out.length = i;
        return out;
      }
      const out = new C();
      let i = 0;
      const iterator = method == null ? items[Symbol.iterator]() : method.call(items);
      for (;;) {
        const step = await iterator.next();
        if (step.done) break;
        try {
          out[i] = await one(method == null ? await step.value : step.value, i);
        } catch (e) {
          if (iterator.return) await iterator.return();
          throw e;
        }
        i++;
      }
      out.length = i;
      return out;
    },
  });

  fill(Object, {
    groupBy(items, callback) {
      callable(callback, String(callback));
      const groups = Object.create(null);
      let i = 0;
      for (const item of items) {
        const key = callback(item, i++);
        const name = typeof key === 'symbol' ? key : String(key);
        (groups[name] ??= []).push(item);
      }
      return groups;
    },
  });

  fill(Map, {
    groupBy(items, callback) {
      callable(callback, String(callback));
      const groups = new Map();
      let i = 0;
      for (const item of items) {
        const key = callback(item, i++);
        const group = groups.get(key);
        if (group) group.push(item); else groups.set(key, [item]);
      }
      return groups;
    },
  });

  fill(Promise, {
    withResolvers() {
      let resolve, reject;
      const promise = new this((a, b) => { resolve = a; reject = b; });
      return { promise, resolve, reject };
    },
    try(f, ...args) { return new this((resolve) => resolve(f(...args))); },
  });

  const holder = (o, name) => {
    for (; o !== null; o = getPrototypeOf(o)) {
      const d = getOwnPropertyDescriptor(o, name);
      if (d) return d;
    }
  };
  const accessor = (o, name, which, f) => {
    callable(f, `Object.prototype.__define${which}__: Expecting function`);
    defineProperty(Object(o), name, { [which === 'Getter' ? 'get' : 'set']: f, enumerable: true, configurable: true });
  };
  fill(Object.prototype, {
    __defineGetter__(name, f) { accessor(this, name, 'Getter', f); },
    __defineSetter__(name, f) { accessor(this, name, 'Setter', f); },
    __lookupGetter__(name) { return holder(Object(this), name)?.get; },
    __lookupSetter__(name) { return holder(Object(this), name)?.set; },
  });

  fill(Date.prototype, {
    getYear() { return this.getFullYear() - 1900; },
    setYear(year) {
      const y = Math.trunc(Number(year));
      return this.setFullYear(y >= 0 && y <= 99 ? 1900 + y : y);
    },
    toGMTString: Date.prototype.toUTCString,
  });

  // TypedArray.from iterates whatever is iterable; goja asks that it be an object.
  const typedArray = getPrototypeOf(Uint8Array);
  const { from } = typedArray;
  defineProperty(typedArray, 'from', {
    value: { from(items, ...rest) { return from.call(this, typeof items === 'string' ? [...items] : items, ...rest); } }.from,
    writable: true, configurable: true,
  });

  return asyncIteratorPrototype;
})
