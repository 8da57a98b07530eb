(function (host) {
  'use strict';
  const { option, locales, finish, unsupported } = host.tools;
  const kept = new Map();
  const dataOf = (name) => {
    if (!kept.has(name)) kept.set(name, JSON.parse(host.numbers(name)));
    return kept.get(name);
  };

  function integer(options, name, least, most, fallback) {
    if (options[name] === undefined) return fallback;
    const n = Math.floor(Number(options[name]));
    if (!(n >= least && n <= most)) throw new RangeError(`${name} value is out of range.`);
    return n;
  }

  function setDigits(o, options, least, most) {
    o.minimumIntegerDigits = integer(options, 'minimumIntegerDigits', 1, 21, 1);
    const given = ['minimumSignificantDigits', 'maximumSignificantDigits', 'minimumFractionDigits', 'maximumFractionDigits'].map((n) => options[n] !== undefined);
    if ((option(options, 'roundingPriority', ['auto', 'morePrecision', 'lessPrecision']) ?? 'auto') !== 'auto') unsupported('roundingPriority', options.roundingPriority);
    if ((option(options, 'roundingMode', ['ceil', 'floor', 'expand', 'trunc', 'halfCeil', 'halfFloor', 'halfExpand', 'halfTrunc', 'halfEven']) ?? 'halfExpand') !== 'halfExpand') unsupported('roundingMode', options.roundingMode);
    if (options.roundingIncrement !== undefined && Number(options.roundingIncrement) !== 1) unsupported('roundingIncrement', options.roundingIncrement);
    o.trailingZeroDisplay = option(options, 'trailingZeroDisplay', ['auto', 'stripIfInteger']) ?? 'auto';
    if (given[0] || given[1]) {
      o.minimumSignificantDigits = integer(options, 'minimumSignificantDigits', 1, 21, 1);
      o.maximumSignificantDigits = integer(options, 'maximumSignificantDigits', o.minimumSignificantDigits, 21, 21);
    } else if (given[2] || given[3] || o.notation !== 'compact') {
      let min = integer(options, 'minimumFractionDigits', 0, 20, undefined);
      let max = integer(options, 'maximumFractionDigits', 0, 20, undefined);
      if (min === undefined) min = Math.min(least, max ?? least);
      else if (max === undefined) max = Math.max(most, min);
      else if (min > max) throw new RangeError('maximumFractionDigits value is out of range.');
      o.minimumFractionDigits = min;
      o.maximumFractionDigits = max ?? Math.max(most, min);
    } else {
      o.minimumFractionDigits = o.maximumFractionDigits = 0;
      o.compactRounding = true;
    }
  }

  function resolve(tags, given) {
    const [locale, name, extensions] = locales.resolve(tags);
    if (given === null) throw new TypeError('Cannot convert undefined or null to object');
    const options = given === undefined ? Object.create(null) : Object(given);
    const o = { locale, name, data: dataOf(name) };
    option(options, 'localeMatcher', ['lookup', 'best fit']);
    if ((option(options, 'numberingSystem') ?? extensions.nu ?? 'latn') !== 'latn') unsupported('numberingSystem', options.numberingSystem ?? extensions.nu);
    o.style = option(options, 'style', ['decimal', 'percent', 'currency', 'unit']) ?? 'decimal';
    const currency = option(options, 'currency');
    if (currency !== undefined && !/^[A-Za-z]{3}$/.test(currency)) throw new RangeError(`Invalid currency code : ${currency}`);
    if (o.style === 'currency' && currency === undefined) throw new TypeError('Currency code is required with currency style.');
    const currencyDisplay = option(options, 'currencyDisplay', ['code', 'symbol', 'narrowSymbol', 'name']) ?? 'symbol';
    const currencySign = option(options, 'currencySign', ['standard', 'accounting']) ?? 'standard';
    const unit = option(options, 'unit');
    if (o.style === 'unit' && unit === undefined) throw new TypeError('Required unit style is missing'); // with this message
    const unitDisplay = option(options, 'unitDisplay', ['short', 'narrow', 'long']) ?? 'short';
    let least = 0, most = o.style === 'percent' ? 0 : 3;
    if (o.style === 'currency') {
      o.currency = currency.toUpperCase();
      Object.assign(o, { currencyDisplay, currencySign });
      o.shapes = o.data.currencies[o.currency] ?? unsupported('currency', o.currency);
      if (currencyDisplay === 'name' && !o.shapes.name) unsupported('currencyDisplay', 'name');
      if (currencySign === 'accounting' && name === 'en-IN') unsupported('currencySign accounting in', locale); // which groups digits in another way
      least = most = o.shapes.digits;
    }
    if (o.style === 'unit') {
      Object.assign(o, { unit, unitDisplay });
      if (!/^[a-z]+(-[a-z]+)*$/.test(unit)) throw new RangeError(`Invalid unit argument for Intl.NumberFormat() '${unit}'`);
      o.shapes = o.data.units[unit + unitDisplay[0]] ?? unsupported('unit', unit);
    }
    o.notation = option(options, 'notation', ['standard', 'scientific', 'engineering', 'compact']) ?? 'standard';
    if (o.notation === 'scientific' || o.notation === 'engineering') unsupported('notation', o.notation);
    if (o.notation === 'compact' && o.style !== 'decimal') unsupported('compact notation with style', o.style);
    setDigits(o, options, least, most);
    const compactDisplay = option(options, 'compactDisplay', ['short', 'long']) ?? 'short';
    if (o.notation === 'compact') o.compactDisplay = compactDisplay;
    const grouping = options.useGrouping;
    if (grouping === undefined || grouping === 'true' || grouping === 'false') o.useGrouping = o.notation === 'compact' ? 'min2' : 'auto';
    else if (grouping === true) o.useGrouping = 'always';
    else if (!grouping) o.useGrouping = false;
    else o.useGrouping = option(options, 'useGrouping', ['min2', 'auto', 'always']);
    o.signDisplay = option(options, 'signDisplay', ['auto', 'never', 'always', 'exceptZero', 'negative']) ?? 'auto';
    return o;
  }

  // value makes a number, or the text of one, of what is to be formatted.
  function value(v) {
    if (typeof v === 'object' && v !== null) v = typeof v.valueOf() === 'object' ? String(v) : v.valueOf();
    if (typeof v === 'bigint') return String(v);
    if (typeof v === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(v)) return v.trim();
    return Number(v);
  }

  function round(o, x, shift) {
    if (o.compactRounding) {
      const [whole] = host.digits(x, 'fraction', 0, 0, shift);
      return whole.length > 1 ? host.digits(x, 'fraction', 0, 0, shift) : host.digits(x, 'significant', 1, 2, shift);
    }
    if (o.maximumSignificantDigits) return host.digits(x, 'significant', o.minimumSignificantDigits, o.maximumSignificantDigits, shift);
    const out = host.digits(x, 'fraction', o.minimumFractionDigits, o.maximumFractionDigits, shift);
    return out;
  }

  // compact returns the rounded digits and the shape of a large number.
  function compact(o, x) {
    const size = (w) => (w === '0' ? 0 : w.length - 1);
    for (let power = size(host.digits(x, 'fraction', 0, 30, 0)[0]); ; power++) {
      if (power > 14) unsupported('compact notation of a number as large as', x);
      const entry = power < 3 ? undefined : o.data.compact[o.compactDisplay[0] + power];
      const digits = power < 3 ? power + 1 : entry.digits;
      const rounded = round(o, x, digits - 1 - power);
      if (rounded[0].length > digits && size(rounded[0]) >= digits) continue;
      if (!entry) return [rounded, { other: '{n}' }];
      // The forms of 1 to 9 of a word are those of 10 to 999 of it, where the latter were not recorded.
      return [rounded, { other: entry.many ?? entry.one, ...o.data.compact[o.compactDisplay[0] + (power - digits + 1)], ...entry }];
    }
  }

  function grouped(o, whole) {
    const { data } = o;
    const separator = o.style === 'currency' ? data.currencyGroup : data.group;
    const minimum = o.useGrouping === 'min2' || (o.useGrouping === 'auto' && !/1\D234/.test(data.grouped)) ? 5 : 4;
    if (!o.useGrouping || whole.length < minimum || separator === undefined) return [whole];
    const second = /^12\D34\D56\D789$/.test(data.sizes) ? 2 : 3;
    const out = [whole.slice(-3)];
    for (let rest = whole.slice(0, -3); rest; rest = rest.slice(0, -second)) out.unshift(rest.slice(-second), separator);
    return out;
  }

  function toParts(o, v) {
    const { data } = o;
    const x = value(v);
    const negative = typeof x === 'string' ? x[0] === '-' : x < 0 || Object.is(x, -0);
    let number, zero = false, shapes = { other: '{n}' }, rounded = ['0', ''];
    if (typeof x === 'number' && Number.isNaN(x)) number = [['nan', data.nan]];
    else if (x === Infinity || x === -Infinity) number = [['infinity', data.infinity]];
    else {
      if (o.notation === 'compact') [rounded, shapes] = compact(o, x);
      else rounded = round(o, x, o.style === 'percent' ? 2 : 0);
      zero = rounded[2];
      if (o.trailingZeroDisplay === 'stripIfInteger' && /^0*$/.test(rounded[1])) rounded = [rounded[0], '', zero];
      const decimal = o.style === 'currency' ? data.currencyDecimal : data.decimal;
      number = grouped(o, rounded[0].padStart(o.minimumIntegerDigits, '0')).map((text, i) => [i % 2 ? 'group' : 'integer', text]);
      if (rounded[1]) number.push(['decimal', decimal], ['fraction', rounded[1]]);
    }
    const nan = number[0][0] === 'nan';
    const sign = {
      auto: negative && !nan ? '-' : '', never: '', negative: negative && !zero && !nan ? '-' : '',
      always: negative && !nan ? '-' : '+', exceptZero: zero || nan ? '' : negative ? '-' : '+',
    }[o.signDisplay];
    return shaped(o, shapes, number.length === 1 && number[0][0] !== 'integer' ? undefined : rounded, sign, number);
  }

  function shaped(o, shapes, rounded, sign, number) {
    const { data } = o;
    let shape, mark = '', markType = 'literal';
    const plural = () => (rounded ? host.exports.select(o.name, rounded[0], rounded[1]) : 'other');
    if (o.style === 'currency' && o.currencyDisplay !== 'name') {
      const set = o.shapes[o.currencyDisplay];
      shape = sign === '' ? set[0] : sign === '-' && o.currencySign === 'accounting' ? set[2] : set[1];
      // Between letters and digits a space is put where the locale has none of its own.
      if (!rounded && !/[\u00a0 ]/.test(data.currencies.USD.symbol[0])) shape = shape.replace(/[\u00a0 ]\{n\}/, '{n}');
      [mark, markType] = [set[3], 'currency'];
    } else if (o.style === 'percent') {
      shape = data.percent[sign === '' ? 0 : 1];
      [mark, markType] = [data.percentSign, 'percentSign'];
    } else {
      if (o.style === 'currency') [shapes, markType] = [o.shapes.name, 'currency'];
      if (o.style === 'unit') [shapes, markType] = [o.shapes, o.unit === 'percent' ? 'percentSign' : 'unit'];
      if (o.notation === 'compact') markType = 'compact';
      shape = shapes[Object.keys(shapes).length === 1 ? 'other' : plural()] ?? shapes.other;
      if (sign) shape = `{-}${shape}`;
    }
    const out = [];
    for (const [i, text] of shape.split('{').entries()) {
      if (i > 0 && text[0] === 'n') out.push(...number);
      else if (i > 0) out.push([sign === '-' ? 'minusSign' : 'plusSign', sign === '-' ? data.minus : data.plus]);
      const rest = i > 0 ? text.slice(2) : text;
      if (rest) out.push(...marked(rest, mark, markType));
    }
    return out.map(([type, v]) => ({ type, value: v }));
  }

  // marked parts the text around a number into the currency, unit or sign and what is between.
  function marked(text, mark, type) {
    const found = mark || text.trim();
    const i = text.indexOf(found);
    if (i < 0 || found === '') return [['literal', text]];
    return [['literal', text.slice(0, i)], [type, found], ['literal', text.slice(i + found.length)]].filter((p) => p[1] !== '');
  }

  const join = (parts) => parts.reduce((out, p) => out + p.value, '');
  class NumberFormat {
    #o; #bound;
    constructor(tags, options) { this.#o = resolve(tags, options); }
    get format() { return this.#bound ??= ((v) => join(toParts(this.#o, v))); }
    formatToParts(v) { return toParts(this.#o, v); }
    resolvedOptions() {
      const out = { locale: this.#o.locale, numberingSystem: 'latn' };
      for (const n of ['style', 'currency', 'currencyDisplay', 'currencySign', 'unit', 'unitDisplay', 'minimumIntegerDigits',
        ...(this.#o.compactRounding ? ['minimumSignificantDigits', 'maximumSignificantDigits'] : []), 'minimumFractionDigits', 'maximumFractionDigits',
        ...(this.#o.compactRounding ? [] : ['minimumSignificantDigits', 'maximumSignificantDigits']), 'useGrouping', 'notation', 'compactDisplay', 'signDisplay']) {
        const value = this.#o.compactRounding && n.endsWith('SignificantDigits') ? (n.startsWith('min') ? 1 : 2) : this.#o[n];
        if (value !== undefined) out[n] = value;
      }
      return Object.assign(out, { roundingMode: 'halfExpand', roundingIncrement: 1, trailingZeroDisplay: this.#o.trailingZeroDisplay, roundingPriority: this.#o.compactRounding ? 'morePrecision' : 'auto' });
    }
  }

  const plain = new Map();
  return {
    NumberFormat: finish(NumberFormat, 'NumberFormat'),
    setDigits: (o, options) => setDigits(o, options, 0, 3),
    roundFor: (o, x) => round(o, x, 0),
    numberToLocaleString(tags, options) {
      let v = this;
      if (typeof v !== 'number' && typeof v !== 'bigint') v = v.valueOf();
      if (options !== undefined || (tags !== undefined && typeof tags !== 'string')) return join(toParts(resolve(tags, options), v));
      if (!plain.has(tags)) plain.set(tags, resolve(tags, undefined));
      return join(toParts(plain.get(tags), v));
    },
  };
})
