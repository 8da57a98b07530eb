// Evaluates to a function that writes a value so that no difference is lost: -0 and 0, Infinity, the order of keys, an own
// __proto__ and a prototype, lone surrogates, property attributes. golden.js runs it in Node, the Go tests run it in goja.
(function () {
  const bits = new DataView(new ArrayBuffer(8));
  const { ownKeys, getPrototypeOf, getOwnPropertyDescriptor } = Reflect;
  const arrayProto = Array.prototype, objectProto = Object.prototype, isArray = Array.isArray;

  function text(s) {
    let out = '"';
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i);
      out += c > 0x1f && c < 0x7f && c !== 0x22 && c !== 0x5c
        ? s[i] : '\\u' + c.toString(16).padStart(4, '0');
    }
    return out + '"';
  }
  function number(n) {
    bits.setFloat64(0, n);
    const half = (at) => bits.getUint32(at).toString(16).padStart(8, '0');
    return '#' + half(0) + half(4);
  }
  function property(o, key) {
    const p = getOwnPropertyDescriptor(o, key);
    if (!('value' in p) || !p.writable || !p.enumerable || !p.configurable) return '?';
    return dump(p.value);
  }
  function dump(v) {
    switch (typeof v) {
      case 'string': return text(v);
      case 'number': return number(v);
      case 'boolean': return String(v);
    }
    if (v === null) return 'null';
    if (isArray(v)) {
      const keys = ownKeys(v).filter((k) => k !== 'length');
      if (keys.length !== v.length || getPrototypeOf(v) !== arrayProto) return '?';
      return '[' + keys.map((k) => property(v, k)).join(',') + ']';
    }
    if (typeof v !== 'object' || getPrototypeOf(v) !== objectProto) return '?';
    return '{' + ownKeys(v).map((k) => text(k) + ':' + property(v, k)).join(',') + '}';
  }
  return dump;
})();
