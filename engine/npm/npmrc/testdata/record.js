// Writes what npm makes of the cases in cases.json: node record.js > golden.json
// It uses the ini reader and the expansion of variables of the npm that is installed.
const { execSync } = require('node:child_process')
const { join } = require('node:path')

const modules = join(execSync('npm root -g', { encoding: 'utf8' }).trim(), 'npm', 'node_modules')
const ini = require(join(modules, 'ini'))
const expand = require(join(modules, '@npmcli', 'config', 'lib', 'env-replace.js'))

const env = { NAME: 'value', EMPTY: '', T0: 'a=b' }
const golden = require('./cases.json').map((text) => {
  const settings = {}
  for (const [key, value] of Object.entries(ini.parse(text))) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) continue // a section
    settings[expand(key, env)] = [].concat(value).map((v) => expand(String(v), env))
  }
  return { text, settings }
})
process.stdout.write(JSON.stringify(golden, null, 1) + '\n')
