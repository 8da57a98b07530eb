(function (host) {
  'use strict';
  const { option, locales, finish, unsupported } = host.tools;
  const fields = ['weekday', 'era', 'year', 'month', 'day', 'hour', 'minute', 'second'];
  const letters = { narrow: 'n', short: 's', long: 'l', numeric: '1', '2-digit': '2' };
  const text = ['narrow', 'short', 'long'], number = ['2-digit', 'numeric'];
  const cycleLetters = { h11: 'K', h12: 'h', h23: 'H', h24: 'k' };
  const cycleNames = { K: 'h11', h: 'h12', H: 'h23', k: 'h24' };
  const values = { weekday: text, era: text, year: number, month: [...number, ...text], day: number, hour: number, minute: number, second: number };
  // parse makes parts of a pattern: {M:2} is a number of two digits, {M2} a name of table 2.
  const parse = (pattern) => pattern.split('{').flatMap((text, i) => {
    if (i === 0) return text ? [{ literal: text }] : [];
    const end = text.indexOf('}');
    const numeric = text[1] === ':';
    const n = text.slice(numeric ? 2 : 1, end);
    const field = { letter: text[0], numeric, n: n === '' ? 0 : +n };
    return end + 1 < text.length ? [field, { literal: text.slice(end + 1) }] : [field];
  });

  class DateTimeFormat {
    #o; #parts; #zone; #name; #bound;
    constructor(tags = undefined, options = undefined) {
      const [o, zone, name, parts] = resolve(tags, options, 'any', 'date');
      this.#o = o; this.#zone = zone; this.#name = name; this.#parts = parts;
    }
    get format() { return this.#bound ??= ((date = undefined) => join(this.#run(date))); }
    formatToParts(date = undefined) { return this.#run(date); }
    #run(date) {
      const ms = date === undefined ? Date.now() : Number(date);
      if (!(Math.abs(ms) <= 8.64e15)) throw new RangeError('Invalid time value');
      return fill(this.#parts, this.#o.locale, this.#name, host.civil(this.#zone, Math.trunc(ms)), this.#o);
    }
    resolvedOptions() {
      const { locale, timeZone, hourCycle } = this.#o;
      const out = { locale, calendar: 'gregory', numberingSystem: 'latn', timeZone };
      if (hourCycle) {
        out.hourCycle = hourCycle;
        out.hour12 = hourCycle === 'h11' || hourCycle === 'h12';
      }
      for (const f of [...fields, 'fractionalSecondDigits', 'timeZoneName', 'dateStyle', 'timeStyle']) {
        if (this.#o[f] !== undefined) out[f] = this.#o[f];
      }
      return out;
    }
  }

  function resolve(tags, given, required, defaults) {
    const [locale, name, extensions] = locales.resolve(tags);
    const options = given === undefined ? Object.create(null) : Object(given);
    if (given === null) throw new TypeError('Cannot convert undefined or null to object');
    const o = { locale };
    option(options, 'localeMatcher', ['lookup', 'best fit']);
    if ((option(options, 'calendar') ?? extensions.ca ?? 'gregory') !== 'gregory') unsupported('calendar', options.calendar ?? extensions.ca);
    if ((option(options, 'numberingSystem') ?? extensions.nu ?? 'latn') !== 'latn') unsupported('numberingSystem', options.numberingSystem ?? extensions.nu);
    const hour12 = options.hour12 === undefined ? undefined : Boolean(options.hour12);
    const hourCycle = option(options, 'hourCycle', ['h11', 'h12', 'h23', 'h24']) ?? extensions.hc;
    const asked = options.timeZone === undefined ? host.localZone() : String(options.timeZone);
    o.timeZone = host.zone(asked);
    if (o.timeZone === undefined) throw new RangeError(`Invalid time zone specified: ${asked}`);
    for (const f of fields) o[f] = option(options, f, values[f]);
    if (options.dayPeriod !== undefined) unsupported('dayPeriod', options.dayPeriod);
    const digits = options.fractionalSecondDigits;
    if (digits !== undefined) {
      o.fractionalSecondDigits = Math.floor(Number(digits));
      if (!(o.fractionalSecondDigits >= 1 && o.fractionalSecondDigits <= 3)) throw new RangeError('fractionalSecondDigits value is out of range.');
    }
    o.timeZoneName = option(options, 'timeZoneName', ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric']);
    if (o.timeZoneName?.endsWith('Generic')) unsupported('timeZoneName', o.timeZoneName);
    option(options, 'formatMatcher', ['basic', 'best fit']);
    o.dateStyle = option(options, 'dateStyle', ['full', 'long', 'medium', 'short']);
    o.timeStyle = option(options, 'timeStyle', ['full', 'long', 'medium', 'short']);

    const some = (...names) => names.some((f) => o[f] !== undefined);
    const cycle = hour12 !== undefined ? (hour12 ? 't' : 'f') : cycleLetters[hourCycle] ?? '-';
    let pattern;
    if (o.dateStyle || o.timeStyle) {
      const also = [...fields, 'fractionalSecondDigits', 'timeZoneName'].find((f) => o[f] !== undefined);
      if (also) throw new TypeError(`Can't set option ${also} when ${o.dateStyle ? 'dateStyle' : 'timeStyle'} is used`);
      if (required === 'date' && o.timeStyle) throw new TypeError('Invalid option : timeStyle');
      if (required === 'time' && o.dateStyle) throw new TypeError('Invalid option : dateStyle');
      pattern = host.pattern(name, 'styles', (o.dateStyle ?? '-')[0] + (o.timeStyle ?? '-')[0] + (o.timeStyle ? cycle : '-'));
      if (o.timeStyle === 'full') o.zoneStyle = 'long';
      if (o.timeStyle === 'long') o.zoneStyle = 'short';
    } else {
      const date = required !== 'time' && some('weekday', 'year', 'month', 'day');
      const time = required !== 'date' && some('hour', 'minute', 'second', 'fractionalSecondDigits');
      if (!date && !time) {
        if (defaults !== 'time') o.year = o.month = o.day = 'numeric';
        if (defaults !== 'date') o.hour = o.minute = o.second = 'numeric';
      }
      o.zoneStyle = o.timeZoneName;
      pattern = components(o, name, cycle);
    }
    const parts = parse(pattern ?? unsupported('combination of fields in', name));
    const hour = parts.find((p) => cycleNames[p.letter]);
    if (hour) o.hourCycle = cycleNames[hour.letter];
    for (const [f, letter] of Object.entries({ month: 'M', day: 'd', hour: hour?.letter, minute: 'm', second: 's' })) { // as the locale has them
      const p = parts.find((q) => q.letter === letter && (letter !== 'M' || q.numeric));
      if (o[f] && p) o[f] = p.n === 2 ? '2-digit' : 'numeric';
    }
    return [o, o.timeZone, name, parts];
  }

  function components(o, name, cycle) {
    const key = (names) => names.map((f) => letters[o[f]] ?? '-').join('');
    const dateKey = key(fields.slice(0, 5)), timeKey = key(fields.slice(5));
    const dated = dateKey !== '-----';
    const timed = timeKey !== '---';
    // ICU appends what it has no pattern for in ways of its own.
    if (o.second && !o.minute && (o.hour || dated)) unsupported('combination of fields', 'second without minute');
    if (timed && !o.hour && dateKey.endsWith('----') && dateKey[0] !== '-') unsupported('combination of fields', 'weekday and time without hour');
    const zoneLetter = o.timeZoneName ? o.timeZoneName[0] : '';
    let date = dated ? host.pattern(name, 'dates', dateKey) : '';
    let time = timed ? host.pattern(name, 'times', timeKey + (o.hour ? cycle : '-') + zoneLetter) : '';
    if (date === undefined || time === undefined) unsupported('combination of fields in', name);
    if (o.fractionalSecondDigits) {
      if (!o.second) unsupported('fractionalSecondDigits', 'without second');
      time = time.replace(/\{s[12]\}/, (s) => s + host.pattern(name, 'fraction', '').replace(/^\{s\d\}/, ''));
    }
    if (o.timeZoneName && !timed) {
      const [before, after] = host.around(name);
      date = before + date + after;
    }
    if (!dated || !timed) return date + time;
    const glue = host.pattern(name, 'glue', dateKey);
    if (glue === undefined || glue[0] === '!') unsupported('combination of fields', dateKey);
    return date + glue + time;
  }

  const pad = (n, width) => String(n).padStart(width, '0');
  const types = { w: 'weekday', e: 'era', y: 'year', M: 'month', d: 'day', H: 'hour', k: 'hour', h: 'hour', K: 'hour', m: 'minute', s: 'second', a: 'dayPeriod', z: 'timeZoneName', S: 'fractionalSecond' };

  // civil is [year, month, day, weekday, hour, minute, second, millisecond, offset in minutes].
  function fill(parts, locale, name, civil, o) {
    const [year, month, day, weekday, hour, minute, second, ms, offset] = civil;
    return parts.map(({ literal, letter, n, numeric }) => {
      if (literal !== undefined) return { type: 'literal', value: literal };
      const digits = (v) => (n === 2 ? pad(v, 2) : String(v));
      let value;
      switch (letter) {
        case 'w': value = host.table(name, n, weekday); break;
        case 'e': value = host.table(name, n, year > 0 ? 1 : 0); break;
        case 'y': value = year > 0 ? year : 1 - year; value = n === 2 ? pad(value % 100, 2) : String(value); break;
        case 'M': value = numeric ? digits(month) : host.table(name, n, month - 1); break;
        case 'd': value = digits(day); break;
        case 'H': value = digits(hour); break;
        case 'k': value = digits(hour === 0 ? 24 : hour); break;
        case 'h': value = digits(hour % 12 === 0 ? 12 : hour % 12); break;
        case 'K': value = digits(hour % 12); break;
        case 'm': value = digits(minute); break;
        case 's': value = digits(second); break;
        case 'S': value = pad(ms, 3).slice(0, o.fractionalSecondDigits); break;
        case 'a': value = host.table(name, n, hour); break;
        case 'z':
          value = host.zoneName(name, o.timeZone, offset, o.zoneStyle);
          if (value === undefined) unsupported('name at that time for the time zone', o.timeZone);
      }
      return { type: types[letter], value };
    });
  }
  // V8 has plain spaces before AM and PM in whole texts, and CLDR's narrow ones in the parts.
  const join = (parts) => parts.reduce((out, p) => out + p.value, '').replaceAll('\u202f', ' ');

  const to = (required, defaults) => function toLocale(tags, options) {
    const ms = Date.prototype.getTime.call(this);
    if (Number.isNaN(ms)) return 'Invalid Date';
    const [o, zone, name, parts] = resolve(tags, options, required, defaults);
    return join(fill(parts, o.locale, name, host.civil(zone, ms), o));
  };
  return { DateTimeFormat: finish(DateTimeFormat, 'DateTimeFormat'), dateToLocaleString: to('any', 'all'), dateToLocaleDateString: to('date', 'date'), dateToLocaleTimeString: to('time', 'time') };
})
