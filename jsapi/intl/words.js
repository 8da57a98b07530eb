(function (host) {
  'use strict';
  const { option, locales, finish, unsupported } = host.tools;
  const { Intl } = host; // as far as there is one yet
  const known = new Map();

  function words(name) {
    if (!known.has(name)) known.set(name, JSON.parse(host.words(name)));
    return known.get(name);
  }

  class ListFormat {
    #o; #patterns;
    constructor(tags = undefined, given = undefined) {
      const [locale, name] = locales.resolve(tags);
      const options = given === undefined ? Object.create(null) : Object(given);
      option(options, 'localeMatcher', ['lookup', 'best fit']);
      const type = option(options, 'type', ['conjunction', 'disjunction', 'unit']) ?? 'conjunction';
      const style = option(options, 'style', ['long', 'short', 'narrow']) ?? 'long';
      this.#o = { locale, type, style, name };
      this.#patterns = words(name).lists[type[0] + style[0]];
    }

    #parts(list) {
      const items = [];
      for (const item of list === undefined ? [] : list) {
        if (typeof item !== 'string') throw new TypeError(`Iterable yielded ${String(item)} which is not a string`);
        items.push(item);
      }
      const n = items.length;
      const out = [];
      const put = (type, value) => { if (value !== '' || type === 'element') out.push({ type, value }); };
      if (n < 2) {
        if (n === 1) put('element', items[0]);
        return out;
      }
      const [two, four] = this.#patterns;
      put('literal', n === 2 ? two[0] : four[0]);
      for (let i = 0; i < n; i++) {
        if (i > 0) {
          let between = n === 2 ? two[1] : i === 1 ? four[1] : i === n - 1 ? four[3] : four[2];
          if (i === n - 1 && this.#o.name.split('-')[0] === 'es') between = spanish(between, items[i]);
          put('literal', between);
        }
        put('element', items[i]);
      }
      put('literal', n === 2 ? two[2] : four[4]);
      return out;
    }

    format(list) { return this.#parts(list).map((p) => p.value).join(''); }
    formatToParts(list) { return this.#parts(list); }
    resolvedOptions() {
      const { locale, type, style } = this.#o;
      return { locale, type, style };
    }
  }

  // In Spanish "y" and "o" are others before words that begin with their sound.
  function spanish(between, next) {
    if (between.endsWith('y ') && /^(?:i|hi(?!a|e))/i.test(next)) return `${between.slice(0, -2)}e `;
    if (between.endsWith('o ') && /^(?:o|ho|8|11(?!\d)|11 )/i.test(next)) return `${between.slice(0, -2)}u `;
    return between;
  }

  const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
  class RelativeTimeFormat {
    #o; #number; #rules;
    constructor(tags = undefined, given = undefined) {
      const [locale, name] = locales.resolve(tags);
      const options = given === undefined ? Object.create(null) : Object(given);
      option(options, 'localeMatcher', ['lookup', 'best fit']);
      const style = option(options, 'style', ['long', 'short', 'narrow']) ?? 'long';
      const numeric = option(options, 'numeric', ['always', 'auto']) ?? 'always';
      this.#o = { locale, style, numeric, numberingSystem: 'latn', name };
      this.#number = new Intl.NumberFormat(locale);
      this.#rules = new Intl.PluralRules(locale);
    }

    #parts(value, unit) {
      const n = Number(value);
      unit = String(unit);
      const singular = unit.replace(/s$/, '');
      if (!units.includes(singular)) throw new RangeError(`Invalid unit argument for format() '${unit}'`);
      if (!Number.isFinite(n)) throw new RangeError('Value need to be finite number for Intl.RelativeTimeFormat.prototype.format()');
      const entry = words(this.#o.name).times[`${singular}-${this.#o.style[0]}`];
      if (this.#o.numeric === 'auto' && entry.auto[n] !== undefined) return [{ type: 'literal', value: entry.auto[n] }];
      const past = n < 0 || Object.is(n, -0);
      const shapes = past ? entry.past : entry.future;
      const size = Math.abs(n);
      const shape = shapes[this.#rules.select(size)] ?? shapes.other ?? unsupported('relative time of', n);
      const [before, after] = shape.split('{n}');
      const out = [];
      if (before) out.push({ type: 'literal', value: before });
      for (const p of this.#number.formatToParts(size)) out.push({ ...p, unit: singular });
      if (after) out.push({ type: 'literal', value: after });
      return out;
    }

    format(value, unit) { return this.#parts(value, unit).map((p) => p.value).join(''); }
    formatToParts(value, unit) { return this.#parts(value, unit); }
    resolvedOptions() {
      const { locale, style, numeric, numberingSystem } = this.#o;
      return { locale, style, numeric, numberingSystem };
    }
  }

  return { ListFormat: finish(ListFormat, 'ListFormat', false), RelativeTimeFormat: finish(RelativeTimeFormat, 'RelativeTimeFormat', false) };
})
