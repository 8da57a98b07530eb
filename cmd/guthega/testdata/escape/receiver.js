// What a package could try to get at what it was not granted. Each entry is one attempt: what it returns, or throws, is judged by
// escape_test.go. m.secret is a folder outside, with secret.json, secret.txt, secret.js and secret.sock in it; ./link leads there.
const fs = require('fs');
const path = require('path');
const Module = require('module');
const { pathToFileURL } = require('url');

const callback = (f) => new Promise((resolve, reject) => { f((err, v) => (err ? reject(err) : resolve(v))); });
const events = (emitter, good) => new Promise((resolve, reject) => {
	emitter.on('error', reject);
	emitter.on(good, (v) => resolve(`reached ${v}`));
});
const reply = (request) => new Promise((resolve, reject) => {
	request.on('error', reject);
	request.on('response', (res) => { res.resume(); resolve(`answer ${res.statusCode}`); });
	request.end();
});

// Reading, which permissions.read allows.
const read = (m) => {
	const json = path.join(m.secret, 'secret.json');
	const text = path.join(m.secret, 'secret.txt');
	const js = path.join(m.secret, 'secret.js');
	const up = path.relative(__dirname, json);
	return {
		readFileSync: () => fs.readFileSync(text, 'utf8'),
		'readFileSync, Buffer': () => fs.readFileSync(Buffer.from(text), 'utf8'),
		'readFileSync, URL': () => fs.readFileSync(pathToFileURL(text), 'utf8'),
		'readFileSync, ..': () => fs.readFileSync(path.relative(process.cwd(), text), 'utf8'),
		'readFileSync, .. from our folder': () => fs.readFileSync(`${__dirname}/${path.relative(__dirname, text)}`, 'utf8'),
		'readFileSync, doubled slashes': () => fs.readFileSync(text.replaceAll('/', '//'), 'utf8'),
		'readFileSync, a link in our folder': () => fs.readFileSync(path.join(__dirname, 'link', 'secret.txt'), 'utf8'),
		'readFileSync, a linked file in our folder': () => fs.readFileSync(path.join(__dirname, 'file-link.txt'), 'utf8'),
		'readFileSync, a path that changes its mind': () => {
			const url = pathToFileURL(__filename);
			let n = 0;
			Object.defineProperty(url, 'pathname', { get: () => (n++ ? text : __filename) });
			Object.defineProperty(url, 'href', { get: () => pathToFileURL(n++ ? text : __filename).href });
			return fs.readFileSync(url, 'utf8').includes('not granted') ? fs.readFileSync(text, 'utf8') : fs.readFileSync(url, 'utf8');
		},
		'readFileSync, String.prototype.startsWith replaced': () => {
			const { startsWith } = String.prototype;
			String.prototype.startsWith = () => true;
			try {
				return fs.readFileSync(text, 'utf8');
			} finally {
				String.prototype.startsWith = startsWith;
			}
		},
		readFile: () => callback((done) => fs.readFile(text, 'utf8', done)),
		'fs.promises.readFile': () => fs.promises.readFile(text, 'utf8'),
		createReadStream: async () => {
			let all = '';
			for await (const part of fs.createReadStream(text, 'utf8')) all += part;
			return all;
		},
		'openSync, readSync': () => {
			const fd = fs.openSync(text, 'r');
			const b = Buffer.alloc(100);
			return b.toString('utf8', 0, fs.readSync(fd, b, 0, 100, 0));
		},
		'fs.promises.open': async () => {
			const f = await fs.promises.open(text);
			try {
				return await f.readFile('utf8');
			} finally {
				await f.close();
			}
		},
		readdirSync: () => fs.readdirSync(m.secret),
		opendirSync: () => fs.opendirSync(m.secret).readSync().name,
		statSync: () => fs.statSync(text).size + ' SECRET bytes',
		realpathSync: () => fs.realpathSync(text),
		'require, absolute': () => require(json),
		'require, ..': () => require(up),
		'require, code': () => require(js),
		'require, what is no code': () => require(text),
		'require, a link in our folder': () => require('./link/secret.json'),
		'require, a linked file in our folder': () => require('./file-link.json'),
		'require.resolve': () => require.resolve(json),
		'require.resolve, paths': () => require.resolve('./secret.json', { paths: [m.secret] }),
		'module.require': () => module.require(json),
		'createRequire': () => Module.createRequire(path.join(m.secret, 'x.js'))('./secret.json'),
		'createRequire, a package there': () => Module.createRequire(path.join(m.secret, 'x.js'))('hidden'),
		'createRequire, URL': () => Module.createRequire(pathToFileURL(path.join(m.secret, 'x.js')))('./secret.json'),
		'import()': async () => (await import(json)).default,
		'import(), file: URL': async () => (await import(pathToFileURL(json).href)).default,
		'import(), what is no code': () => import(pathToFileURL(text).href),
		'import(), escaped': () => import(pathToFileURL(json).href.replace('secret.json', '%73ecret.json')),
		'eval of a require': () => eval(`require(${JSON.stringify(json)})`),
		'indirect eval of a require': () => (0, eval)('(r, p) => r(p)')(require, json),
		'Function of a require': () => new Function('r', 'p', 'return r(p)')(require, json),
		'vm of a require': () => require('vm').runInThisContext('(r, p) => r(p)')(require, json),
		'module.require, as another file': () => {
			const before = module.filename;
			module.filename = path.join(m.secret, 'x.js');
			try {
				return module.require('./secret.json');
			} finally {
				module.filename = before;
			}
		},
		'what it is, by an error': () => {
			try {
				return require(path.join(m.secret, 'secret'));
			} catch (err) {
				if (err.code === 'MODULE_NOT_FOUND') return 'SECRET is not there';
				throw err;
			}
		},
	};
};

