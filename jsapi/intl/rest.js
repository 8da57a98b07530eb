(function (host) {
  'use strict';
  const { option, locales, finish, unsupported } = host.tools;
  const digits = host.exports; // of number.js

  // CLDR's rules for cardinals (https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules): n is the number, i its whole part,
  // f the digits after the point and v how many those are.
  const million = (i, v) => (i !== 0 && i % 1000000 === 0 && v === 0 ? 'many' : 'other');
  const oneOnly = (n, i, v) => (i === 1 && v === 0 ? 'one' : 'other');
  const slavic = (i, v) => {
    if (v !== 0) return 'other';
    if (i % 10 === 1 && i % 100 !== 11) return 'one';
    return i % 10 >= 2 && i % 10 <= 4 && !(i % 100 >= 12 && i % 100 <= 14) ? 'few' : 'many';
  };
  const czech = (n, i, v) => (v !== 0 ? 'many' : i === 1 ? 'one' : i >= 2 && i <= 4 ? 'few' : 'other');
  const single = (n) => (n === 1 ? 'one' : 'other');
  const cardinal = {
    en: oneOnly, de: oneOnly, nl: oneOnly, sv: oneOnly, fi: oneOnly, nb: single, hu: single, el: single, tr: single,
    it: (n, i, v) => (i === 1 && v === 0 ? 'one' : million(i, v)),
    es: (n, i, v) => (n === 1 ? 'one' : million(i, v)),
    pt: (n, i, v) => (i === 0 || i === 1 ? 'one' : million(i, v)),
    'pt-PT': (n, i, v) => (i === 1 && v === 0 ? 'one' : million(i, v)),
    fr: (n, i, v) => (i === 0 || i === 1 ? 'one' : million(i, v)),
    da: (n, i, v, f) => (n === 1 || (+f !== 0 && (i === 0 || i === 1)) ? 'one' : 'other'),
    pl: (n, i, v) => (i === 1 && v === 0 ? 'one' : v !== 0 ? 'other' : slavic(i, v) === 'few' ? 'few' : 'many'),
    cs: czech, sk: czech, ru: (n, i, v) => slavic(i, v), uk: (n, i, v) => slavic(i, v),
    ro: (n, i, v) => (i === 1 && v === 0 ? 'one' : v !== 0 || n === 0 || (n !== 1 && n % 100 >= 1 && n % 100 <= 19) ? 'few' : 'other'),
    ja: () => 'other', zh: () => 'other', ko: () => 'other',
  };
  const ordinal = {
    en: (n) => (n % 10 === 1 && n % 100 !== 11 ? 'one' : n % 10 === 2 && n % 100 !== 12 ? 'two' : n % 10 === 3 && n % 100 !== 13 ? 'few' : 'other'),
    sv: (n) => ((n % 10 === 1 || n % 10 === 2) && n % 100 !== 11 && n % 100 !== 12 ? 'one' : 'other'),
    it: (n) => ([8, 11, 80, 800].includes(n) ? 'many' : 'other'),
    fr: (n) => (n === 1 ? 'one' : 'other'), ro: (n) => (n === 1 ? 'one' : 'other'),
    hu: (n) => (n === 1 || n === 5 ? 'one' : 'other'),
    uk: (n) => (n % 10 === 3 && n % 100 !== 13 ? 'few' : 'other'),
  };
  const rule = (rules, name) => rules[name] ?? rules[name.split('-')[0]] ?? (() => 'other');
  const select = (name, whole, part) => rule(cardinal, name)(Number(`${whole}.${part || 0}`), Number(whole), part.length, part);

  class PluralRules {
    #o;
    constructor(tags = undefined, given = undefined) {
      const [locale, name] = locales.resolve(tags);
      const options = given === undefined ? Object.create(null) : Object(given);
      this.#o = { locale, name, type: option(options, 'type', ['cardinal', 'ordinal']) ?? 'cardinal', notation: 'standard' };
      digits.setDigits(this.#o, options);
    }
    select(n) {
      const x = Math.abs(Number(n));
      if (!Number.isFinite(x)) return 'other';
      const [whole, part] = digits.roundFor(this.#o, x);
      return this.#o.type === 'ordinal' ? rule(ordinal, this.#o.name)(Number(`${whole}.${part || 0}`)) : select(this.#o.name, whole, part);
    }
    resolvedOptions() {
      const { locale, type, minimumIntegerDigits, minimumFractionDigits, maximumFractionDigits } = this.#o;
      return { locale, type, minimumIntegerDigits, minimumFractionDigits, maximumFractionDigits };
    }
  }

  class Collator {
    #o; #bound;
    constructor(tags, given) {
      const [locale, , extensions] = locales.resolve(tags);
      const options = given === undefined ? Object.create(null) : Object(given);
      const o = { locale, usage: option(options, 'usage', ['sort', 'search']) ?? 'sort' };
      option(options, 'localeMatcher', ['lookup', 'best fit']);
      const numeric = options.numeric === undefined ? extensions.kn !== undefined && extensions.kn !== 'false' : Boolean(options.numeric);
      const caseFirst = option(options, 'caseFirst', ['upper', 'lower', 'false']) ?? 'false';
      if (caseFirst !== 'false') unsupported('caseFirst', caseFirst);
      o.sensitivity = option(options, 'sensitivity', ['base', 'accent', 'case', 'variant']) ?? 'variant';
      if (o.sensitivity === 'case') unsupported('sensitivity', 'case');
      o.ignorePunctuation = Boolean(options.ignorePunctuation);
      if (o.ignorePunctuation) unsupported('ignorePunctuation', true);
      this.#o = Object.assign(o, { collation: 'default', numeric, caseFirst });
    }
    get compare() { return this.#bound ??= ((a, b) => host.compare(this.#o.locale, this.#o.sensitivity, this.#o.numeric, String(a), String(b))); }
    resolvedOptions() { return { ...this.#o }; }
  }

  const supported = { calendar: ['gregory'], collation: ['default'], numberingSystem: ['latn'] };
  const changed = (upper) => function toLocaleCase(tags) {
    if (this === undefined || this === null) throw new TypeError(`String.prototype.toLocale${upper ? 'Upper' : 'Lower'}Case called on null or undefined`);
    const [tag = 'en'] = locales.list(tags);
    const s = String(this);
    return /^(tr|az|lt)\b/.test(tag) || (upper && /^el\b/.test(tag)) ? host.changeCase(tag, upper, s) : upper ? s.toUpperCase() : s.toLowerCase();
  };
  const AnyCollator = finish(Collator, 'Collator');
  const collators = new Map();
  return {
    Collator: AnyCollator,
    PluralRules: finish(PluralRules, 'PluralRules', false),
    getCanonicalLocales: { getCanonicalLocales(tags) { return locales.list(tags); } }.getCanonicalLocales,
    supportedValuesOf: {
      supportedValuesOf(key) {
        if (key === 'timeZone') return host.zones();
        return supported[key] ?? unsupported('key', key);
      },
    }.supportedValuesOf,
    select,
    stringToLocaleLowerCase: changed(false),
    stringToLocaleUpperCase: changed(true),
    stringLocaleCompare(that, tags, options) {
      if (this === undefined || this === null) throw new TypeError('String.prototype.localeCompare called on null or undefined');
      const key = options === undefined && typeof tags === 'string' ? tags : undefined;
      let c = key && collators.get(key);
      if (!c) c = new AnyCollator(tags, options);
      if (key) collators.set(key, c);
      return c.compare(String(this), String(that));
    },
    arrayToLocaleString(tags, options) {
      return Array.from(Object(this), (v) => (v === undefined || v === null ? '' : v.toLocaleString(tags, options))).join(',');
    },
  };
})
