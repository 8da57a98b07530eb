// readline over a stream, as Node has it.
globalThis.rl = require('readline'); globalThis.EE = require('events'); globalThis.input = () => Object.assign(new EE(), { resume() { return this }, pause() { return this }, feed(...parts) { for (const p of parts) this.emit('data', typeof p === 'string' ? Buffer.from(p) : p); this.emit('end') } }); globalThis.lines = (...parts) => { const i = input(), r = rl.createInterface({ input: i }), log = []; r.on('line', (l) => log.push(l)); r.on('close', () => log.push('<close>')); i.feed(...parts); return log }; 0
Object.keys(rl).sort()
[rl.promises === require('readline/promises'), rl.createInterface({ input: input() }) instanceof rl.Interface, rl.createInterface({ input: input() }) instanceof EE]
lines('a\nb\nc')
lines('a\n')
lines('')
lines('\n\n')
lines('a\r\nb\rc\n\rd')
lines('par', 'tial\nli', 'ne')
lines('a\r', '\nb')
lines(Buffer.from([0xe2, 0x82]), Buffer.from([0xac, 0x0a]))
lines('last without end')
const i = input(), r = rl.createInterface({ input: i }), log = []; r.on('line', (l) => log.push(l)); r.close(); r.close(); i.feed('a\n'); [log, r.closed]
const i = input(), r = rl.createInterface({ input: i }), log = []; for (const e of ['pause', 'resume', 'close']) r.on(e, () => log.push(e)); r.pause(); r.pause(); r.resume(); r.resume(); r.close(); log
const i = input(), out = [], r = rl.createInterface({ input: i, output: { write(s) { out.push(s) }, on() {}, removeListener() {} } }); const log = []; r.question('name? ', (a) => log.push('A:' + a)); r.on('line', (l) => log.push(l)); i.feed('bob\nrest\n'); [out, log]
const i = input(), r = rl.promises.createInterface({ input: i }); const p = r.question('q'); i.feed('yes\n'); p
const i = input(), r = rl.createInterface({ input: i }); const p = (async () => { const out = []; const it = r[Symbol.asyncIterator](); for (let x = await it.next(); !x.done; x = await it.next()) out.push(x.value); return out })(); i.feed('x\ny\n'); p
const i = input(), out = [], r = rl.createInterface({ input: i, output: { write(s) { out.push(s) }, on() {}, removeListener() {} }, prompt: '$ ' }); r.prompt(); r.setPrompt('# '); r.prompt(); [out, r.getPrompt()]
const i = input(), r = rl.createInterface({ input: i }); r.close(); r.question('x', () => {})
const i = input(), r = rl.createInterface(i), log = []; r.on('line', (l) => log.push(l)); i.feed('direct\n'); log
const s = []; const w = { write(t) { s.push(t); return true } }; [rl.clearLine(w, -1), rl.clearLine(w, 1), rl.clearLine(w, 0), rl.clearScreenDown(w), rl.cursorTo(w, 3), rl.cursorTo(w, 3, 4), rl.moveCursor(w, -1, 2), rl.moveCursor(w, 0, 0), s]
rl.cursorTo({ write() {} }, 'x', 5)
rl.clearLine({ write() {} }, 0, 5)
