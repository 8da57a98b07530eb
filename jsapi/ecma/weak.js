(function () {
  'use strict';
  return {
    WeakRef: class WeakRef {
      #target;
      constructor(target) { this.#target = weakly(target, 'WeakRef: target must be an object'); }
      deref() { return this.#target; }
      get [Symbol.toStringTag]() { return 'WeakRef'; }
    },
    FinalizationRegistry: class FinalizationRegistry {
      #tokens = new WeakSet();
      constructor(cleanup) { 
        if (typeof cleanup !== 'function') throw new TypeError('FinalizationRegistry: cleanup must be callable');
       }
      register(target, held, token = undefined) {
        weakly(target, 'FinalizationRegistry.prototype.register: invalid target');
        if (target === held) throw new TypeError('FinalizationRegistry.prototype.register: target and holdings must not be same');
        if (token !== undefined) this.#tokens.add(token);
      }
      unregister(token) { return this.#tokens.delete(token); }
      get [Symbol.toStringTag]() { return 'FinalizationRegistry'; }
    },
  };

  function weakly(target, otherwise) {
    if ((typeof target !== 'object' || target === null) && typeof target !== 'function' && typeof target !== 'symbol') throw new TypeError(otherwise);
    return target;
  }
})
