// What util does to texts.
globalThis.u = require('util'); 0
u.stripVTControlCharacters('\u001B[31mred\u001B[39m plain \u001b[1;4mx\u001b[0m')
u.stripVTControlCharacters('\u001b]8;;http://example.com\u0007link\u001b]8;;\u0007')
u.stripVTControlCharacters('\u001b[2J\u001b[1;1H\u001b[?25lhi\u001b[38;5;12mc\u009b31mx')
u.stripVTControlCharacters('héé ünchanged')
u.stripVTControlCharacters(5)
[u.toUSVString('a\ud800b'), u.toUSVString('\ud83d\ude00'), u.toUSVString('\udc00\ud800'), u.toUSVString(5)]
u.styleText('red', 'x')
u.styleText(['bold', 'underline', 'bgRed'], 'x')
u.styleText('grey', 'x')
u.styleText('red', 5)
try { u.styleText('nope', 'x') } catch (e) { [e.code, e.message.slice(0, 60)] }
const before = u.inspect.defaultOptions.depth; u.inspect.defaultOptions.depth = 0; const s = [u.inspect({ a: { b: 1 } }), u.format('%O', { a: { b: 1 } }), u.format({ a: { b: 1 } })]; u.inspect.defaultOptions = { depth: 2 }; [before, ...s, u.inspect({ a: { b: { c: {} } } }), Object.keys(u.inspect.defaultOptions)]
u.inspect.defaultOptions = 5
