// Writes what node-semver, as npm brings it, makes of versions and ranges: node golden.js > golden.json
// The ranges and versions in real.json stand in the dependencies and engines of packages of the registry.
'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const root = execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim()
const semver = require(path.join(root, 'npm', 'node_modules', 'semver'))
const real = require('./real.json')

// A generator of our own, so that the cases are the same everywhere (numerical recipes' constants).
let seed = 1
const random = (n) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * n)
}
const pick = (list) => list[random(list.length)]
const times = (n, f) => Array.from({ length: n }, f)

const long = (c, n) => c.repeat(n)
const oddVersions = [
  '', ' ', 'v', '=', 'x', '1', '1.2', '1.2.3', 'v1.2.3', '=1.2.3', '= 1.2.3', 'v 1.2.3', 'v=v1.2.3', '==1.2.3', ' 1.2.3 ',
  '\t1.2.3\n', '\u00a01.2.3\ufeff', '1.2.3\u0085', '01.02.03', '1.2.3-01', '1.2.3-0a', '1.2.3beta', '1.2.3beta.1', '1.2.3-',
  '1.2.3--', '1.2.3-.a', '1.2.3-a.', '1.2.3-a..b', '1.2.3.4', '1.2.30.5', '1.2.30.x', '1.2.3-β', '1.2.3+b', '1.2.3+b.1-x',
  '1.2.3+', '1.2.3+b+c', '1.2.3-rc.1+b.2', '1.2.3rc+b', '1.2.3-+b', '1.2.x', '1.x.3', '*', 'latest', '1.2.3 4', '1.2.3-rc 1',
  '-1.2.3', '1.-2.3', '1..3', '.1.2', '1.2.', '１.2.3', '9007199254740991.0.0', '9007199254740992.0.0',
  '0.9007199254740992.0', '0.0.99999999999999999999999', '1.0.0-9007199254740990', '1.0.0-9007199254740991',
  '1.0.0-9007199254740992', '1.0.0-9007199254740993', '1.0.0-00009', '1.0.0-99999999999999999999999999', '1.0.0-A', '1.0.0-a',
  '1.0.0-a-b', '1.0.0-a.b', '1.0.0-1.a', '1.0.0-a.1', '1.0.0-1', '1.0.0-1a', '1.0.0-x', 'V1.2.3', '1.2.3-x.7.z.92',
  '1.2.3-' + long('a', 251), '1.2.3-' + long('a', 250), '1.2.3-' + long('a', 249), long('1', 257) + '.0.0', '1.2.3+' + long('b', 240),
  long(' ', 300) + '1.2.3', long('v', 250) + '1.2.3', long('v', 252) + '1.2.3',
]
const operators = ['', '', '', '=', '>', '>=', '<', '<=', '^', '^', '~', '~', '~>', '==', '=>', '<>', 'v', '>v', '>=v', '^v', '~=', '^^', '- ']
const numbers = ['0', '0', '1', '1', '2', '3', '10', '01', 'x', 'X', '*', '', '9007199254740991', '99999999999999999999999', 'a']
const releases = ['', '', '', '', '', '', '-0', '-a', '-rc.1', '-rc.2', 'beta', '-', '+b', '-rc.1+b.2', '-01', '.4', '-x', '*', '-rc.1-2']
const spaces = ['', '', '', '', ' ', '  ', '\t']
const joins = [' ', ' ', ' ', '  ', ' || ', '||', '|| ', ' - ', ' -', '-', ',', ', ', ' | ', ' && ', '']
const part = () => {
  const n = pick(numbers)
  return n === '' ? '' : n
}
const partial = () => {
  let s = part()
  for (let i = random(10) < 6 ? 2 : random(3); i > 0; i--) s += '.' + part()
  return s + pick(releases)
}
const comparator = () => (random(12) ? pick(operators) + pick(spaces) + partial() : pick(['', '*', 'x', 'latest', 'foo', '-', '=', '>', '~', '^']))
const range = () => {
  let s = pick(spaces) + comparator()
  for (let i = random(4); i > 0; i--) s += pick(joins) + comparator()
  return s + pick(spaces)
}
const tameNumber = () => String(random(4))
const tamePartial = () => {
  const s = [tameNumber(), tameNumber(), tameNumber()].slice(0, random(5) ? 3 : 1 + random(2)).join('.')
  return s.split('.').length === 3 && random(4) === 0 ? s + pick(['-0', '-a', '-rc.1', '-1']) : s
}
const tame = () => times(1 + random(2), () => times(1 + random(2), () => pick(['', '>', '>=', '<', '<=', '^', '~', '=']) + tamePartial()).join(' ')).join(pick(['||', ' || ']))