// Reading what no one may, and writing.
const never = (m) => ({
	'/proc/self/environ': () => fs.readFileSync('/proc/self/environ', 'utf8'),
	'/proc/self/root': () => fs.readFileSync(`/proc/self/root${m.secret}/secret.txt`, 'utf8'),
	'/proc/self/cwd': () => fs.readdirSync('/proc/self/cwd'),
	'/proc/self/fd': () => fs.readdirSync('/proc/self/fd'),
	'/dev/stdin': () => fs.readFileSync('/dev/stdin', 'utf8'),
	'/etc/passwd by require': () => require('/etc/passwd'),
	'a file of ours, written': () => fs.writeFileSync(__filename, ''),
	'a file beside us, written': () => fs.writeFileSync(path.join(__dirname, 'new.js'), ''),
	'a file outside, written': () => fs.writeFileSync(path.join(m.secret, 'new'), ''),
	'a file outside, renamed': () => fs.renameSync(path.join(m.secret, 'secret.txt'), path.join(m.secret, 'other')),
	'a file outside, removed': () => fs.rmSync(path.join(m.secret, 'secret.txt')),
	'a file outside, copied to our folder': () => fs.copyFileSync(path.join(m.secret, 'secret.txt'), path.join(__dirname, 'copy')),
	'a link to it, made in our folder': () => fs.symlinkSync(path.join(m.secret, 'secret.txt'), path.join(__dirname, 'made')),
	'a hard link to it, made in our folder': () => fs.linkSync(path.join(m.secret, 'secret.txt'), path.join(__dirname, 'made')),
	'a file outside, appended to by a stream': () => events(fs.createWriteStream(path.join(m.secret, 'new')), 'finish'),
	'a folder outside, made': () => fs.mkdirSync(path.join(m.secret, 'folder')),
	'a mode outside, changed': () => fs.chmodSync(path.join(m.secret, 'secret.txt'), 0o777),
	'process.chdir': () => process.chdir('/'),
	'process.kill': () => process.kill(process.pid, 'SIGTERM'),
	'process.exit': () => process.exit(0),
	'child_process.execSync': () => require('child_process').execSync('cat /etc/passwd').toString(),
	'child_process.spawn': () => events(require('node:child_process').spawn('id'), 'exit'),
	'worker_threads.Worker': () => new (require('worker_threads').Worker)('1', { eval: true }),
	'cluster.fork': () => require('cluster').fork(),
});

// Connecting, with permissions.net true.
const metadata = [
	'169.254.169.254', '169.254.170.2', '[fd00:ec2::254]', '[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]',
	'[2002:a9fe:a9fe::]', '0xa9fea9fe', '2852039166', '0251.0376.0251.0376', '169.254.43518', '0xa9.0xfe.0xa9.0xfe',
	'169.254.169.254.', '100.100.100.200', '168.63.129.16', '192.0.0.192', '[fe80::1]',
];
const net = (m) => {
	const attempts = {
		'fetch, redirected to metadata': () => fetch(`${m.redirect}/metadata`),
		'fetch, redirected twice': () => fetch(`${m.redirect}/twice`),
		'net, metadata': () => events(require('net').connect(80, '169.254.169.254'), 'connect'),
		'net, metadata, with a lookup of its own': () => events(require('net').connect({ port: 80, host: 'innocent.example',
			lookup: (name, options, done) => (options.all ? done(null, [{ address: '169.254.169.254', family: 4 }]) : done(null, '169.254.169.254', 4)) }), 'connect'),
		'net, a lookup that changes its mind': () => {
			let n = 0;
			return events(require('net').connect({ port: 80, host: 'innocent.example',
				lookup: (name, options, done) => { const address = { address: '169.254.169.254', family: 4, get valueOf() { n++; return undefined; } };
					return options.all ? done(null, [address]) : done(null, address.address, 4); } }), 'connect');
		},
		'http, metadata, with an agent of its own': () => reply(require('http').request({ host: 'innocent.example',
			agent: new (require('http').Agent)({ lookup: (name, options, done) => (options.all ? done(null, [{ address: '169.254.169.254', family: 4 }]) : done(null, '169.254.169.254', 4)) }) })),
		'http, metadata, by createConnection': () => reply(require('http').request({ host: 'innocent.example',
			createConnection: () => require('net').connect(80, '169.254.169.254') })),
		'tls, metadata': () => events(require('tls').connect({ port: 443, host: '169.254.169.254', rejectUnauthorized: false }), 'secureConnect'),
		'dgram, metadata': () => callback((done) => { require('dgram').createSocket('udp4').on('error', done).send('x', 80, '169.254.169.254', done); }),
		'dgram, a lookup of its own': () => callback((done) => { require('dgram').createSocket({ type: 'udp4',
			lookup: (name, options, found) => found(null, '169.254.169.254', 4) }).on('error', done).send('x', 80, 'innocent.example', done); }),
		'dns, a server of its own': () => {
			const resolver = new (require('dns').Resolver)();
			resolver.setServers(['169.254.169.253']);
			return callback((done) => resolver.resolve4('x.example', done));
		},
		'net, Unix socket': () => events(require('net').connect(path.join(m.secret, 'secret.sock')), 'connect'),
		'net, Unix socket through a link': () => events(require('net').connect(path.join(__dirname, 'link', 'secret.sock')), 'connect'),
		'http, Unix socket': () => reply(require('http').request({ socketPath: path.join(m.secret, 'secret.sock') })),
		'undici, Unix socket': () => new (require('undici').Client)('http://localhost', { socketPath: path.join(m.secret, 'secret.sock') }).request({ path: '/', method: 'GET' }),
	};
	for (const host of metadata) {
		attempts[`fetch ${host}`] = () => fetch(`http://${host}/latest/meta-data/`);
		attempts[`http ${host}`] = () => reply(require('http').request({ host: host.replace(/[[\]]/g, ''), path: '/latest/meta-data/' }));
		attempts[`http URL ${host}`] = () => reply(require('http').get(`http://${host}/latest/meta-data/`));
	}
	return attempts;
};

