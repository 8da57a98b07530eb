// Properties
['a', 'é', 'Ω', '漢', '1', '_', '𝒜', '😀', ' '].map((c) => new RegExp('\\p{L}', 'u').test(c))
['a', 'é', 'Ω', '漢', '1', '_', '𝒜', '😀', ' '].map((c) => new RegExp('^\\P{L}$', 'u').test(c))
['a', 'é', '1', '_', '-', '😀'].map((c) => new RegExp('^[\\p{L}\\d_-]$', 'u').test(c))
['a', 'é', '1', '_', '-', '😀'].map((c) => new RegExp('^[^\\p{L}\\d_]$', 'u').test(c))
['a', 'A', 'é', 'É', '1'].map((c) => [new RegExp('^\\p{Lu}$', 'iu').test(c), new RegExp('^\\P{Lu}$', 'iu').test(c), new RegExp('^[^\\P{Lu}]$', 'iu').test(c), new RegExp('^[^\\p{Lu}]$', 'iu').test(c), new RegExp('^\\p{Lu}$', 'u').test(c)])
['a', 'A', 'é', 'É', '1'].map((c) => [new RegExp('^\\p{Lu}$', 'iv').test(c), new RegExp('^\\P{Lu}$', 'iv').test(c), new RegExp('^[^\\P{Lu}]$', 'iv').test(c), new RegExp('^[^\\p{Lu}]$', 'iv').test(c), new RegExp('^\\p{Lu}$', 'v').test(c)])
['General_Category=Uppercase_Letter', 'gc=Lu', 'Lu', 'Uppercase_Letter', 'Script=Greek', 'sc=Grek', 'Script_Extensions=Grek', 'scx=Greek', 'Alphabetic', 'Alpha', 'ASCII', 'Any', 'Emoji', 'White_Space', 'space', 'ID_Start', 'IDS', 'L', 'Letter', 'N', 'Sc', 'P', 'punct', 'Cased', 'XIDC', 'RI', 'Assigned', 'Cn', 'LC'].map((p) => ['A', 'Ω', '😀', ' ', '5', '€', '.', '\u0378', '\u0342'].map((c) => +new RegExp(`\\p{${p}}`, 'u').test(c)).join(''))
['Foo', 'lu', 'Script', 'sc=Foo', 'Latin', 'gc=Latin', '', 'RGI_Emoji', 'Emoji=Yes', 'sc=', '=Lu', 'Block=Latin'].map((p) => { try { new RegExp(`\\p{${p}}`, 'u'); return 'ok' } catch (e) { return e.message } })
['\\p', '\\pL', '\\p{L', '\\P', '[\\p{L}-z]', '[a-\\p{L}]', '[\\p{L}-]', '[-\\p{L}]', '[z\\p{L}-]', '\\p{}'].map((p) => { try { new RegExp(p, 'u'); return 'ok' } catch (e) { return e.name } })
['Han', 'Hira', 'Kana', 'Cyrl', 'Arab', 'Hebr', 'Thai', 'Deva', 'Zyyy', 'Zinh', 'Latn', 'Hang'].map((s) => ['漢', 'ひ', 'カ', 'я', 'ش', 'ש', 'ก', 'अ', '1', '\u0301', 'x', '한', '\u30fc', '\u0660', '\u3001', '\u1d166'].map((c) => `${+new RegExp(`\\p{sc=${s}}`, 'u').test(c)}${+new RegExp(`\\p{scx=${s}}`, 'u').test(c)}`).join(' '))
['Emoji', 'Emoji_Presentation', 'Emoji_Modifier', 'Emoji_Modifier_Base', 'Emoji_Component', 'Extended_Pictographic', 'ExtPict', 'Regional_Indicator', 'Case_Ignorable', 'Grapheme_Extend', 'Bidi_Mirrored', 'Default_Ignorable_Code_Point', 'XID_Start', 'Variation_Selector', 'Math', 'Dash', 'Hex_Digit', 'Ideographic', 'Lowercase', 'Uppercase', 'Quotation_Mark'].map((p) => ['#', '1', '©', '😀', '👍', '🏽', '🇩', '\u200d', '\ufe0f', '(', "'", '\u0301', '+', '-', 'f', '漢', 'ª', 'Ⓐ'].map((c) => +new RegExp(`\\p{${p}}`, 'u').test(c)).join(''))
// Matching
'Grüße, Ωmega 漢字 𝒜b!'.match(new RegExp('\\p{L}+', 'gu'))
'a1b2ü3'.replace(new RegExp('\\p{L}', 'gu'), (c) => c.toUpperCase())
'one, two;  drei'.split(new RegExp('\\P{L}+', 'u'))
'x😀y👍🏽z'.split(new RegExp('\\p{Emoji}', 'u'))
[...'a1é2'.matchAll(new RegExp('(?<letter>\\p{L})(?<digit>\\d)', 'gu'))].map((m) => ({ ...m.groups, index: m.index }))
new RegExp('(?<y>\\p{N}{4})-(?<m>\\p{N}{2})', 'u').exec('é 2020-12').groups.m
new RegExp('(?<w>.+)', 'u').exec('é😀').groups.w
new RegExp('\\p{L}|(?<d>\\d)', 'u').exec('é').groups.d
(() => { const r = new RegExp('\\p{L}', 'uy'); r.lastIndex = 1; return [r.exec('1é2')[0], r.lastIndex, r.test('1é2'), r.lastIndex] })()
new RegExp('[\\u{1F600}-\\u{1F64F}]', 'u').test('😀')
[new RegExp('[]', 'u').test('a'), new RegExp('[^]', 'u').exec('\ud83d\ude00')[0].length, new RegExp('^[^]$', 'u').test('\udbff\udfff'), new RegExp('[]|b', 'u').exec('ab')[0]]
new RegExp('^(?:\\p{Lu}\\p{Ll}+\\s?)+$', 'u').test('Jean Élodie')
new RegExp('(?<=\\p{Sc})\\d+', 'u').exec('€42')[0]
new RegExp('(\\p{L})\\1', 'u').exec('aéé')[0]
'ÀÉ'.search(new RegExp('\\p{Ll}', 'iu'))
// What is shown
(() => { const r = new RegExp('[\\p{L}/]\\/a', 'giu'); return [r.source, r.flags, String(r), r.global, r.ignoreCase, r.unicode, r.hasIndices] })()
(() => { const r = new RegExp('[a-z&&[aeiou]]', 'v'); return 1 })()
(() => { const r = new RegExp('[[a-z]&&[aeiou]]/', 'gv'); return [r.source, r.flags, String(r), r.unicodeSets] })()
(() => { const r = new RegExp('a\n/', 'du'); return [r.source, r.flags] })()
(() => { const r = new RegExp('\\p{Lu}', 'gu'); const s = new RegExp(r); const t = new RegExp(r, 'i'); const u = new RegExp(r, 'u'); return [s.source, s.flags, s.test('É'), t.source, t.flags, t.test('É'), u.flags, u.test('é'), s !== r] })()
[new RegExp('a', 'g').flags, /a/gi.source, new RegExp('').source, RegExp.prototype.source, RegExp.prototype.flags, RegExp.prototype.hasIndices, RegExp.prototype.unicodeSets]
(() => { class R extends RegExp { test(s) { return super.test(s) ? 'yes' : 'no' } } const r = new R('^\\p{L}+$', 'u'); return [r.test('é'), r instanceof R, r.source, r.flags] })()
[RegExp.length, RegExp.name, /a/ instanceof RegExp, /a/.constructor === RegExp, RegExp[Symbol.species] === RegExp || true]
(() => { const a = new RegExp('\\p{L}', 'gu'), b = new RegExp('\\p{L}', 'gu'); a.test('aa'); return [a.lastIndex, b.lastIndex, a === b] })()
(() => { const r = new RegExp('x', 'g'); r.compile('\\d'); return r.test('1') })()
// Set notation
['[\\p{L}--[a-z]]', '[\\p{L}&&\\p{ASCII}]', '[[a-z]--[aeiou]]', '[\\w--\\d]', '[^\\p{L}]', '[^[a-c]]', '[a-c[x-z]]', '[\\q{a|b}c]', '[[a-z]&&[^b]]', '[\\p{Lu}--\\p{ASCII}--É]', '[\\-\\]]', '\\p{L}', '[]', '[^]', '[\\x41\\u0042\\u{43}\\n]'].map((p) => ['a', 'b', 'e', 'z', 'A', 'É', '1', '-', ']', '\n', '😀'].map((c) => +new RegExp(`^${p}$`, 'v').test(c)).join(''))
['[[a-z]--[aeiou]]', '[\\p{Lu}&&[a-z]]', '[^[A-C]]', '[\\q{a}b]'].map((p) => ['a', 'b', 'e', 'A', 'E', 'É', 'k', 'K', '\u212a'].map((c) => +new RegExp(`^${p}$`, 'vi').test(c)).join(''))
['[a-z&&[aeiou]]', '[a--b&&c]', '[a&&&b]', '[(]', '[a|b]', '[a!!b]', '[a-]', '[z-a]', '[\\p{Foo}]', '[a&&b c]', '[ab--c]', '[[a-z]', '\\p{Foo}', '[\\a]', '[a--]'].map((p) => { try { new RegExp(p, 'v'); return 'ok' } catch (e) { return e.name } })
['uv', 'vu', 'uu', 'dd', 'x'].map((f) => { try { new RegExp('a', f); return 'ok' } catch (e) { return e.name } })
// Match indices
(() => { const m = new RegExp('(?<a>b)(c)?', 'd').exec('xxb'); return [m.indices[0], m.indices[1], m.indices[2], m.indices.groups.a, m[0], m.index] })()
(() => { const m = new RegExp('(\\p{L})(.)', 'du').exec('1é😀'); return [...m.indices] })()
(() => { const r = new RegExp('o', 'dg'); return ['foo'.match(r), [...'foo'.matchAll(r)].map((m) => m.indices[0]), r.hasIndices, r.flags] })()
(() => { const r = new RegExp('(a)|(b)', 'dy'); r.lastIndex = 1; const m = r.exec('ab'); return [m.indices.length, m.indices[1], m.indices[2], r.lastIndex, m.indices.groups] })()
new RegExp('z', 'd').exec('a')
Object.keys(new RegExp('a', 'd').exec('a')).sort()
'a-b'.replace(new RegExp('-', 'd'), '+')
'a-b'.split(new RegExp('-', 'd'))
'aéb'.split(new RegExp('[\\p{L}--[ab]]', 'v'))
[...'aéb'.matchAll(new RegExp('[\\p{L}--[ab]]', 'gv'))].map((m) => m[0] + m.index)
'a1b2'.split(/\d/)
// alternatives that begin with what the next one excludes
['ba'.match(/ba|[^b]/g), '{x}y{z}'.match(/\{\w\}|[^{]+/g), 'abab'.replace(/ab|[^a]/g, '.'), /(?=ba|[^b])./.exec('ba')[0]]
