// JSON.parse as JavaScript sees it: each line is one expression, run by Node too.
[typeof JSON.parse, JSON.parse.name, JSON.parse.length, Object.getOwnPropertyDescriptor(JSON, 'parse').enumerable, Object.getOwnPropertyDescriptor(JSON, 'parse').writable, Object.getOwnPropertyDescriptor(JSON, 'parse').configurable]
JSON.parse.toString()
Object.keys(JSON)
JSON.parse('{"b":1,"a":[1,2,{"c":null}],"2":true,"1":false}')
[JSON.parse(1), JSON.parse(true), JSON.parse(null), JSON.parse(['[1]']), JSON.parse({toString: () => '"x"'}), JSON.parse(new String('2')), JSON.parse(1n)]
[JSON.parse('1e400'), Object.is(JSON.parse('-0'), -0), JSON.parse(' 1\n')]
Object.getOwnPropertyNames(JSON.parse('{"__proto__":{"a":1}}'))
JSON.parse('"\ud800"') === '\ud800'
JSON.parse('"a\ud83d\ude00b\udc00\ud83d"') === 'a\ud83d\ude00b\udc00\ud83d'
JSON.parse('["é\ud800\\n","\\ud83d\ude00","\ud83d\\ude00"]').map((s) => [...Array(s.length).keys()].map((i) => s.charCodeAt(i)))
JSON.parse('{"\ud800":1,"\udc00é":2}')['\udc00é']
Object.keys(JSON.parse('{"\ud800":1,"\udc00é":2}')).map((s) => s.charCodeAt(0))
JSON.parse('"\ufffd"') === '\ufffd'
JSON.parse('"\ufffd\ud800"') === '\ufffd\ud800'
JSON.parse('"\ufeff"').length
['', '{', '[1,]', '01', '\ufeff1', '"\n"', '\ud800', '"\\\ud800"', '{"a":1}x', 'NaN', "'a'", '1 2', '"\ud800'].map((s) => { try { return JSON.parse(s) } catch (e) { return [e.name, e instanceof SyntaxError, Object.getPrototypeOf(e) === SyntaxError.prototype] } })
['', undefined, {}, 'undefined', NaN, 'Infinity', '[object Object]'].map((s) => { try { return JSON.parse(s) } catch (e) { return e.message.split(' at position')[0] } })
(() => { try { JSON.parse(Symbol('x')) } catch (e) { return e.name + ': ' + e.message } })()
(() => { try { JSON.parse({toString() { throw new RangeError('mine') }}) } catch (e) { return String(e) } })()
(() => { const seen = []; JSON.parse('{"a":[1,{"b":2}],"c":{"d":null},"1":"x"}', function (k, v) { seen.push([k, typeof v, Array.isArray(this)]); return v }); return seen })()
JSON.parse('{"a":1,"b":[1,2,3],"c":{"d":4}}', (k, v) => typeof v === 'number' ? v * 2 : v)
JSON.parse('{"a":1,"b":2}', (k, v) => k === 'a' ? undefined : v)
JSON.parse('[1,2,3]', (k, v) => k === '1' ? undefined : v)
JSON.parse('1', () => undefined)
JSON.parse('5', function (k, v) { return [Object.keys(this), this[''], k, v, arguments.length] })
JSON.parse('[1]', {})
JSON.parse('[1]', 'x')
JSON.parse('[1,2]', function (k, v) { if (k === '0') this[1] = {x: [7]}; return v })
JSON.parse('{"a":1,"b":2}', function (k, v) { if (k === 'a') delete this.b; return k === '' ? Object.entries(v) : v === undefined ? 'gone' : v })
JSON.parse('[1,2,3,4]', function (k, v) { if (k === '0') this.length = 2; return v === undefined ? 'gone' : v })
JSON.parse('{"a":{"b":1}}', (k, v) => k === 'b' ? new Date(0) : v)
JSON.parse('{"__proto__":{"a":1}}', (k, v) => v).hasOwnProperty('__proto__')
JSON.parse('{"\ud800":1}', function (k, v) { return k === '' ? v['\ud800'] : k.charCodeAt(0) })
(() => { try { JSON.parse('[1]', () => { throw new TypeError('mine') }) } catch (e) { return String(e) } })()
(() => { try { JSON.parse('[1', () => 1) } catch (e) { return e.name } })()
JSON.parse('[0,0]', function (k, v) { if (k === '0') this[1] = new Proxy([5, 6], {}); return v })
JSON.parse('[0,0]', function (k, v) { if (k === '0') Object.defineProperty(this, '1', {value: 9, configurable: false}); return k === '1' ? 3 : v })
JSON.parse('[[1,2],[3]]', (k, v) => Array.isArray(v) ? JSON.parse(JSON.stringify(v), (k, v) => v) : v)
(() => { try { JSON.parse('[0,0]', function (k, v) { this[1] = [0, 0]; return v }) } catch (e) { return e instanceof RangeError } })()
(() => { Object.prototype.get = () => 7; try { return JSON.parse('{"a":1}', (k, v) => v).a } finally { delete Object.prototype.get } })()
