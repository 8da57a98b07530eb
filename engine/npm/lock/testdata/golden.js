// Writes what npm's own json-stringify-nice, with the keys that its lockfiles put first, makes of made-up values:
// node golden.js > golden.json
'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const modules = path.join(execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim(), 'npm', 'node_modules')
const stringify = require(path.join(modules, 'json-stringify-nice'))
const { keyOrder } = require(path.join(modules, '@npmcli', 'arborist', 'lib', 'shrinkwrap.js'))

// A generator of our own, so that the cases are the same everywhere (numerical recipes' constants).
let seed = 1
const random = (n) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * n)
}
const pick = (list) => list[random(list.length)]
const keys = [
  ...keyOrder, 'a', 'A', 'b', 'a-b', 'a_b', 'a.b', '@a/b', '@a-b/c', 'node_modules/a', 'node_modules/a/node_modules/b', 'node_modules/a-b', '', '1', '10', '2', '01', '4294967294', '4294967295',
  '-1', 'engines', 'license', 'bin', 'os', 'cpu', 'funding', 'optional', 'dev', 'ä', 'z', '__proto_', 'x y', '"', '\\', '<&>',
]
const strings = ['', 'a', '^1.2.3', '"quoted"', 'back\\slash', 'line\nbreak\ttab\r\f\b', '\u0000\u001f\u007f', '<b>&amp;</b>', '\u2028\u2029', 'ä', '日本', '😀', '\u00a0']
const value = (depth) => {
  switch (random(depth > 2 ? 5 : 9)) {
    case 0: return true
    case 1: return null
    case 2: return random(1000)
    case 3: case 4: return pick(strings)
    case 5: return Array.from({ length: random(3) }, () => value(depth + 1))
    default: {
      const o = {}
      for (let i = random(7); i > 0; i--) o[pick(keys)] = value(depth + 1)
      return o
    }
  }
}
const cases = Array.from({ length: 300 }, () => ({ a: value(0), [pick(keys)]: value(0), [pick(keys)]: value(0) }))
process.stdout.write(`[\n${cases.map((c) => JSON.stringify([JSON.stringify(c), stringify(c, keyOrder, 2)])).join(',\n')}\n]\n`)
