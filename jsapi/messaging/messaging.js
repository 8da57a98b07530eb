(function (host) {
  'use strict';
  const { Event, EventTarget, defineEventHandler } = host.require('internal/events');
  const { structuredClone } = host.require('internal/clone');
  const { setImmediate } = host.require('timers');

  class MessageEvent extends Event {
    #init;
    constructor(type, init = {}) {
      super(type, init);
      this.#init = init ?? {};
    }
    get data() { return this.#init.data === undefined ? null : this.#init.data; }
    get origin() { return this.#init.origin ?? ''; }
    get lastEventId() { return this.#init.lastEventId ?? ''; }
    get source() { return this.#init.source ?? null; }
    get ports() { return this.#init.ports ?? []; }
  }

  const key = {};
  let pair;
  class MessagePort extends EventTarget {
    #peer = null;
    #queue = [];
    #started = false;
    #closed = false;
    #wrapped = new Map();
    constructor(secret) {
      if (secret !== key) throw host.nodeError('TypeError', 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called');
      super();
    }
    static [Symbol.for('guthega.pair')](a, b) { a.#peer = b; b.#peer = a; }
    postMessage(message, options = undefined) {
      if (arguments.length === 0) throw host.nodeError('TypeError', 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
      const transfer = Array.isArray(options) ? options : options?.transfer;
      const copy = structuredClone(message, transfer ? { transfer } : undefined);
      const peer = this.#peer;
      if (this.#closed || !peer || peer.#closed) return;
      peer.#queue.push(copy);
      if (peer.#started) peer.#deliver();
    }
    #deliver() {
      setImmediate(() => {
        if (this.#closed || this.#queue.length === 0) return;
        this.dispatchEvent(new MessageEvent('message', { data: this.#queue.shift() }));
      });
    }
    start() {
      if (this.#started || this.#closed) return;
      this.#started = true;
      this.#queue.forEach(() => this.#deliver());
    }
    close(callback = undefined) {
      if (typeof callback === 'function') this.once('close', callback);
      if (this.#closed) return;
      const peer = this.#peer;
      for (const port of [this, peer]) {
        if (!port || port.#closed) continue;
        setImmediate(() => {
          port.#closed = true;
          port.dispatchEvent(new Event('close'));
        });
      }
    }
    ref() { return this; }
    unref() { return this; }
    hasRef() { return false; }
    on(type, listener) {
      const wrapped = (event) => listener.call(this, event instanceof MessageEvent ? event.data : undefined);
      this.#wrapped.set(listener, wrapped);
      super.addEventListener(type, wrapped);
      if (type === 'message') this.start();
      return this;
    }
    addListener(type, listener) { return this.on(type, listener); }
    once(type, listener) {
      const wrapped = (event) => listener.call(this, event instanceof MessageEvent ? event.data : undefined);
      this.#wrapped.set(listener, wrapped);
      super.addEventListener(type, wrapped, { once: true });
      if (type === 'message') this.start();
      return this;
    }
    off(type, listener) {
      super.removeEventListener(type, this.#wrapped.get(listener) ?? listener);
      return this;
    }
    removeListener(type, listener) { return this.off(type, listener); }
  }
  defineEventHandler(MessagePort.prototype, 'message');
  defineEventHandler(MessagePort.prototype, 'messageerror');
  // Setting onmessage starts a port.
  const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    ...onmessage,
    set(f) {
      onmessage.set.call(this, f);
      this.start();
    },
  });
  pair = MessagePort[Symbol.for('guthega.pair')];
  delete MessagePort[Symbol.for('guthega.pair')];

  class MessageChannel {
    constructor() {
      this.port1 = new MessagePort(key);
      this.port2 = new MessagePort(key);
      pair(this.port1, this.port2);
    }
  }

  const channels = new Map();
  class BroadcastChannel extends EventTarget {
    #name;
    #closed = false;
    constructor(name) {
      if (arguments.length === 0) throw host.missingArgs('name');
      super();
      this.#name = String(name);
      if (!channels.has(this.#name)) channels.set(this.#name, new Set());
      channels.get(this.#name).add(this);
    }
    get name() { return this.#name; }
    postMessage(message) {
      if (arguments.length === 0) throw host.missingArgs('message');
      if (this.#closed) throw new (host.require('internal/events').DOMException)('BroadcastChannel is closed.', 'InvalidStateError');
      for (const other of channels.get(this.#name)) {
        if (other === this) continue;
        const data = structuredClone(message);
        setImmediate(() => {
          if (!other.#closed) other.dispatchEvent(new MessageEvent('message', { data }));
        });
      }
    }
    close() {
      this.#closed = true;
      channels.get(this.#name)?.delete(this);
    }
    ref() { return this; }
    unref() { return this; }
  }
  defineEventHandler(BroadcastChannel.prototype, 'message');
  defineEventHandler(BroadcastChannel.prototype, 'messageerror');
  host.finishClass(MessageEvent, ['data', 'origin', 'lastEventId', 'source', 'ports']);
  host.finishClass(MessagePort, []);
  host.finishClass(BroadcastChannel, ['name', 'close', 'postMessage']);
  return { MessageChannel, MessagePort, MessageEvent, BroadcastChannel };
})
