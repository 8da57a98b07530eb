// The bridge between Node's streams and web streams (Node: Readable.fromWeb, toWeb and so on). host is Go.
(function (host) {
  const { Readable, Writable, Duplex, finished } = host.require('stream');
  const { ReadableStream, WritableStream } = host.require('stream/web');
  const process = host.require('process');

  const need = (ok, name, must, got) => { if (!ok) throw host.invalidArgType(name, must, got); };
  const abortError = () => {
    const e = host.nodeError('Error', 'ABORT_ERR', 'The operation was aborted');
    return Object.defineProperty(e, 'name', { value: 'AbortError', configurable: true, writable: true });
  };
  // Errors inside listeners of promises must come out of the loop, not make the promise fail.
  const later = (fn, ...args) => process.nextTick(fn, ...args);
  const bytes = (chunk) => (chunk instanceof Uint8Array && chunk.constructor !== Uint8Array ? new Uint8Array(chunk) : chunk);

  function readableToWeb(stream, options = {}) {
    need(stream !== null && typeof stream === 'object' && typeof stream.on === 'function' && typeof stream.read === 'function',
      'streamReadable', 'an stream.Readable', stream);
    if (stream.destroyed || stream.readable === false) {
      const over = new ReadableStream();
      over.cancel();
      return over;
    }
    const object = stream.readableObjectMode;
    const highWaterMark = stream.readableHighWaterMark;
    const strategy = (options && options.strategy)
      || (object ? { highWaterMark } : { highWaterMark, size: (chunk) => chunk.byteLength });
    let controller, cancelled = false;
    stream.pause();
    const stop = finished(stream, { writable: false }, (error) => {
      stop();
      stream.on('error', () => {}); // one that comes late is nobody's
      if (error && error.code === 'ERR_STREAM_PREMATURE_CLOSE') error = abortError();
      if (error) controller.error(error);
      else if (!cancelled) controller.close();
    });
    stream.on('data', (chunk) => {
      if (cancelled) return;
      controller.enqueue(object ? chunk : bytes(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
      if (controller.desiredSize <= 0) stream.pause();
    });
    return new ReadableStream({
      start(c) { controller = c; },
      pull() { stream.resume(); },
      cancel(reason) {
        cancelled = true;
        stream.destroy(reason);
      },
    }, strategy);
  }

  function readableFromWeb(web, options = {}) {
    need(web instanceof ReadableStream, 'readableStream', 'an instance of ReadableStream', web);
    const reader = web.getReader();
    let closed = false;
    const { highWaterMark, encoding, objectMode = false, signal } = options;
    const stream = new Readable({
      objectMode, highWaterMark, encoding, signal,
      read() {
        reader.read().then(({ done, value }) => { stream.push(done ? null : value); }, (error) => later(() => stream.destroy(error)));
      },
      destroy(error, callback) {
        const done = () => later(callback, error);
        if (closed) done();
        else reader.cancel(error === null ? undefined : error).then(done, done);
      },
    });
    reader.closed.then(() => { closed = true; }, (error) => {
      closed = true;
      later(() => stream.destroy(error));
    });
    return stream;
  }

  function writableToWeb(stream) {
    need(stream !== null && typeof stream === 'object' && typeof stream.write === 'function' && typeof stream.on === 'function',
      'streamWritable', 'an stream.Writable', stream);
    if (stream.destroyed || stream.writable === false) {
      const over = new WritableStream();
      over.close();
      return over;
    }
    let controller, drained = null, closing = null;
    const highWaterMark = stream.writableHighWaterMark;
    const settle = (slot, error) => {
      if (!slot) return;
      if (error) slot.reject(error);
      else slot.resolve();
    };
    const slot = () => {
      const s = {};
      s.promise = new Promise((resolve, reject) => Object.assign(s, { resolve, reject }));
      return s;
    };
    const stop = finished(stream, { readable: false }, (error) => {
      stop();
      stream.on('error', () => {}); // one that comes late is nobody's
      if (error && error.code === 'ERR_STREAM_PREMATURE_CLOSE') error = abortError();
      if (!error && !closing) error = abortError(); // somebody else has ended it
      settle(drained, error);
      settle(closing, error);
      if (error && !closing) controller.error(error);
      drained = closing = null;
    });
    stream.on('drain', () => {
      settle(drained);
      drained = null;
    });
    return new WritableStream({
      start(c) { controller = c; },
      write(chunk) {
        if (!stream.writableObjectMode && chunk instanceof ArrayBuffer) chunk = new Uint8Array(chunk);
        if (!stream.writableNeedDrain && stream.write(chunk)) return undefined;
        drained = slot();
        return drained.promise;
      },
      abort(reason) { stream.destroy(reason); },
      close() {
        if (stream.writableEnded) return undefined;
        closing = slot();
        const { promise } = closing;
        stream.end();
        return promise;
      },
    }, stream.writableObjectMode ? { highWaterMark } : { highWaterMark, size: (chunk) => chunk.byteLength || chunk.length || 1 });
  }

  function writableFromWeb(web, options = {}) {
    need(web instanceof WritableStream, 'writableStream', 'an instance of WritableStream', web);
    const writer = web.getWriter();
    let closed = false;
    const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
    const stream = new Writable({
      highWaterMark, objectMode, decodeStrings, signal,
      write(chunk, encoding, callback) {
        writer.ready.then(() => writer.write(typeof chunk === 'string' && !objectMode ? Buffer.from(chunk, encoding) : chunk))
          .then(() => later(callback), (error) => later(callback, error));
      },
      final(callback) {
        const done = (error) => later(callback, error);
        if (closed) done();
        else writer.close().then(() => { closed = true; done(); }, done);
      },
      destroy(error, callback) {
        const done = () => later(callback, error);
        if (closed) done();
        else (error === null ? writer.close() : writer.abort(error)).then(done, done);
      },
    });
    writer.closed.then(() => {
      closed = true;
      if (!stream.writableEnded) later(() => stream.destroy(host.nodeError('Error', 'ERR_STREAM_PREMATURE_CLOSE', 'Premature close')));
    }, (error) => {
      closed = true;
      later(() => stream.destroy(error));
    });
    return stream;
  }

  function duplexToWeb(stream) {
    need(stream !== null && typeof stream === 'object' && typeof stream.write === 'function' && typeof stream.read === 'function',
      'duplex', 'an stream.Duplex', stream);
    return { readable: readableToWeb(stream), writable: writableToWeb(stream) };
  }

  function duplexFromWeb(pair, options = {}) {
    need(pair !== null && typeof pair === 'object', 'pair', 'of type object', pair);
    const readable = readableFromWeb(pair.readable, { ...options, objectMode: options.readableObjectMode || options.objectMode });
    const writable = writableFromWeb(pair.writable, { ...options, objectMode: options.writableObjectMode || options.objectMode });
    return Duplex.from({ readable, writable });
  }

  return { readableToWeb, readableFromWeb, writableToWeb, writableFromWeb, duplexToWeb, duplexFromWeb };
})
