(function (host) {
  'use strict';
  const unsupported = (what, value) => { throw new RangeError(`Intl: the ${what} ${String(value)} is not supported here`); };

  // option is ECMA-402's GetOption for strings.
  function option(options, name, allowed = undefined, fallback = undefined) {
    if (options[name] === undefined) return fallback;
    const value = String(options[name]);
    if (allowed && !allowed.includes(value)) throw new RangeError(`Value ${value} out of range for Intl options property ${name}`);
    return value;
  }

  function list(tags) {
    if (tags === undefined) return [];
    if (tags === null) throw new TypeError('Cannot convert undefined or null to object');
    const out = [];
    for (const tag of typeof tags === 'string' ? [tags] : Array.from(Object(tags))) {
      if (typeof tag !== 'string' && (typeof tag !== 'object' || tag === null)) throw new TypeError('Language ID should be string or object.');
      const name = host.canonical(String(tag));
      if (name === undefined) throw new RangeError(`Incorrect locale information provided`);
      if (!out.includes(name)) out.push(name);
    }
    return out;
  }

  function extensionsOf(tag) {
    const out = {};
    const m = /-u((?:-[a-z0-9]{2,8})+)/.exec(tag);
    if (m) for (const [, key, value] of m[1].matchAll(/-([a-z0-9]{2})((?:-[a-z0-9]{3,8})*)/g)) out[key] = value.slice(1);
    return out;
  }

  const locales = {
    list,
    // resolve returns the locale, the name of its data, and the extensions that were asked for.
    resolve(tags) {
      const asked = list(tags);
      if (asked.length === 0) return ['en-US', 'en', {}];
      for (const tag of asked) {
        const [plain, name] = host.match(tag);
        if (name !== '') return [plain, name, extensionsOf(tag)];
      }
      return unsupported('locale', asked.join(', '));
    },
    supported(tags, options) {
      if (options !== undefined) option(Object(options), 'localeMatcher', ['lookup', 'best fit']);
      return list(tags).filter((tag) => host.match(tag)[1] !== '');
    },
  };

  // finish makes a class look as Intl's do; those that take calls without new become functions.
  function finish(Class, name, callable = true) {
    Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });
    let made = Class;
    if (callable) {
      // goja has new.target defined in a plain call too, where a class's constructor makes it.
      made = function (tags = undefined, options = undefined) { return Reflect.construct(Class, [tags, options], this instanceof made && new.target || made); };
      Object.defineProperty(made, 'name', { value: name, configurable: true });
      Object.defineProperty(made, 'prototype', { value: Class.prototype, writable: false });
      Object.defineProperty(Class.prototype, 'constructor', { value: made, writable: true, configurable: true });
    }
    Object.defineProperty(made, 'supportedLocalesOf', {
      value: { supportedLocalesOf(tags, options = undefined) { return locales.supported(tags, options); } }.supportedLocalesOf, writable: true, configurable: true,
    });
    return made;
  }
  return { option, locales, finish, unsupported };
})
