// module, as Node has it.
globalThis.m = require('module'); 0
[typeof m, m.name, m.Module === m, m.length]
m.builtinModules
['fs', 'node:fs', 'test', 'node:test', 'node:sea', 'x', 'node:x', 'fs/promises', ''].map((n) => m.isBuiltin(n))
[m.wrap('x'), m.wrapper]
m._nodeModulePaths('/a/b/node_modules/c')
m._nodeModulePaths('/')
const x = new m('/a/b.js'); [Object.keys(x), x.id, x.path, x.exports, x.filename, x.loaded, x.children, Object.getOwnPropertyNames(m.prototype).filter((n) => ['load', 'require', '_compile'].includes(n))]
const x = new m('/a/b.js'); x._compile('module.exports = [__filename, __dirname, module === this.m, typeof require, exports === this]', '/a/b.js'); x.exports.slice(0, 4)
m.createRequire('relative')
m.createRequire(5)
m.createRequire()
[typeof m.createRequire('/x/y.js'), typeof m.createRequire('file:///x/y.js'), typeof m.createRequire(new URL('file:///x/y.js')).resolve]
[typeof m._extensions, typeof m._cache, typeof m._extensions['.js'], m.globalPaths.constructor === Array, m.findSourceMap('x')]
new m('x').require('')
new m('x').require(5)
