// Writes what Intl.Collator('en'), which npm sorts with, makes of lists of names: node golden.js > golden.json
'use strict'

const lock = require('../../lock/testdata/npm.json')

const characters = []
for (let c = 0; c < 128; c++) characters.push(String.fromCharCode(c))

// A generator of our own, so that the names are the same everywhere (numerical recipes' constants).
let seed = 1
const random = (n) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * n)
}
const from = (alphabet, longest) => {
  let s = ''
  for (let n = random(longest) + 1; n > 0; n--) s += alphabet[random(alphabet.length)]
  return s
}
const many = (n, alphabet, longest) => Array.from({ length: n }, () => from(alphabet, longest))

const lists = {
  'every character': characters,
  'pairs of punctuation': many(300, [...'_-,;:!?.()[]{}@*/\\&#%`^+<=>|~$ '], 3),
  names: many(400, [...'abAB01-_.@/'], 6),
  'case only': ['ab', 'Ab', 'aB', 'AB', 'a-b', 'A-b', 'a-B', 'ab-', 'aB-', 'abc', 'aBc', 'Abc'],
  packages: [
    'lodash', 'lodash.get', 'lodash-es', 'lodash_es', 'Lodash', 'lodash2', 'lodash10', '@types/node', '@types/Node',
    '@babel/core', '@babel/helper-plugin-utils', 'babel-core', 'JSONStream', 'jsonstream', 'json-stream', 'js-yaml',
    'jsyaml', 'string_decoder', 'string-width', 'string-width-cjs', 'stringwidth', 'string.prototype.trim',
    'node_modules/a', 'node_modules/a/node_modules/b', 'node_modules/a-b', 'node_modules/a.b', 'node_modules/a_b',
    'node_modules/@a/b', 'node_modules/@a-b/b', 'node_modules/@a/b/node_modules/c', 'node_modules/ab', '', 'node_modules/A',
    'd', 'd3', 'd3-array', 'D3', 'es6-promise', 'es5-ext', 'ms', 'Base64', 'base64', 'base64-js', 'base-64',
  ],
  'a tree': [...Object.keys(lock.packages), ...Object.values(lock.packages).flatMap((p) => Object.keys(p.dependencies || {}))],
  'with control characters': many(100, [...'ab-\u0000\u0001\u007f\t '], 4),
  latin: ['é', 'e', 'E', 'É', 'eé', 'ee', 'ef', 'éa', 'ea', 'z', 'ä', 'a', 'ø', 'o', 'ß', 'ss', 'ñ', 'n', 'œ', 'oe', 'ü/a', 'u/b'],
  scripts: ['я', 'ж', 'α', 'β', 'z', 'あ', 'ア', '中', '文', '한', 'ا', 'א', '1', '-'],
}

const { compare } = new Intl.Collator('en')
const out = Object.entries(lists).map(([name, list]) => {
  const sorted = [...new Set(list)].sort((a, b) => compare(a, b) || (a < b ? -1 : 1))
  // equal[i]: sorted[i] collates as its predecessor does.
  return { name, sorted, equal: sorted.flatMap((s, i) => (i > 0 && compare(sorted[i - 1], s) === 0 ? [i] : [])) }
})
process.stdout.write('[\n' + out.map((o) => JSON.stringify(o)).join(',\n') + '\n]\n')
