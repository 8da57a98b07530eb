// Writes which versions npm's own npm-pick-manifest chooses of made-up packages: node golden.js > golden.json
'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const root = execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim()
const choose = require(path.join(root, 'npm', 'node_modules', 'npm-pick-manifest'))

// A generator of our own, so that the cases are the same everywhere (numerical recipes' constants).
let seed = 1
const random = (n) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * n)
}
const pick = (list) => list[random(list.length)]
const day = (n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString()

const version = () => {
  const v = `${random(4)}.${random(3)}.${random(4)}`
  return random(5) ? v : v + pick(['-rc.1', '-rc.2', '-0', '-beta', '+b'])
}
const engines = () => pick([null, null, { node: '>=18' }, { node: '>=22' }, { node: '^20 || >=22' }, { npm: '>=11' }, { node: 'foo bar' }, { vscode: '*' }])

const packument = (n) => {
  const doc = { name: 'pkg', versions: {}, 'dist-tags': {}, time: random(4) ? {} : undefined }
  for (let i = random(18) + (n % 20 ? 1 : 0); i > 0; i--) {
    const v = version()
    const engine = n % 3 ? engines() : null
    doc.versions[v] = { version: v, ...(engine && { engines: engine }), ...(n % 4 && !random(4) && { deprecated: 'no' }) }
    if (doc.time && random(8)) doc.time[v] = day(random(60))
  }
  const all = Object.keys(doc.versions)
  for (const tag of ['latest', 'next', 'old']) {
    if (all.length && random(8)) doc['dist-tags'][tag] = random(15) ? pick(all) : pick(['9.9.9', 'nonsense'])
  }
  return doc
}
const specs = ['', '*', 'latest', 'next', 'old', 'none', 'x', '>=0.0.0', '^1', '^1.1.0', '~2.0', '^0.1', '0.x', '>=1 <3', '<1', '<=2.1.0-rc.1', '>=1.0.0-0', '^2.0.0-rc.1', '1 || 3', '>5', '1.2 - 2.3', '<0.0.0-0']
const range = () => pick(['^', '~', '>=', '<', '<=', '>']) + version()

const packuments = []
for (let n = 0; n < 250; n++) {
  const doc = packument(n)
  const all = Object.keys(doc.versions)
  const cases = []
  for (let i = 0; i < 12; i++) {
    const wanted = random(3) ? pick(specs) : random(2) ? range() : all.length && random(5) ? pick(all) : version()
    const before = random(2) ? null : day(random(60))
    const options = random(3) ? { nodeVersion: '20.20.2', npmVersion: '10.8.2' } : { nodeVersion: '' }
    let got
    try {
      got = choose(doc, wanted, { ...options, before }).version
    } catch (e) {
      got = e.code
    }
    cases.push([wanted, before || '', options.nodeVersion, options.npmVersion || '', got])
  }
  packuments.push({
    versions: Object.values(doc.versions).map((v) => [v.version, !!v.deprecated, v.engines || {}, (doc.time && doc.time[v.version]) || '']),
    tags: doc['dist-tags'],
    cases,
  })
}
process.stdout.write(`[\n${packuments.map((p) => JSON.stringify(p)).join(',\n')}\n]\n`)
