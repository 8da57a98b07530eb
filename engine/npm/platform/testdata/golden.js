// Writes what npm's own npm-install-checks says of platforms and engines: node golden.js > golden.json
'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const root = execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim()
const { checkPlatform, checkEngine } = require(path.join(root, 'npm', 'node_modules', 'npm-install-checks'))

const ok = (f) => {
  try {
    f()
    return true
  } catch {
    return false
  }
}
const lists = [null, [], ['any'], ['any', 'x64'], ['linux'], ['!linux'], ['!win32'], ['linux', 'darwin'], ['!linux', 'linux'], ['!win32', 'darwin'],
  ['!win32', 'linux'], ['x64'], ['!arm64', '!ia32'], ['arm64'], ['glibc'], ['musl'], ['!musl'], ['!'], ['']]
const platforms = []
for (const list of lists) {
  for (const field of ['os', 'cpu', 'libc']) {
    // With this, npm allows nothing outside Linux. We cannot tell it from a list that is not there.
    if (field === 'libc' && list && !list.length) continue
    for (const [os, cpu, libc] of [['linux', 'x64', 'glibc'], ['linux', 'arm64', 'musl'], ['win32', 'ia32', ''], ['darwin', 'arm64', '']]) {
      const target = list ? { [field]: list } : {}
      // npm would look at the machine for a libc that is not given, unless the system is another one.
      const at = { os, cpu, libc: libc || (os === 'linux' ? undefined : '') }
      platforms.push([field, list || [], os, cpu, libc, ok(() => checkPlatform(target, false, at))])
    }
  }
}
const engines = []
for (const range of ['', '*', '>=18', '>= 18.0.0 < 21', '^20', '20.x', '>=20.20.2', '>20.20.2', '<20', 'node >= 4', '>=4 foo', 'latest', '18 || 20 || >=22', '^18.0.0-rc.1 || ^20.0.0-0', '>=0.10.0', '0.8 - 21', '20.20.2beta', '>=v18', '==20']) {
  for (const name of ['node', 'npm', 'vscode']) {
    for (const node of ['20.20.2', 'v18.19.1', '22.0.0', '']) {
      engines.push([{ [name]: range }, node, node && '10.8.2', ok(() => checkEngine({ engines: { [name]: range } }, node && '10.8.2', node))])
    }
  }
}
const lines = (list) => `[\n${list.map((x) => JSON.stringify(x)).join(',\n')}\n]`
process.stdout.write(`{\n"platforms":${lines(platforms)},\n"engines":${lines(engines)}\n}\n`)
