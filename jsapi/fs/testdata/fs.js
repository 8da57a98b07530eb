globalThis.fs = require('fs'); globalThis.T = 'testdata/tree'; globalThis.what = (e) => [e.name, e.code, e.syscall, e.errno, e.path, e.message]; typeof fs.readFileSync
// files
[fs.readFileSync(T + '/a.txt', 'utf8'), fs.readFileSync(T + '/a.txt').length, Buffer.isBuffer(fs.readFileSync(T + '/link')), fs.readFileSync(Buffer.from(T + '/a.txt'), { encoding: 'latin1' })]
fs.readFileSync(new URL('file://' + process.cwd() + '/' + T + '/folder/b.json'), 'utf8')
(() => { try { fs.readFileSync(T + '/none') } catch (e) { return what(e) } })()
(() => { try { fs.readFileSync(T) } catch (e) { return what(e) } })()
(() => { try { fs.readFileSync(T + '/a.txt/x') } catch (e) { return what(e) } })()
(() => { try { fs.readFileSync({}) } catch (e) { return [e.name, e.code] } })()
(() => { try { fs.readFileSync(T + '/a.txt', 'nonsense') } catch (e) { return [e.name, e.code] } })()
new Promise((r) => fs.readFile(T + '/a.txt', 'utf8', (e, v) => r([e, v])))
new Promise((r) => fs.readFile(T + '/none', (e, v) => r([what(e), v])))
fs.promises.readFile(T + '/folder/b.json', 'utf8')
fs.promises.readFile(T + '/none').catch(what)
require('fs/promises') === fs.promises
// folders
[fs.readdirSync(T), fs.readdirSync(T + '/folder', { withFileTypes: true }).map((e) => [e.name, e.isFile(), e.isDirectory(), e.isSymbolicLink()])]
fs.readdirSync(T, { recursive: true }).sort()
(() => { try { fs.readdirSync(T + '/a.txt') } catch (e) { return what(e) } })()
fs.promises.readdir(T + '/folder')
// what is known of them
((s) => [s.isFile(), s.isDirectory(), s.size, s.mode & 61440, s.mtime instanceof Date, Math.round(s.mtimeMs) === s.mtime.getTime() || Math.floor(s.mtimeMs) === s.mtime.getTime(), s.nlink, s instanceof fs.Stats])(fs.statSync(T + '/a.txt'))
[fs.lstatSync(T + '/link').isSymbolicLink(), fs.statSync(T + '/link').isSymbolicLink(), fs.statSync(T).isDirectory(), fs.statSync(T + '/none', { throwIfNoEntry: false })]
((s) => [typeof s.size, s.size === 13n || s.size, s.isFile()])(fs.statSync(T + '/a.txt', { bigint: true }))
(() => { try { fs.statSync(T + '/none') } catch (e) { return what(e) } })()
(() => { try { fs.lstatSync(T + '/none') } catch (e) { return what(e) } })()
[fs.existsSync(T + '/a.txt'), fs.existsSync(T + '/none'), fs.existsSync(), fs.readlinkSync(T + '/link'), fs.realpathSync(T + '/link') === process.cwd() + '/' + T + '/a.txt']
(() => { try { fs.readlinkSync(T + '/a.txt') } catch (e) { return what(e) } })()
[fs.accessSync(T + '/a.txt'), (() => { try { fs.accessSync(T + '/none', fs.constants.R_OK) } catch (e) { return what(e) } })()]
new Promise((r) => fs.access(T + '/a.txt', fs.constants.F_OK, (...a) => r(a)))
new Promise((r) => fs.exists(T + '/a.txt', r))
require('util').promisify(fs.exists)(T + '/none')
new Promise((r) => fs.stat(T + '/folder', (e, s) => r([e, s.isDirectory()])))
// streams
new Promise((resolve) => { let text = ''; const log = []; fs.createReadStream(T + '/a.txt', { encoding: 'utf8', start: 1, end: 4 }).on('open', () => log.push('open')).on('ready', () => log.push('ready')).on('data', (d) => { text += d; }).on('end', () => log.push('end')).on('close', () => resolve([text, log])); })
new Promise((resolve) => fs.createReadStream(T + '/none').on('error', (e) => resolve(what(e))))
// shapes
[typeof fs.realpathSync.native, fs.constants.R_OK, typeof fs.ReadStream, fs.F_OK, typeof fs.promises.stat]
