// Node's "stream/consumers": a whole stream, or whatever can be iterated asynchronously, as one value. host is Go.
(function (host) {
  const chunks = async (stream) => {
    const list = [];
    // What iterates is chosen as for await chooses.
    const method = stream[Symbol.asyncIterator];
    const iterator = method ? method.call(stream) : stream[Symbol.iterator]();
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return list;
      list.push(await value);
    }
  };

  async function buffer(stream) {
    const { Buffer } = host.require('buffer');
    const list = await chunks(stream);
    return Buffer.concat(list.map((chunk) => {
      if (typeof chunk === 'string') return Buffer.from(chunk);
      if (ArrayBuffer.isView(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (chunk instanceof ArrayBuffer) return Buffer.from(chunk);
      throw host.invalidArgType('chunk', 'of type string or an instance of Buffer, TypedArray, or DataView', chunk);
    }));
  }

  async function arrayBuffer(stream) {
    const b = await buffer(stream);
    return b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength);
  }

  async function text(stream) {
    const list = await chunks(stream);
    if (list.every((chunk) => typeof chunk === 'string')) return list.join('');
    const { TextDecoder } = host.require('internal/encoding');
    const decoder = new TextDecoder();
    return list.map((chunk) => (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).join('') + decoder.decode();
  }

  async function json(stream) { return JSON.parse(await text(stream)); }

  async function blob(stream) {
    const { Blob } = host.require('buffer');
    return new Blob(await chunks(stream));
  }

  return { arrayBuffer, blob, buffer, text, json };
})
