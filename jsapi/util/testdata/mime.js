// MIMEType, MIMEParams and parseEnv.
globalThis.u = require('util'); globalThis.M = u.MIMEType; globalThis.tried = (f) => { try { return f() } catch (e) { return [e.name, e.code, e.message] } }; 0
const m = new M('text/html; charset=utf-8;q="a b"'); [String(m), m.type, m.subtype, m.essence, JSON.stringify(m), [...m.params], m.params.get('q'), m.params.get('x'), m.params.has('charset')]
[Object.getOwnPropertyNames(M.prototype), Object.getOwnPropertyNames(u.MIMEParams.prototype), Object.keys(M.prototype), M.length, u.MIMEParams.length, String(new u.MIMEParams())]
['', 'text', 'text/', '/x', 'te xt/html', 'text/ht ml', ' text/html ', 'text/html;', 'text/html;;a=b;a=c', 'TEXT/HTML;A=B ; c="d\\"e"'].map((s) => tried(() => String(new M(s))))
['text/html;a=ż', 'x/x;a="b"c;d=e', 'x/x; a = b', 'x/x;a=', 'x/x;a=""', 'x/x;=b', 'x/x;a="b', 'x/x;a="b\\', 'x/x;a b=c;d=e', 'x/x ;a=b', 'x/x;a=b;', 'x/x;a'].map((s) => tried(() => String(new M(s))))
const m = new M('a/b'); [tried(() => { m.type = 'a b' }), tried(() => { m.subtype = '' }), tried(() => m.params.set('a b', 'x')), tried(() => m.params.set('', 'x')), tried(() => m.params.set('a', 'ż')), tried(() => new M())]
const m = new M('a/b'); m.type = 'TEXT'; m.subtype = 'X'; m.params.set('A', 'b c'); m.params.set('z', ''); m.params.set('q', 'a"b\\'); const s = String(m); m.params.delete('A'); [s, String(m.params), [...m.params.keys()], [...m.params.values()], [...m.params.entries()]]
u.parseEnv('A=1\n# c\nB = "x\\ny" # z\nexport C=\'q\\n\'\nD\nE=a#b\n F=`x\ny`\nG="open\nH=\nI=1')
[u.parseEnv(''), u.parseEnv('\n\n'), u.parseEnv('#x'), u.parseEnv('A'), u.parseEnv('=b'), u.parseEnv('A='), u.parseEnv('A=  '), u.parseEnv('A=\n\nB=2'), u.parseEnv('A=\r\nB="1\r\n2"\r\n')]
[u.parseEnv("A='x' y\nB=\"'z'\"\nC=a b  \nD=\"a\" #x"), u.parseEnv('A=1\nA=2'), u.parseEnv('A = 1 # two\nB==3'), u.parseEnv('A="x'), u.parseEnv("A=x'y'z\n#\nB=#")]
tried(() => u.parseEnv(5))
[u.transferableAbortController() instanceof AbortController, u.transferableAbortSignal(new AbortController().signal) instanceof AbortSignal, tried(() => u.transferableAbortSignal({}))]