const oddRanges = [
  '', ' ', '*', 'x', 'X', 'latest', '>= 1.0', '^ 1.2', '>=1 <2', '1.x.x', '~> 1', '~>1', '~ > 1', '~ 1.2', '=>1.2.3', '=1.2.3', '==1.2.3',
  '= = 1.2.3', '> = 1.2.3', '>=  = 1.2.3', 'v = 1.2.3', 'v 1.2.3', '> v 1.2.3', '>=01.02.03', '^00.1.2', '^0.00.3', '^0.0', '^0.0.x', '^0', '^0.x',
  '^0.0.3', '^0.1.2', '^1', '^x', '^*', '^', '~', '~*', '~x.1', '^x.1', 'x.1', '1.x.3', '1.*.3', '*.1.2', '*1.2.3', '1.2.3*', '1.2*', '*.*.*',
  '>*', '<*', '>=*', '<=*', '=*', '> *', '<x', '>x', '>=x.x', '>1.x', '>1', '>1.2', '<=1', '<=1.2', '<1', '<1.2.x', '>=1.x', '=1.x', '=1',
  '1 - 2', '1.2 - 2.3', '1.2.3 - 2.3.4', '1.2.3 - 2', '1.2 - 2.3.4', '* - 2', '1 - *', 'x - x', '1.2.3-a - 2.3.4-b', '1.2.3+b - 2.3.4+c', '1.2.3 -2.3.4',
  '1.2.3- 2.3.4', '1.2.3 - 2.3.4 - 3', 'v1.2.3 - =2.3.4', 'v 1.2.3 - = 2.3.4', '1 - 2 || 3 - 4', '1 - 2 3', '1.x.3 - 2', '1 - 2.x.3', '>1 - 2', '^1 - 2',
  '1.2.3beta - 2.0.0rc1', '1 - 9007199254740991', '1||2', '||', '|| 1', '1 ||', '1 || foo', 'foo || bar', '1 | 2', '1,2', '1, 2', '>=1,<2', '>=1 && <2',
  '1.2.3 foo', 'foo 1.2.3', 'foo * bar', '* bar', 'foo *', '* 1.2.3', '1.2.3 *', '>=0.0.0', '>= 0.0.0', '>=0.0.0-0', '>=0', '>=v0.0.0', '<0.0.0', '<0.0.0-0',
  '<0.0.0-0 || 1', '<0.0.0-0 || <0', '<0', '>1 <1', '1 2', '^1 ^2', '1.2.3 1.2.3', '>=1.2.3 >=1.2.3', '1.2.3+b', '^1.2.3+b', '>=1.2.3+b <2+c', '1+b', '++a', '1.2.3++a',
  '1.2.30.5', '^1.2.30.5', '1.2.xbeta', '1.2.x-beta', '^1.2.x-beta', '1.2.3-rc.1', '^1.2.3-rc.1', '~1.2.3-rc.1', '^0.2.3-rc.1', '^0.0.3-rc.1', '>1.2.3-rc.1', '<1.2.3-rc.1',
  '>=1.2.3-rc.1 <1.2.3', '>1.2.3-a <1.2.4-b', '1.2.3-rc', '^1.2.3beta', '~1.2.3beta', '1.2.3beta', '>=1.2.3beta', '^1.2.3-beta || ^2', '>=2.0.0-0', '^2.0.0-0', '~0.0.0-0',
  '9007199254740991.x', '^9007199254740991', '9007199254740992', '^99999999999999999999999', '<=99999999999999999999999.x', '<=99999999999999999999999.x || 1.0.0',
  '>99999999999999999999999 1.0.0', '1.0.0 || ^9007199254740992', '1.2.3-99999999999999999999', 'file:../x', 'git://x/y', 'npm:a@1', '~1.2.3 || ~2', '\u00a01.2.3\ufeff', '1.2.3\u0085',
  '1\n2', 'v1', 'V1', '^v1.2', '~v1.2', '>=v1.2', '^=1.2', '~=1.2', '~>=1.2', '^>1', '<>1', '><1', '>>1', '1..2', '1.', '.1', '1.2.3.', '- 1', '1 -', '-', '1 - -', '1.2.3-', '1.2.3--1',
  '>=1.2.3 <=1.2.3', '>1.2.3 <=1.2.3', '>=1.2.3-0 <1.2.3', 'node >=4', '>= 0.8.0 < 1', '>=4.x', '>=4.*', '>= 4', '0.x || 4.x', '>=0.10.x <=6', '10 || ^12 || >= 14',
  long('1', 257) + '.x || 1.0.0', '1.2.3-' + long('a', 260), '1.2.3-' + long('a', 250) + ' || 1.0.0', '1.0.0 || 1.2.3-' + long('a', 251), '>1.2.3+' + long('b', 300), long('v', 255) + '1.2.3 || 2',
]

