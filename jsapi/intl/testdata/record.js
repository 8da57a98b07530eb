// Records what package intl knows of locales from Node 20, whose ICU has the data of Unicode's CLDR: run `node testdata/record.js` in the
// package's folder, which writes locales.json.gz. Patterns are what formatToParts gives, with fields in braces.
'use strict';
const { gzipSync } = require('node:zlib');
const { writeFileSync } = require('node:fs');

const locales = ['en', 'en-GB', 'en-AU', 'en-CA', 'en-IN', 'de', 'de-AT', 'fr', 'fr-CA', 'fr-CH', 'es', 'es-MX', 'it', 'pl', 'pt', 'pt-PT', 'nl', 'sv', 'da', 'nb',
  'fi', 'cs', 'sk', 'hu', 'ro', 'ru', 'uk', 'tr', 'el', 'ja', 'zh', 'zh-TW', 'ko'];
const at = Date.UTC(2021, 2, 4, 5, 6, 7);
const names = { '-': undefined, n: 'narrow', s: 'short', l: 'long', 1: 'numeric', 2: '2-digit' };

function record(locale) {
  const tables = [];
  const table = (values) => {
    const text = values.join('|');
    if (!tables.includes(text)) tables.push(text);
    return tables.indexOf(text);
  };
  const part = (f, type, time) => f.formatToParts(time).find((p) => p.type === type)?.value;
  const digits = (v) => (v.length > 1 && v[0] === '0' ? '2' : '1');

  function pattern(options) {
    const f = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
    return f.formatToParts(at).map(({ type, value }) => {
      const numeric = /^\d+$/.test(value);
      switch (type) {
        case 'literal': return value;
        case 'weekday': return `{w${table([...Array(7).keys()].map((d) => part(f, type, Date.UTC(2021, 2, 7 + d))))}}`;
        case 'era': return `{e${table([part(f, type, Date.UTC(-10, 2, 4)), value])}}`;
        case 'year': return value === '2021' ? '{y}' : value === '21' ? '{y2}' : fail(locale, options, type, value);
        case 'month': return numeric ? `{M:${digits(value)}}` : `{M${table([...Array(12).keys()].map((m) => part(f, type, Date.UTC(2021, m, 4))))}}`;
        case 'day': return `{d${digits(value)}}`;
        case 'hour': {
          const cycle = { '0,12': 'H', '24,12': 'k', '12,12': 'h', '0,0': 'K' }[[0, 12].map((h) => +part(f, type, Date.UTC(2021, 2, 4, h))).join()];
          return `{${cycle}${digits(value)}}`;
        }
        case 'minute': return `{m${digits(value)}}`;
        case 'second': return `{s${digits(value)}}`;
        case 'dayPeriod': return `{a${table([...Array(24).keys()].map((h) => part(f, type, Date.UTC(2021, 2, 4, h))))}}`;
        case 'timeZoneName': return `{z}`;
        case 'fractionalSecond': return '{S}';
        default: return fail(locale, options, type, value);
      }
    }).join('');
  }
  function fail(...what) { throw new Error(what.map((w) => JSON.stringify(w)).join(' ')); }

  const dates = {}, glue = {}, times = {};
  const time = pattern({ hour: 'numeric', minute: 'numeric' });
  for (const weekday of '-nsl') for (const era of '-s') for (const year of '-12') for (const month of '-12nsl') for (const day of '-12') {
    const key = weekday + era + year + month + day;
    if (key === '-----') continue;
    const options = { weekday: names[weekday], era: names[era], year: names[year], month: names[month], day: names[day] };
    dates[key] = pattern(options);
    if (dates[key] === '') delete dates[key];
    const both = pattern({ ...options, hour: 'numeric', minute: 'numeric' });
    glue[key] = both.startsWith(dates[key]) && both.endsWith(time) ? both.slice(dates[key].length, both.length - time.length) : `!${both}`;
  }
  const cycles = { '-': {}, t: { hour12: true }, f: { hour12: false }, K: { hourCycle: 'h11' }, h: { hourCycle: 'h12' }, H: { hourCycle: 'h23' }, k: { hourCycle: 'h24' } };
  for (const hour of '-12') for (const minute of '-12') for (const second of '-12') {
    const key = hour + minute + second;
    if (key === '---') continue;
    for (const cycle of hour === '-' ? '-' : Object.keys(cycles)) {
      const options = { hour: names[hour], minute: names[minute], second: names[second], ...cycles[cycle] };
      times[key + cycle] = pattern(options);
      for (const timeZoneName of ['short', 'long']) times[key + cycle + timeZoneName[0]] = pattern({ ...options, timeZoneName });
    }
  }
  const styles = {};
  const all = ['full', 'long', 'medium', 'short'];
  for (const dateStyle of [undefined, ...all]) for (const timeStyle of [undefined, ...all]) {
    if (!dateStyle && !timeStyle) continue;
    for (const cycle of timeStyle ? Object.keys(cycles) : '-') {
      styles[`${(dateStyle ?? '-')[0]}${(timeStyle ?? '-')[0]}${cycle}`] = pattern({ dateStyle, timeStyle, ...cycles[cycle] });
    }
  }
  const plain = { year: 'numeric', month: 'numeric', day: 'numeric' };
  const zone = pattern({ ...plain, timeZoneName: 'short' }).split(pattern(plain));
  const fraction = pattern({ second: 'numeric', fractionalSecondDigits: 3 });
  const hourCycle = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hourCycle;
  return { tables, dates, glue, times, styles, zone, fraction, hourCycle, number: numbers(locale), zones: zoneNames(locale) };
}

