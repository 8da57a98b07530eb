// Intl.Segmenter (ECMA-402, section 18).
(function (host) {
  'use strict';
  const { option, locales, finish, unsupported } = host.tools;
  const held = new WeakMap(); // of a Segments object: its input, where its segments end, and whether those are words

  const state = (segments, method) => held.get(segments) ?? (() => { throw new TypeError(`Method %Segments.prototype%.${method} called on incompatible receiver ${String(segments)}`); })();
  // data is the Segment Data object of the i-th segment.
  const data = ({ input, ends, words }, i) => {
    const index = i === 0 ? 0 : Math.abs(ends[i - 1]);
    const out = { segment: input.slice(index, Math.abs(ends[i])), index, input };
    if (words) out.isWordLike = ends[i] > 0;
    return out;
  };

  const iteratorPrototype = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
    next: {
      value: {
        next() {
          const it = held.get(this);
          if (it === undefined) throw new TypeError(`Method %SegmentIterator.prototype%.next called on incompatible receiver ${String(this)}`);
          return it.at < it.of.ends.length ? { value: data(it.of, it.at++), done: false } : { value: undefined, done: true };
        },
      }.next, writable: true, configurable: true,
    },
    [Symbol.toStringTag]: { value: 'Segmenter String Iterator', configurable: true },
  });
  const segmentsPrototype = {
    containing(index) {
      const of = state(this, 'containing');
      const at = Math.trunc(Number(index)) || 0;
      if (at < 0 || at >= of.input.length) return undefined;
      let [low, high] = [0, of.ends.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (Math.abs(of.ends[middle]) > at) high = middle;
        else low = middle + 1;
      }
      return data(of, low);
    },
    [Symbol.iterator]() {
      const of = state(this, '[Symbol.iterator]');
      const it = Object.create(iteratorPrototype);
      held.set(it, { of, at: 0 });
      return it;
    },
  };
  for (const key of Reflect.ownKeys(segmentsPrototype)) Object.defineProperty(segmentsPrototype, key, { enumerable: false });

  class Segmenter {
    #o;
    constructor(tags = undefined, given = undefined) {
      const [locale] = locales.resolve(tags);
      if (given !== undefined && (given === null || typeof given !== 'object' && typeof given !== 'function')) throw new TypeError('invalid_argument');
      const options = given === undefined ? Object.create(null) : given;
      option(options, 'localeMatcher', ['lookup', 'best fit']);
      this.#o = { locale, granularity: option(options, 'granularity', ['grapheme', 'word', 'sentence']) ?? 'grapheme' };
    }

    resolvedOptions() { return { ...this.#o }; }

    segment(text) {
      const { granularity, locale } = this.#o;
      const input = `${text}`;
      const language = locale.split('-')[0];
      if (granularity === 'sentence' && language === 'el' && /[;;]/.test(input)) return unsupported('sentences of', 'Greek with semicolons');
      const ends = host.segments(input, granularity);
      if (typeof ends === 'string') return unsupported('words of', `${ends}, for which a dictionary is needed,`);
      const made = Object.create(segmentsPrototype);
      held.set(made, { input, ends, words: granularity === 'word' });
      return made;
    }
  }

  return { Segmenter: finish(Segmenter, 'Segmenter', false) };
})