const versions = [...new Set([
  '0.0.0', '0.0.0-0', '0.0.0-a', '0.0.1', '0.0.2', '0.0.3', '0.0.3-rc.1', '0.0.3-rc.2', '0.0.4', '0.1.0', '0.1.2', '0.2.3', '0.2.3-rc.1', '0.2.3-rc.2', '0.2.4', '0.8.0', '1.0.0',
  '1.0.0-0', '1.0.0-a', '1.0.0-rc.1', '1.1.0', '1.2.0', '1.2.0-0', '1.2.3', '1.2.3-0', '1.2.3-a', '1.2.3-beta', '1.2.3-rc.1', '1.2.3-rc.2', '1.2.3-0.5', '1.2.3-99999999999999999999',
  '1.2.4', '1.2.4-rc.1', '1.2.4-b', '1.3.0', '1.3.0-0', '1.10.0', '2.0.0', '2.0.0-0', '2.0.0-a', '2.0.0-rc.1', '2.0.1', '2.3.4', '2.3.4-b', '2.3.5', '2.4.0', '3.0.0', '3.0.0-0', '3.3.3',
  '4.0.0', '4.1.0', '6.0.0', '10.0.0', '10.3.2', '12.22.0', '14.0.0', '18.0.0', '20.11.0', '22.0.0', 'v1.2.3', '=1.2.3', '1.2.3+b', '1.2.3beta', '01.02.03', '1.2', 'latest', '',
  '9007199254740991.0.0', '9007199254740992.0.0',
])]
for (let i = 0; i < 40; i++) versions.push(`${random(4)}.${random(4)}.${random(4)}${random(4) ? '' : pick(['-0', '-a', '-rc.1', '-1'])}`)

const tryOr = (f, otherwise) => {
  try {
    return f()
  } catch {
    return otherwise
  }
}
const bits = (list) => {
  let hex = ''
  for (let i = 0; i < list.length; i += 4) hex += [0, 1, 2, 3].reduce((n, k) => n * 2 + (list[i + k] ? 1 : 0), 0).toString(16)
  return hex
}
const read = (range, loose) =>
  tryOr(() => {
    const r = new semver.Range(range, { loose })
    // What it matches is asked with loose versions either way: node's own version is no matter of the range's mode.
    return { form: r.range || '*', match: bits(versions.map((v) => r.test(tryOr(() => new semver.SemVer(v, { loose: true }), '')))) }
  }, null)

const ranges = [...new Set([...oddRanges, ...real.ranges, ...oddVersions, ...times(2200, range), ...times(500, tame)])]
const lines = []
const emit = (name, list) => lines.push(`"${name}":[\n${list.map((x) => JSON.stringify(x)).join(',\n')}\n]`)

emit('versions', versions)
emit('clean', [...new Set([...oddVersions, ...real.versions, ...times(300, partial)])].map((v) => [v, semver.valid(v, { loose: true })]))
emit('order', [...new Set([...oddVersions, ...versions, ...real.versions.slice(0, 300)])]
  .filter((v) => semver.valid(v, true)).sort((a, b) => semver.compareLoose(a, b) || (a < b ? -1 : 1))
  // Each with how it compares to its predecessor.
  .map((v, i, all) => [v, i ? semver.compareLoose(all[i - 1], v) : -1]))
emit('ranges', ranges.map((r) => {
  const loose = read(r, true)
  const strict = read(r, false)
  const same = loose && strict && loose.form === strict.form && loose.match === strict.match
  return [r, loose && loose.form, loose && loose.match, same ? true : strict && strict.form, same || !strict ? null : strict.match]
}))
const some = ranges.filter((r) => semver.validRange(r, true))
const prereleases = ['1.2.3-rc.1', '*', '>=1.2.3-a', '<1.2.3', '<0.0.0-0', '<0.0.0', '', '>=1.0.0', '1.2.3', '^1.2.3-rc.0', '>1.2.3', '<=1.2.3', '>=1.2.3', '>=0.0.0', '>1 <1']
const pairs = []
for (const a of prereleases) for (const b of prereleases) pairs.push([a, b])
for (let i = 0; i < 900; i++) pairs.push([tame(), tame()])
for (let i = 0; i < 600; i++) pairs.push([pick(some), pick(some)])
emit('intersects', pairs.map(([a, b]) => [a, b, semver.intersects(a, b, { loose: true })]))
process.stdout.write(`{\n${lines.join(',\n')}\n}\n`)