// zoneNames: for each zone, its names by the offset in minutes in the winter and the summer of 2024.
function zoneNames(locale) {
  const out = {};
  const group = {};
  for (const timeZone of ['UTC', ...Intl.supportedValuesOf('timeZone')]) {
    const entry = {};
    for (const time of [Date.UTC(2024, 0, 15), Date.UTC(2024, 6, 15)]) {
      const name = (timeZoneName) => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName }).formatToParts(time).find((p) => p.type === 'timeZoneName').value;
      const off = name('longOffset').match(/([+\-\u2212])(\d+):(\d+)/);
      const minutes = off ? (off[1] === '+' ? 1 : -1) * (off[2] * 60 + +off[3]) : 0;
      // The short name is left out where it is the offset, which Go can write itself.
      const short = name('short'), offset = name('shortOffset');
      entry[minutes] = [short === offset ? '' : short, name('long')];
    }
    const text = JSON.stringify(entry);
    (group[text] ??= []).push(timeZone);
  }
  for (const [text, zones] of Object.entries(group)) out[zones.join(' ')] = JSON.parse(text);
  const gmt = new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Kolkata', timeZoneName: 'shortOffset' }).formatToParts(0).find((p) => p.type === 'timeZoneName').value;
  const west = new Intl.DateTimeFormat(locale, { timeZone: 'America/St_Johns', timeZoneName: 'longOffset' }).formatToParts(0).find((p) => p.type === 'timeZoneName').value;
  const none = ['shortOffset', 'longOffset'].map((timeZoneName) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', timeZoneName }).formatToParts(0).find((p) => p.type === 'timeZoneName').value);
  return { names: out, gmt, west, none };
}

const currencies = ['USD', 'EUR', 'GBP', 'JPY', 'CNY', 'CHF', 'CAD', 'AUD', 'NZD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'HUF', 'RON', 'BGN', 'RUB', 'UAH', 'TRY', 'INR', 'BRL',
  'MXN', 'KRW', 'TWD', 'HKD', 'SGD', 'ZAR', 'ILS', 'THB', 'AED', 'KWD', 'ISK', 'CLP', 'ARS', 'VND', 'IDR'];
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'bit', 'percent', 'second', 'millisecond', 'minute', 'hour', 'day', 'week', 'month', 'year', 'kilometer', 'meter',
  'centimeter', 'millimeter', 'mile', 'foot', 'inch', 'kilogram', 'gram', 'pound', 'ounce', 'liter', 'milliliter', 'celsius', 'fahrenheit', 'kilometer-per-hour', 'mile-per-hour'];
// One number for each plural category there may be, whole and not.
const samples = [0, 1, 2, 3, 5, 11, 21, 100, 1000000, 0.5, 1.5, 2.5];

