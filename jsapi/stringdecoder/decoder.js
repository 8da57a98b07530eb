// The class of "string_decoder". host is Go: normalize(encoding), create(encoding), and write, end, reset, held, lacking
// and total of what create has made.
(function (host) {
  const state = Symbol('decoder');

  // A function and not a class: older packages call it on objects of theirs.
  function StringDecoder(encoding) {
    this.encoding = host.normalize(encoding);
    Object.defineProperty(this, state, { value: host.create(this.encoding), writable: true, configurable: true });
  }

  StringDecoder.prototype.write = function write(buf) {
    return typeof buf === 'string' ? buf : host.write(this[state], buf);
  };

  StringDecoder.prototype.end = function end(buf) {
    const text = buf === undefined ? '' : this.write(buf);
    return text + host.end(this[state]);
  };

  StringDecoder.prototype.text = function text(buf, offset) {
    host.reset(this[state]);
    return this.write(buf.slice(offset));
  };

  const view = (name, read) => Object.defineProperty(StringDecoder.prototype, name, {
    configurable: true, enumerable: true,
    get() { return read(this[state]); },
  });
  view('lastChar', host.held);
  view('lastNeed', host.lacking);
  view('lastTotal', host.total);

  return { StringDecoder };
})
