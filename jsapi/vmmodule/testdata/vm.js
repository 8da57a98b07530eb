// vm, as Node has it, within the limits of one realm.
globalThis.vm = require('vm'); globalThis.secret = 'host'; 0
Object.keys(vm).sort()
[vm.runInThisContext('1 + 1'), vm.runInThisContext('var declared = 5; declared * 2'), globalThis.declared, vm.runInThisContext('typeof require === typeof globalThis.require')]
const s = new vm.Script('globalThis.n = (globalThis.n || 0) + 1'); [s.runInThisContext(), s.runInThisContext(), s.constructor.name]
try { new vm.Script('a b') } catch (e) { [e.name, e instanceof SyntaxError] }
try { vm.runInThisContext('null.x') } catch (e) { e instanceof TypeError }
try { vm.runInThisContext('throw new RangeError("mine")', 'file.js') } catch (e) { [e.name, e.message, /file\.js/.test(e.stack)] }
vm.runInNewContext('a + b', { a: 1, b: 2 })
const c = { x: 1 }; [vm.runInNewContext('y = x + 1; var z = 3; x = 10; this.w = 4; y', c), c]
const c = vm.createContext({ x: 1 }); vm.runInContext('x += 40; var y = 1', c); [vm.runInContext('x + y', c), c.x, c.y]
const c = vm.createContext({}); vm.runInContext('function f(a) { return g(a) + 1 } function g(a) { return a * 2 }', c); [typeof c.f, c.f(4), vm.runInContext('f(1)', c), Object.keys(c)]
const c = { out: [] }; vm.runInNewContext('for (let i = 0; i < 3; i++) out.push(i); const hidden = 1; class K {}', c); c
vm.runInNewContext('function f() { return 1 }')
vm.runInNewContext('var x = 1')
vm.runInNewContext('if (true) { 7 }')
['typeof secret', 'typeof process', 'typeof require', 'typeof Array', 'typeof JSON.parse', 'typeof undefinedName', 'typeof setTimeout', 'Math.max(1, 2)'].map((code) => vm.runInNewContext(code))
const c = vm.createContext({ a: 1 }); [vm.runInContext('this.a', c), vm.runInContext('globalThis.a', c)]
const c = vm.createContext(); c.late = 2; vm.runInContext('late', c)
const c = vm.createContext({ log: [] }); vm.runInContext('Promise.resolve(5).then((v) => { log.push(v) })', c); Promise.resolve().then(() => 0).then(() => c.log)
[vm.isContext({}), vm.isContext(vm.createContext({})), vm.createContext.length]
vm.isContext(5)
vm.createContext(5)
vm.createContext(null)
vm.runInContext('1', {})
const f = vm.compileFunction('return a + b', ['a', 'b']); [f(1, 2), f.length, typeof f]
vm.compileFunction('return arguments.length')(1, 2, 3)
vm.compileFunction('return ext + p', ['p'], { contextExtensions: [{ ext: 'E' }] })('P')
const c = vm.createContext({ inside: 'I' }); vm.compileFunction('return inside', [], { parsingContext: c })()
try { vm.compileFunction('return (') } catch (e) { e.name }
try { vm.compileFunction('}); (function () {') } catch (e) { e.name }
vm.compileFunction(5)
vm.compileFunction('', 5)
vm.compileFunction('', [5])
new vm.Script('1\n//# sourceMappingURL=x.map').sourceMapURL
new vm.Script('1', 5)
vm.createScript
[typeof vm.constants, vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER.toString()]
new vm.Script('x * 2').runInNewContext({ x: 4 })
const s = new vm.Script('n = n + 1'); const a = vm.createContext({ n: 1 }), b = vm.createContext({ n: 5 }); s.runInContext(a); s.runInContext(a); s.runInContext(b); [a.n, b.n]
