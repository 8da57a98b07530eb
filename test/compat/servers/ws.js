// ws, as its README shows: a server and a client, 10,000 messages each way. There is no server to restart: "again" is a new connection.
const { WebSocketServer, WebSocket } = require('ws');

module.exports = () => {
	const serve = () => new Promise((resolve) => {
		const server = new WebSocketServer({ port: 0, host: '127.0.0.1' }, () => resolve(server));
		server.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })));
	});
	const open = async (server) => {
		const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/path?q=1`, ['chat']);
		await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
		return socket;
	};
	const echoed = (socket, data) => new Promise((resolve) => {
		socket.once('message', (back, binary) => resolve(binary ? back : String(back)));
		socket.send(data);
	});
	const end = (socket, server) => new Promise((resolve) => {
		socket.once('close', (code, reason) => server.close(() => resolve([code, String(reason)])));
		socket.close(1000, 'done');
	});

	return async ({ step }) => {
		const server = await serve();
		const socket = await open(server);
		if (step === 'again') {
			const reconnected = (await echoed(socket, 'zażółć')) === 'zażółć';
			await end(socket, server);
			return { reconnected };
		}
		const read = await echoed(socket, 'zażółć');
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		const mb = megabyte.equals(await echoed(socket, megabyte));
		const count = 10000;
		let next = 0;
		let inOrder = true;
		await new Promise((resolve) => {
			socket.on('message', (data) => {
				inOrder = inOrder && Number(data) === next;
				if (++next === count) resolve();
			});
			for (let i = 0; i < count; i++) socket.send(String(i));
		});
		const pong = await new Promise((resolve) => { socket.once('pong', (data) => resolve(String(data))); socket.ping('p'); });
		const { protocol } = socket;
		return { wrote: true, read, mb, received: next, inOrder, pong, protocol, closed: await end(socket, server) };
	};
};