function numbers(locale) {
  const plural = new Intl.PluralRules(locale);
  const shape = (options, n) => new Intl.NumberFormat(locale, { maximumFractionDigits: 3, ...options }).formatToParts(n).reduce((text, { type, value }) => {
    if (['integer', 'group', 'decimal', 'fraction'].includes(type)) return text.endsWith('{n}') ? text : `${text}{n}`;
    if (type === 'minusSign') return `${text}{-}`;
    return text + value;
  }, '');
  const forms = (options) => {
    const out = {};
    for (const n of samples) {
      const category = plural.select(n);
      const text = shape(options, n);
      if (out[category] !== undefined && out[category] !== text) return null;
      out[category] = text;
    }
    return new Set(Object.values(out)).size === 1 ? { other: out.other ?? Object.values(out)[0] } : out;
  };
  const of = (options, n, type) => new Intl.NumberFormat(locale, options).formatToParts(n).find((p) => p.type === type)?.value;
  const out = {
    decimal: of({}, 1.5, 'decimal'), group: of({}, 1234567, 'group'), minus: of({}, -1, 'minusSign'), plus: of({ signDisplay: 'always' }, 1, 'plusSign'),
    percentSign: of({ style: 'percent' }, 1, 'percentSign'), nan: of({}, NaN, 'nan'), infinity: of({}, Infinity, 'infinity'),
    grouped: new Intl.NumberFormat(locale).format(1234), sizes: new Intl.NumberFormat(locale).format(123456789),
    percent: [shape({ style: 'percent' }, 1), shape({ style: 'percent' }, -1)],
    currencies: {}, units: {}, compact: {},
  };
  for (const currency of currencies) {
    const o = { style: 'currency', currency, minimumFractionDigits: 0 };
    const entry = { digits: new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits };
    for (const currencyDisplay of ['symbol', 'narrowSymbol', 'code']) {
      entry[currencyDisplay] = [shape({ ...o, currencyDisplay }, 1), shape({ ...o, currencyDisplay }, -1), shape({ ...o, currencyDisplay, currencySign: 'accounting' }, -1),
        of({ ...o, currencyDisplay }, 1, 'currency')];
    }
    entry.name = forms({ ...o, currencyDisplay: 'name' });
    out.currencies[currency] = entry;
  }
  const separators = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' }).formatToParts(1234567.5);
  out.currencyDecimal = separators.find((p) => p.type === 'decimal').value;
  out.currencyGroup = separators.find((p) => p.type === 'group')?.value;
  for (const unit of units) for (const unitDisplay of ['short', 'long', 'narrow']) out.units[unit + unitDisplay[0]] = forms({ style: 'unit', unit, unitDisplay });
  for (const compactDisplay of ['short', 'long']) {
    for (let power = 3; power < 15; power++) {
      const entry = {};
      for (const lead of [1, 2, 3, 5, 1.1]) {
        const n = lead * 10 ** power;
        const parts = new Intl.NumberFormat(locale, { notation: 'compact', compactDisplay, maximumSignificantDigits: 2, useGrouping: false }).formatToParts(n);
        const int = parts.find((p) => p.type === 'integer')?.value ?? '1'; // French says "mille"
        const shown = +parts.filter((p) => ['integer', 'decimal', 'fraction'].includes(p.type)).map((p) => (p.type === 'decimal' ? '.' : p.value)).join('');
        const text = parts.map((p) => (p.type === 'integer' ? '{n}' : ['decimal', 'fraction'].includes(p.type) ? '' : p.value)).join('');
        entry[plural.select(shown)] = text;
        entry.digits ??= int.length;
      }
      out.compact[compactDisplay[0] + power] = entry;
    }
  }
  return out;
}

const data = {};
for (const locale of process.argv[2] ? [process.argv[2]] : locales) data[locale] = record(locale);
if (process.argv[2]) {
  console.log(JSON.stringify(data));
  process.exit();
}
// The names of zones are a fifth of all where every locale lists the zones again; the lists are the same for most.
writeFileSync('locales.json.gz', gzipSync(JSON.stringify(data), { level: 9 }));
for (const l of Object.keys(data)) for (const [k, v] of Object.entries(data[l].glue)) if (v.startsWith('!')) console.error(l, k, v);
