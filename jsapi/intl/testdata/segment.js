// Intl.Segmenter.
globalThis.S = Intl.Segmenter; globalThis.tried = (f) => { try { return f() } catch (e) { return [e.name, e.message] } }; globalThis.cut = (text, granularity, locale = 'en') => [...new S(locale, { granularity }).segment(text)].map((s) => s.isWordLike ? s.segment : `(${s.segment})`).join('|'); 0
[S.length, S.name, Object.getOwnPropertyNames(S.prototype), Object.prototype.toString.call(new S()), S.supportedLocalesOf(['de', 'pl']), new S('pl', { granularity: 'word' }).resolvedOptions(), new S().resolvedOptions().granularity]
const s = new S('en', { granularity: 'word' }).segment('a b'); [[...s], s.containing(1), s.containing(2.9), s.containing(9), s.containing(-1), s.containing(), s.containing('x'), s.containing(-0.5)]
const s = new S().segment('x'), i = s[Symbol.iterator](), p = Object.getPrototypeOf(i); [Object.getOwnPropertyNames(Object.getPrototypeOf(s)), Object.prototype.toString.call(i), Object.getOwnPropertyNames(p), i.next(), i.next(), i.next(), Object.getPrototypeOf(p) === Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), i[Symbol.iterator]() === i]
[tried(() => new S('en', { granularity: 'x' }))[0], tried(() => new S('en', null)), tried(() => new S().segment(Symbol())), [...new S().segment('')], [...new S().segment()].map((x) => x.segment).join('|'), tried(() => S())[0]]
cut('Zażółć gęślą jaźń, e\u0301 👨‍👩‍👧‍👦🇵🇱🇩🇪 a\r\nb 👍🏽 각 क्षि', 'grapheme')
cut("Hello, world! It's 3.14 or 1,000.5; e.g. can't-do foo_bar x:y a.b @me #tag 50% $5 α β", 'word')
cut('Zażółć gęślą jaźń — „tak”, 2024-01-02 12:30 http://x.y/z?a=b&c=d user@example.com 👍🏽 🇵🇱', 'word', 'pl')
cut("kl.12:30 EU:n a:b", 'word', 'fi')
cut("EU:s a:b", 'word', 'sv')
cut('l’été d\'hiver aujourd’hui «oui» 1 000', 'word', 'fr')
cut('שלום עולם צה"ל مرحبا بالعالم Привет, мир! 안녕 세계 한국어', 'word')
cut('Dr. Smith went. He said "Hi." Then left! Really?! Yes… ok. 3.14 is pi. e.g. this. U.S.A. is.', 'sentence')
cut('Hej.\nNy rad. A.B. c\r\n\r\nx', 'sentence', 'sv')
cut('日本語です。元気ですか？はい！', 'sentence', 'ja')
cut('日本語です', 'grapheme', 'ja')
cut('a\u200db \u00ad x\u00ady _ __ a_ 1_2 \t\n  z', 'word')
cut('漢 字 1漢 ア', 'word', 'ja')
cut('\ud800a \udc00', 'grapheme').length
const alphabet = ['a', 'Z', 'ż', '1', '2', '.', ',', ':', ';', "'", '"', '_', '-', ' ', '\t', '\n', '\r', '!', '?', '…', 'e\u0301', '\u200d', '👍', '🏽', '🇵', '🇱', '👩', '❤️', 'א', '"', 'ا', 'ب', 'क', '्', 'ष', 'ി', 'ന', '\u00ad', '\u2060', 'U.S.', 'Dr.', '(', ')', '«', '’', '\u2028', '\u3000', '₂', 'Ⅷ', '٣', '१', 'Ａ', '＿', '·', '\u0600', '\ud83d', 'ﬀ', '$', '@', '\u1100', '\u1161', '\u11a8', 'ꙮ']; let seed = 4711, hash = 0; const rnd = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648, Math.floor(seed / 2147483648 * n)); for (let i = 0; i < 2000; i++) { let s = ''; for (let n = rnd(12); n >= 0; n--) s += alphabet[rnd(alphabet.length)]; for (const granularity of ['grapheme', 'word', 'sentence']) for (const x of new S('en', { granularity }).segment(s)) hash = (Math.imul(hash, 31) + x.index * 2 + (x.isWordLike ? 1 : 0)) | 0; } hash
