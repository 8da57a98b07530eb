// The built-ins that we replace, as JavaScript sees them.
['RegExp', 'Object'].map((k) => { const d = Object.getOwnPropertyDescriptor(globalThis, k); return [d.writable, d.enumerable, d.configurable] })
[RegExp.name, RegExp.length, typeof RegExp, RegExp.toString(), Object.getPrototypeOf(RegExp) === Function.prototype]
[/a/ instanceof RegExp, /a/.constructor === RegExp, RegExp.prototype.constructor === RegExp, Object.getPrototypeOf(/a/) === RegExp.prototype]
Object.keys(RegExp.prototype).concat(Object.keys(RegExp), Object.keys(String.prototype))
[new RegExp('a(b)', 'gi'), RegExp('x'), new RegExp(), new RegExp(undefined), new RegExp(null), new RegExp(1), new RegExp(''), globalThis.RegExp('ab')]
(() => { const r = /a/g; return [new RegExp(r) === r, RegExp(r, 'i'), RegExp(r), new RegExp(r), new RegExp(r, 'm')] })()
(() => { class X extends RegExp { get extra() { return 1 } } const x = new X('a(.)', 'g'); return [x instanceof X, x instanceof RegExp, x.extra, x.exec('ab')[1], x.flags, X[Symbol.species] === X] })()
(() => { class X extends RegExp { constructor(a) { super(a, 'g') } test(s) { return 'X' + super.test(s) } } return [new X('a').test('a'), 'aXa'.replace(new X('a'), '-'), 'b'.split(new X('a'))] })()
Reflect.construct(RegExp, ['a'], Map) instanceof Map
['new RegExp("(")', 'new RegExp("a", "gg")', 'RegExp("[")', '"a".match("(")', 'new RegExp(Symbol())'].map((s) => { try { eval(s) } catch (e) { return e.name } })
[RegExp.prototype.compile.length, RegExp.prototype.compile.name, String(/a/.compile('b', 'g')), String(/a/.compile(/c/i))]
['match', 'matchAll', 'search'].map((k) => { const d = Object.getOwnPropertyDescriptor(String.prototype, k); return [k, d.value.name, d.value.length, d.writable, d.enumerable, d.configurable] })
['abcabc'.match('b'), 'abcabc'.match(/b/g), 'abc'.match('x'), 'abc'.match(), 'a1'.match(1), 'null'.match(null), 'a.c'.match(['a.c']), 'abc'.match({toString: () => 'c'})].map((m) => m && [m.index, m.input, ...m])
[[...'abcabc'.matchAll('b')].map((m) => m.index), [...'abcabc'.matchAll(/[ac]/g)].map(String)]
['abcabc'.search('c'), 'abc'.search(/b/), 'abc'.search('x'), 'abc'.search()]
['abc'.match({[Symbol.match]: (s) => 'm' + s}), 'abc'.search({[Symbol.search]: (s) => 's' + s}), 'abc'.matchAll({[Symbol.matchAll]: (s) => 'a' + s})]
[() => 'a'.match.call(null, 'a'), () => 'a'.matchAll(/a/), () => 'a'.search(Symbol())].map((f) => { try { return f() } catch (e) { return e.name } })
(() => { let n = 0; 'a'.match({toString() { n++; return 'a' }}); new RegExp({toString() { n++; return 'a' }}); return n })()
['a b c'.split(/ /), 'a1b'.split(/(\d)/), 'abc'.replace(/b/, '-'), 'aXbX'.replaceAll('X', '(')]
(() => { const o = {}; return [Object.setPrototypeOf(o, null) === o, Object.getPrototypeOf(o), Object.setPrototypeOf(1, null), Object.setPrototypeOf.length, Object.setPrototypeOf.name, Reflect.setPrototypeOf(o, Array.prototype), o instanceof Array, Reflect.setPrototypeOf.length] })()
[() => Object.setPrototypeOf({}, 1), () => Object.setPrototypeOf(null, {}), () => Object.setPrototypeOf({}), () => Reflect.setPrototypeOf(1, {}), () => Object.setPrototypeOf(Object.preventExtensions({}), {})].map((f) => { try { return f() } catch (e) { return e.name } })
(() => { const a = {}, b = Object.create(a); try { Object.setPrototypeOf(a, b) } catch (e) { return [e.name, Reflect.setPrototypeOf(a, b)] } })()
(() => { const o = {}, p = {x: 1}; o.__proto__ = p; o.__proto__ = 5; return [o.x, Object.getPrototypeOf(o) === p, ({__proto__: p}).x] })()
(() => { const d = Object.getOwnPropertyDescriptor(Object.prototype, '__proto__'); return [d.get.name, d.set.name, d.set.length, d.enumerable, d.configurable] })()
(() => { const base = new Proxy(class { hi() { return 'hi' } }, {}); class Sub extends base {} return new Sub().hi() })()
(() => { const t = {a: 1}, p = new Proxy(t, {}), o = {}; Object.setPrototypeOf(o, p); Object.setPrototypeOf(p, {b: 2}); return [o.a, o.b] })()
(() => { function A() {} function B() {} Object.setPrototypeOf(B.prototype, A.prototype); Object.setPrototypeOf(B, A); return new B() instanceof A })()
(() => { const r = Proxy.revocable({}, {}); r.revoke(); const o = {}; return [Object.setPrototypeOf(o, r.proxy) === o, (() => { try { Object.setPrototypeOf(r.proxy, {}) } catch (e) { return e.name } })()] })()
(() => { const t = {n: 1}, p = new Proxy(t, t), o = Object.setPrototypeOf({}, p); return [o.n, Object.setPrototypeOf(p, {m: 2}) === p, o.m] })()
(() => { const p = new Proxy(function F() {}, {}); p.prototype = {a: 1}; class S extends p {} return [new S().a, Object.getPrototypeOf(S) === p] })()
