// axios over TLS with an authority of its own, and through proxies: a plain request, and a tunnel. The servers are the receiver's.
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const axios = require('axios');

module.exports = ({ config }) => {
	const sockets = new Set(); // a server does not end before its tunnels do
	const listen = (server) => new Promise((resolve) => {
		server.on('connection', (s) => sockets.add(s));
		server.listen(0, '127.0.0.1', () => resolve(server.address().port));
	});
	const close = (...servers) => {
		for (const s of sockets) s.destroy();
		sockets.clear();
		return Promise.all(servers.map((s) => new Promise((resolve) => { s.close(resolve); })));
	};
	const echo = (req, res) => {
		const parts = [];
		req.on('data', (d) => parts.push(d)).on('end', () => {
			res.setHeader('content-type', 'application/json');
			res.end(JSON.stringify({ method: req.method, url: req.url.replace(/:\d+/, ''), secure: Boolean(req.socket.encrypted), size: Buffer.concat(parts).length, type: req.headers['content-type'] }));
		});
	};

	return async ({ step }) => {
		const secure = https.createServer({ cert: config.cert, key: config.key }, echo);
		const port = await listen(secure);
		const httpsAgent = new https.Agent({ ca: config.ca, keepAlive: true });
		const url = `https://localhost:${port}/a`;
		if (step === 'again') {
			const { data } = await axios.get(url, { httpsAgent });
			await close(secure);
			return { reconnected: data.secure };
		}
		const { data: read, status } = await axios.post(url, { n: 1 }, { httpsAgent, params: { q: 'ż' } });
		const untrusted = await axios.get(url).catch((e) => e.code);
		const { data: large } = await axios.put(url, Buffer.alloc(1 << 20), { httpsAgent });

		const asked = [];
		const proxy = http.createServer((req, res) => {
			asked.push(`${req.method} ${req.url.replace(/:\d+/, '')} ${req.headers['proxy-authorization'] || ''}`);
			echo(req, res);
		});
		proxy.on('connect', (req, socket, head) => {
			asked.push(`CONNECT ${req.url.replace(/:\d+/, '')}`);
			const up = net.connect(port, '127.0.0.1', () => { // the other end of the tunnel
				socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
				up.write(head);
				up.pipe(socket).pipe(up);
			});
			sockets.add(up);
			up.on('error', () => socket.destroy());
			socket.on('error', () => up.destroy());
		});
		const proxyPort = await listen(proxy);
		const through = await axios.get('http://example.invalid/x', { proxy: { host: '127.0.0.1', port: proxyPort, auth: { username: 'u', password: 'p' } } });
		const tunnel = await new Promise((resolve, reject) => {
			http.request({ host: '127.0.0.1', port: proxyPort, method: 'CONNECT', path: `localhost:${port}` }).on('connect', (res, socket) => {
				const agent = new https.Agent({ ca: config.ca });
				agent.createConnection = (options) => require('node:tls').connect({ ...options, socket, servername: 'localhost', ca: config.ca });
				axios.get(url, { httpsAgent: agent, proxy: false }).then(({ data }) => resolve(data), reject);
			}).on('error', reject).end();
		});
		httpsAgent.destroy();
		await close(proxy, secure);
		return { wrote: status === 200, read, untrusted, mb: large.size === 1 << 20, through: through.data, tunnel, asked };
	};
};
