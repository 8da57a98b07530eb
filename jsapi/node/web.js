// The classes of "stream/web" that the port of web streams has not. host is Go, web the port.
(function (host, web) {
  const { TransformStream } = web;
  const encoding = () => host.require('internal/encoding');

  // Pair is what all of them are: a readable and a writable side.
  class TextEncoderStream {
    #transform;
    constructor() {
      const { TextEncoder } = encoding();
      const encoder = new TextEncoder();
      let high = ''; // the first half of a surrogate pair that the chunks tear
      this.#transform = new TransformStream({
        transform(chunk, controller) {
          let text = high + String(chunk);
          high = '';
          const last = text.charCodeAt(text.length - 1);
          if (last >= 0xd800 && last <= 0xdbff) {
            high = text.slice(-1);
            text = text.slice(0, -1);
          }
          if (text) controller.enqueue(encoder.encode(text));
        },
        flush(controller) { if (high) controller.enqueue(encoder.encode(high)); },
      });
    }
    get encoding() { return this.#transform && 'utf-8'; }
    get readable() { return this.#transform.readable; }
    get writable() { return this.#transform.writable; }
  }

  class TextDecoderStream {
    #transform;
    #decoder;
    constructor(label = 'utf-8', options = {}) {
      const { TextDecoder } = encoding();
      const decoder = this.#decoder = new TextDecoder(label, options);
      this.#transform = new TransformStream({
        transform(chunk, controller) {
          const text = decoder.decode(chunk, { stream: true });
          if (text) controller.enqueue(text);
        },
        flush(controller) {
          const text = decoder.decode();
          if (text) controller.enqueue(text);
        },
      });
    }
    get encoding() { return this.#decoder.encoding; }
    get fatal() { return this.#decoder.fatal; }
    get ignoreBOM() { return this.#decoder.ignoreBOM; }
    get readable() { return this.#transform.readable; }
    get writable() { return this.#transform.writable; }
  }

  // through makes a pair of web streams of one of zlib's.
  const through = (format, makers) => {
    const make = makers[format];
    if (!make) {
      throw host.nodeError('TypeError', 'ERR_INVALID_ARG_VALUE',
        `The argument 'format' must be one of: 'deflate', 'deflate-raw', 'gzip'. Received ${typeof format === 'string' ? `'${format}'` : String(format)}`);
    }
    return host.require('stream').Duplex.toWeb(host.require('zlib')[make]());
  };

  class CompressionStream {
    #pair;
    constructor(format) { this.#pair = through(format, { 'gzip': 'createGzip', 'deflate': 'createDeflate', 'deflate-raw': 'createDeflateRaw' }); }
    get readable() { return this.#pair.readable; }
    get writable() { return this.#pair.writable; }
  }

  class DecompressionStream {
    #pair;
    constructor(format) { this.#pair = through(format, { 'gzip': 'createGunzip', 'deflate': 'createInflate', 'deflate-raw': 'createInflateRaw' }); }
    get readable() { return this.#pair.readable; }
    get writable() { return this.#pair.writable; }
  }

  host.finishClass(TextEncoderStream, ['encoding', 'readable', 'writable']);
  host.finishClass(TextDecoderStream, ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable']);
  host.finishClass(CompressionStream, ['readable', 'writable']);
  host.finishClass(DecompressionStream, ['readable', 'writable']);
  return { ...web, TextEncoderStream, TextDecoderStream, CompressionStream, DecompressionStream };
})
