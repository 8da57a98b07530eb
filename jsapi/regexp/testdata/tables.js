// Prints tables.txt: what Unicode says of code points and Go's package unicode does not, as Node 20 has it. Run it with
// `node testdata/tables.js > tables.txt`; it takes a minute.
'use strict';
let all = '';
for (let c = 0; c < 0x110000; c++) if (c < 0xd800 || c > 0xdfff) all += String.fromCodePoint(c);

function ranges(property) {
  const out = [];
  for (const m of all.matchAll(new RegExp(`\\p{${property}}+`, 'gu'))) {
    // Matches run over the gap of the surrogates.
    const first = m[0].codePointAt(0);
    const last = m[0].codePointAt(m[0].length - (m[0].codePointAt(m[0].length - 2) > 0xffff ? 2 : 1));
    out.push([first, last]);
  }
  return out;
}

// write gives ranges as distances from the end of the one before, and lengths where more than one, in base 36.
function write(list) {
  let at = 0;
  return list.map(([first, last]) => {
    const text = (first - at).toString(36) + (last > first ? `-${(last - first).toString(36)}` : '');
    at = last;
    return text;
  }).join(' ');
}

const binary = ['Bidi_Control', 'Bidi_Mirrored', 'Case_Ignorable', 'Default_Ignorable_Code_Point', 'Emoji', 'Emoji_Component',
  'Emoji_Modifier', 'Emoji_Modifier_Base', 'Emoji_Presentation', 'Extended_Pictographic', 'Grapheme_Extend', 'XID_Start', 'XID_Continue'];
for (const p of binary) console.log(`= ${p} ${write(ranges(p))}`);

const { scripts } = JSON.parse(process.argv[2] || '{"scripts":[]}');
const codes = [];
const letters = 'abcdefghijklmnopqrstuvwxyz';
for (const a of letters) for (const b of letters) for (const c of letters) for (const d of letters) {
  const code = a.toUpperCase() + b + c + d;
  try {
    new RegExp(`\\p{sc=${code}}`, 'u');
    if (!code.startsWith('Qaa')) codes.push(code); // which are older names of two
  } catch { /* there is none */ }
}
for (const name of scripts) {
  let own;
  try { own = ranges(`sc=${name}`); } catch { continue; }
  const first = String.fromCodePoint(own[0][0]);
  const code = codes.find((c) => c !== name && new RegExp(`\\p{sc=${c}}`, 'u').test(first));
  if (code) console.log(`alias ${code} ${name}`);
  const extra = ranges(`scx=${name}`).flatMap(([a, b]) => {
    const out = [];
    for (let c = a; c <= b; c++) {
      if (new RegExp(`\\p{sc=${name}}`, 'u').test(String.fromCodePoint(c))) continue;
      if (out.length && out.at(-1)[1] === c - 1) out.at(-1)[1] = c; else out.push([c, c]);
    }
    return out;
  });
  if (extra.length && name !== 'Common' && name !== 'Inherited') console.log(`scx ${name} ${write(extra)}`);
}
