// What readable-stream lacks of Node 20's "stream". Stream is its main export; host is Go.
(function (host, Stream) {
  const { Readable, Writable, Duplex } = Stream;

  // The port asks this where Node 20 takes any view.
  Stream._isUint8Array = function isArrayBufferView(value) { return ArrayBuffer.isView(value); };

  // bridge makes a static method that loads the web streams when it is first called.
  const bridge = (name) => ({ [name](...args) { return host.require('internal/webadapters')[name](...args); } })[name];
  const define = (target, name, from) => Object.defineProperty(target, name, {
    value: Object.defineProperty(bridge(from), 'name', { value: name }), writable: true, enumerable: true, configurable: true,
  });
  define(Readable, 'fromWeb', 'readableFromWeb');
  define(Readable, 'toWeb', 'readableToWeb');
  define(Writable, 'fromWeb', 'writableFromWeb');
  define(Writable, 'toWeb', 'writableToWeb');
  define(Duplex, 'fromWeb', 'duplexFromWeb');
  define(Duplex, 'toWeb', 'duplexToWeb');

  // Each side of a pair reads what the other writes; a write is over when the other side asks for more.
  class Side extends Duplex {
    #other = null;
    #written = null;

    static pair(options) {
      const a = new Side(options), b = new Side(options);
      a.#other = b;
      b.#other = a;
      return [a, b];
    }

    _read() {
      const done = this.#written;
      this.#written = null;
      if (done) done();
    }

    _write(chunk, encoding, done) {
      if (chunk.length === 0) {
        host.require('process').nextTick(done);
        return;
      }
      this.#other.push(chunk);
      this.#other.#written = done;
    }

    _final(done) {
      this.#other.on('end', done);
      this.#other.push(null);
    }
  }
  Stream.duplexPair = function duplexPair(options) { return Side.pair(options); };

  return Stream;
})
