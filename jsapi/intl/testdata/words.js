// Records the words of lists and of relative times from Node 20, whose ICU has the data of Unicode's CLDR: run `node testdata/words.js` in
// the package's folder, which writes words.json.gz.
'use strict';
const { gzipSync } = require('node:zlib');
const { readdirSync, writeFileSync } = require('node:fs');

const locales = readdirSync('locales').map((f) => f.replace('.json.gz', '')).sort();
const styles = ['long', 'short', 'narrow'];
const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
const samples = [0, 1, 2, 3, 5, 11, 21, 100, 1000000, 0.5, 1.5, 2.5];
const out = {};
for (const locale of locales) {
  const lists = {};
  for (const type of ['conjunction', 'disjunction', 'unit']) for (const style of styles) {
    const f = new Intl.ListFormat(locale, { type, style });
    const between = (items) => {
      const text = f.format(items);
      return items.map((item, i) => text.slice(i === 0 ? 0 : text.indexOf(items[i - 1]) + items[i - 1].length, text.indexOf(item)))
        .concat(text.slice(text.indexOf(items[items.length - 1]) + items[items.length - 1].length));
    };
    lists[`${type[0]}${style[0]}`] = [between(['A0A', 'A1A']), between(['A0A', 'A1A', 'A2A', 'A3A'])];
  }
  const plural = new Intl.PluralRules(locale);
  const times = {};
  for (const unit of units) for (const style of styles) {
    const entry = { past: {}, future: {}, auto: {} };
    for (const n of samples) {
      for (const [key, sign] of [['past', -1], ['future', 1]]) {
        const parts = new Intl.RelativeTimeFormat(locale, { style }).formatToParts(sign * n === 0 && sign < 0 ? -0 : sign * n, unit);
        entry[key][plural.select(n)] ??= parts.map((p, i) => (p.unit ? (parts[i - 1]?.unit ? '' : '{n}') : p.value)).join('');
      }
    }
    for (const n of [-2, -1, 0, 1, 2]) {
      const parts = new Intl.RelativeTimeFormat(locale, { style, numeric: 'auto' }).formatToParts(n, unit);
      if (!parts.some((p) => p.unit)) entry.auto[n] = parts.map((p) => p.value).join('');
    }
    times[`${unit}-${style[0]}`] = entry;
  }
  out[locale] = { lists, times };
}
writeFileSync('words.json.gz', gzipSync(JSON.stringify(out), { level: 9 }));