// What is simply not to be found.
const absent = (m) => ({
	'process.env': () => process.env.GUTHEGA_TEST_SECRET,
	'process.env, all': () => JSON.stringify(process.env),
	'process.env, copied': () => JSON.stringify({ ...process.env, ...Object.fromEntries(Object.entries(process.env)) }),
	'process.env, descriptor': () => Object.getOwnPropertyDescriptor(process.env, 'GUTHEGA_TEST_SECRET'),
	'process.env, prototype': () => Object.getPrototypeOf(process.env).GUTHEGA_TEST_SECRET,
	'process.env, Reflect': () => Reflect.get(process.env, 'GUTHEGA_TEST_SECRET'),
	"process.env, a require'd process": () => require('node:process').env.GUTHEGA_TEST_SECRET,
	'process.env, eval': () => (0, eval)('globalThis.process && process.env.GUTHEGA_TEST_SECRET'),
	'process.env, Function': () => Function('return this')().process.env.GUTHEGA_TEST_SECRET,
	'process.env, vm': () => require('vm').runInThisContext('process.env.GUTHEGA_TEST_SECRET'),
	'process.env, constructor.constructor': () => [].constructor.constructor('return process')().env.GUTHEGA_TEST_SECRET,
	'process.report': () => JSON.stringify(process.report ?? null),
	'process.binding': () => typeof process.binding === 'function' && process.binding('fs') && 'SECRET binding',
	'process.dlopen': () => typeof process.dlopen === 'function' && process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6') && 'SECRET',
	'process.mainModule': () => process.mainModule?.require(path.join(m.secret, 'secret.json')),
	'require.main': () => require.main?.require?.(path.join(m.secret, 'secret.json')),
	'require.cache': () => JSON.stringify(Object.keys(require.cache).filter((k) => !k.startsWith(__dirname))),
	'require.extensions': () => { const o = { exports: {} }; require.extensions['.json'](o, path.join(m.secret, 'secret.json')); return o.exports; },
	'Module._load': () => Module._load?.(path.join(m.secret, 'secret.json')),
	'Module._extensions': () => { const o = { exports: {} }; Module._extensions?.['.json']?.(o, path.join(m.secret, 'secret.json')); return o.exports; },
	'internal modules': () => ['internal/host', 'internal/fs', 'node:internal/fs', 'internal/bootstrap/realm'].map((name) => { try { return `SECRET ${typeof require(name)}`; } catch { return 'refused'; } }),
	'host objects on functions': () => JSON.stringify([fs.readFileSync, require, fetch].map((f) => Object.getOwnPropertyNames(f).filter((k) => !['name', 'length', 'prototype', 'main', 'cache', 'extensions', 'resolve', 'caller', 'arguments'].includes(k)))),
	'config, prototype': () => Object.getPrototypeOf(m.config) === Object.prototype ? '' : 'SECRET',
});

const kinds = { read, never, net, absent };

module.exports = ({ config }) => async ({ kind, ...m }) => {
	const results = {};
	for (const [name, attempt] of Object.entries(kinds[kind]({ ...m, config }))) {
		try {
			results[name] = { value: String(JSON.stringify(await attempt())) };
		} catch (err) {
			let e = err;
			while (e && e.code === undefined && e.cause) e = e.cause; // fetch says it in its cause
			results[name] = { code: String(e && e.code), text: String(e && e.message) };
		}
	}
	return results;
};
