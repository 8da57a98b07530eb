// Node's "querystring". host is Go: unescapeBuffer(text, spaces).
(function (host) {
  const qs = {};

  qs.unescapeBuffer = function unescapeBuffer(s, decodeSpaces) { return host.unescapeBuffer(s, decodeSpaces); };

  qs.unescape = function qsUnescape(s, decodeSpaces) {
    try {
      return decodeURIComponent(s);
    } catch {
      return host.unescapeBuffer(s, decodeSpaces).toString();
    }
  };

  qs.escape = function qsEscape(value) {
    const text = typeof value === 'string' ? value : typeof value === 'object' ? String(value) : value + '';
    try {
      return encodeURIComponent(text);
    } catch {
      throw host.nodeError('URIError', 'ERR_INVALID_URI', 'URI malformed');
    }
  };

  const primitive = (v) => {
    switch (typeof v) {
    case 'string': return v;
    case 'number': return Number.isFinite(v) ? '' + v : '';
    case 'bigint': return '' + v;
    case 'boolean': return v ? 'true' : 'false';
    }
    return '';
  };

  qs.stringify = qs.encode = function stringify(obj, sep, eq, options) {
    sep = sep || '&';
    eq = eq || '=';
    // The module's own functions can be replaced by those of a package.
    const encode = options && typeof options.encodeURIComponent === 'function' ? options.encodeURIComponent : qs.escape;
    if (obj === null || typeof obj !== 'object') return '';
    const fields = [];
    for (const key of Object.keys(obj)) {
      const start = encode(primitive(key)) + eq;
      const value = obj[key];
      if (Array.isArray(value)) for (const v of value) fields.push(start + encode(primitive(v)));
      else fields.push(start + encode(primitive(value)));
    }
    return fields.join(sep);
  };

  const decoded = (decode, text) => {
    if (text === '' || (decode === original && !text.includes('%'))) return text;
    try {
      return decode(text);
    } catch {
      return original(text, true);
    }
  };
  const original = qs.unescape;

  qs.parse = qs.decode = function parse(str, sep, eq, options) {
    const obj = Object.create(null);
    if (typeof str !== 'string' || str.length === 0) return obj;
    const separator = sep ? String(sep) : '&';
    const equals = eq ? String(eq) : '=';
    const own = options && typeof options.decodeURIComponent === 'function' ? options.decodeURIComponent : qs.unescape;
    const most = options && typeof options.maxKeys === 'number' ? options.maxKeys : 1000;
    const space = own === original ? ' ' : '%20';
    let pairs = str.split(separator);
    if (most > 0) pairs = pairs.slice(0, most);
    for (const pair of pairs) {
      if (pair === '') continue;
      const at = pair.indexOf(equals);
      const [key, value] = (at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + equals.length)])
        .map((part) => decoded(own, part.includes('+') ? part.replaceAll('+', space) : part));
      const old = obj[key];
      if (old === undefined) obj[key] = value;
      else if (Array.isArray(old)) old.push(value);
      else obj[key] = [old, value];
    }
    return obj;
  };

  return qs;
})
