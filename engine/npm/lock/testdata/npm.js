// Reads the package.json and package-lock.json of a folder as npm does, and writes what npm would make of that lock, had
// nothing changed: node npm.js <folder>. It makes no connection.
'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const modules = path.join(execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim(), 'npm', 'node_modules')
const Arborist = require(path.join(modules, '@npmcli', 'arborist'))

new Arborist({ path: process.argv[2], offline: true }).loadVirtual().then((tree) => {
  const broken = []
  for (const node of tree.inventory.values()) {
    for (const edge of node.edgesOut.values()) {
      if (edge.error) broken.push(`${node.location}: ${edge.name}@${edge.spec}: ${edge.error}`)
    }
  }
  if (broken.length) throw new Error(broken.join('\n'))
  process.stdout.write(tree.meta.toString())
}).catch((e) => {
  process.stderr.write(`${e.stack}\n`)
  process.exit(1)
})
