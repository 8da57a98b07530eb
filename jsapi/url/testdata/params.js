// URLSearchParams, its link to URL, and the shape of both classes.
globalThis.url = require('url'); globalThis.Q = (...args) => { const p = new URLSearchParams(...args); return [String(p), p.size, [...p]]; }; 0
Q()
Q('')
Q('?')
Q('?a=1&b=2')
Q('??a=1')
Q('a=1&a=2&b')
Q('a==1&=2&=&&c')
Q('a+b=c+d&e%20f=%2B')
Q('%zz=%1&%41=%c3%a9&%ff=x')
Q('é=日本&😀=1')
Q('a=b#c?d/e')
Q('\ud800=\udc00')
Q(null)
Q(undefined)
Q(5)
Q(true)
Q({ a: 1, b: [1, 2], c: null, d: undefined, e: { toString() { return 'obj'; } } })
Q({ 'a b': 'c&d', é: '=' })
Q({ [Symbol('s')]: 1 })
Q({ '\ud800': 1, '\ud801': 2 })
Q(Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 2 } }))
Q([['a', '1'], ['b', 2]])
Q([new Set(['a', 'b'])])
Q(new Map([['a', 1], ['b', 2]]))
Q(new URLSearchParams('a=1&a=2'))
Q([])
Q([5])
Q([[1]])
Q([[1, 2, 3]])
Q(['ab'])
Q([null])
Q({ [Symbol.iterator]: 5 })
Q({ [Symbol.iterator]: null, a: 1 })
Q(() => {})
Q(function* () { yield ['a', 1]; yield ['b', 2]; }())
Q(Symbol('x'))
Q(new Date(NaN))
Q("*-._ ~!'()%+&=?/:;@$,[]{}|\\^`<>\"#azAZ09\u0000\u007f")
const p = new URLSearchParams(); p.append("*-._ ~!'()%+&=?/:;@$,[]{}|\\^`<>\"#azAZ09\u0000\u007f", 'é'); String(p)
const p = new URLSearchParams('a=1&b=2&a=3'); [p.get('a'), p.get('x'), p.getAll('a'), p.getAll('x'), p.has('a'), p.has('x'), p.has('a', '3'), p.has('a', '4'), p.has('a', 3), p.has('a', undefined)]
const p = new URLSearchParams('a=1&b=2&a=3'); p.set('a', 5); p.set('c', 6); p.append('b', null); String(p)
const p = new URLSearchParams('a=1&b=2&a=3&a=1'); p.delete('a', 1); const one = String(p); p.delete('a'); p.delete('zz'); [one, String(p), p.delete('b', undefined), String(p)]
const p = new URLSearchParams('z=1&a=2&é=3&a=1&😀=4&\uffff=5'); p.sort(); String(p)
const p = new URLSearchParams('a=1&b=2'); [[...p.keys()], [...p.values()], [...p.entries()], [...p], p[Symbol.iterator] === p.entries]
const p = new URLSearchParams('a=1&b=2'), log = []; p.forEach(function (v, k, o) { log.push(v, k, o === p, this.x); }, { x: 7 }); log
const p = new URLSearchParams('a=1&b=2&c=3'), log = []; for (const [k] of p) { log.push(k); if (k === 'a') p.delete('a'); } log
const p = new URLSearchParams('a=1'), it = p.keys(); it.next(); p.append('b', 2); [it.next(), it.next(), it.next()]
const it = new URLSearchParams('a=1').keys(); [String(it), it[Symbol.iterator]() === it, Object.getPrototypeOf(it).constructor === Object]
Object.getPrototypeOf(new URLSearchParams().keys()).next.call({})
new URLSearchParams().get()
new URLSearchParams().getAll()
new URLSearchParams().has()
new URLSearchParams().append('a')
new URLSearchParams().append()
new URLSearchParams().set('a')
new URLSearchParams().delete()
new URLSearchParams().forEach()
new URLSearchParams().forEach(5)
new URLSearchParams().append(Symbol('x'), 1)
URLSearchParams()
for (const name of ['append', 'get', 'toString', 'keys', 'sort', 'forEach']) { try { URLSearchParams.prototype[name].call({}, 'a', 'b'); } catch (e) { if (e.code !== 'ERR_INVALID_THIS') throw e; } } 'all checked'
URLSearchParams.prototype.get.call({}, 'a')
URLSearchParams.prototype.size
[URLSearchParams.name, URLSearchParams.length, String(Object.prototype.toString.call(new URLSearchParams())), Object.keys(new URLSearchParams('a=1')), Object.keys(URLSearchParams.prototype).sort()]
class P extends URLSearchParams { constructor(init) { super(init); this.extra = 1; } get(name) { return super.get(name) + '!'; } } const p = new P('a=1'); [p.get('a'), p.extra, p instanceof URLSearchParams, String(p), p.constructor.name]
function Old() { return Reflect.construct(URLSearchParams, ['a=1'], Old); } Object.setPrototypeOf(Old.prototype, URLSearchParams.prototype); new Old().get('a')
// Linked to a URL
const u = new URL('http://a/?x=1#h'), p = u.searchParams; p.append('y', 'é &'); const one = u.href; p.delete('x'); p.delete('y'); [one, u.href, u.search, p === u.searchParams]
const u = new URL('http://a/?x=1'), p = u.searchParams; u.search = '?z=2'; const one = String(p); u.href = 'http://b/?w=3'; const two = String(p); u.search = ''; [one, two, String(p), p.size]
const u = new URL('http://a/?x=%20+1'); const one = u.href; u.searchParams.set('y', 1); [one, u.href]
const u = new URL('http://a/?x'), p = u.searchParams; const one = u.href; p.sort(); [one, u.href]
const u = new URL('http://a/?b=1&a=2'), p = u.searchParams; p.sort(); u.hash = 'z'; [u.href, String(p)]
const u = new URL('custom:opaque  ?q#f'); u.searchParams.delete('q'); [u.href, u.pathname]
const u = new URL('http://a/'); u.searchParams.append('', ''); u.href
const u = new URL('http://a/?q'); u.searchParams = 'x'; u.href
// The URL class
[URL.name, URL.length, Object.keys(URL).filter((k) => !k.endsWith('ObjectURL')).sort(), Object.keys(URL.prototype).sort(), Object.keys(new URL('http://a')), Object.prototype.toString.call(new URL('http://a'))]
const u = new URL('http://a/b'); [String(u), u.toJSON(), JSON.stringify({ u }), `${u}`, u + '', u.toString === u.toJSON]
class U extends URL { get host() { return 'mine'; } constructor(x) { super(x, 'http://base/'); this.y = 1; } } const u = new U('p'); [u.href, u.host, u.hostname, u.y, u instanceof URL]
URL('http://a')
new URL()
new URL('x')
new URL('x', 'y')
try { new URL('x'); } catch (e) { [String(e), e.stack.split('\n')[0], e instanceof TypeError]; }
URL.canParse()
[URL.canParse('x'), URL.canParse('http://a'), URL.canParse('x', 'http://a'), URL.canParse('x', 'y'), URL.canParse('http://a', undefined)]
[URL.parse('x'), URL.parse('http://a').href, URL.parse('x', 'http://a').href]
URL.parse()
const k = []; for (const n in new URL('http://a')) k.push(n); k.sort()
try { URL.prototype.href; } catch (e) { e.name; }
try { URL.prototype.host; } catch (e) { e.name; }
try { URL.prototype.toString.call({}); } catch (e) { e.name; }
[url.URL === URL, url.URLSearchParams === URLSearchParams, Object.keys(url).sort()]
