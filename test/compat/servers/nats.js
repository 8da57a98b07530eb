// nats, as its README shows: publish and subscribe, request and reply, a key-value store of JetStream.
const { connect, StringCodec, JSONCodec, headers } = require('nats');

module.exports = async ({ config }) => {
	const nc = await connect({ servers: `${config.host}:${config.port}`, name: config.name, reconnectTimeWait: 100, maxReconnectAttempts: -1 });
	const strings = StringCodec(), json = JSONCodec();
	const subject = (name) => `${config.name}.${name}`;
	const reconnected = (async () => {
		for await (const { type } of nc.status()) if (type === 'reconnect') return;
	})();
	const kv = await nc.jetstream().views.kv(`${config.name}_things`);
	const service = nc.subscribe(subject('double'));
	(async () => {
		for await (const m of service) m.respond(json.encode({ double: 2 * json.decode(m.data).n }));
	})();

	return async ({ step }) => {
		if (step === 'again') {
			await reconnected;
			const reply = json.decode((await nc.request(subject('double'), json.encode({ n: 4 }), { timeout: 10000 })).data);
			return { reconnected: reply.double === 8 && (await kv.get('text')).string() === 'zażółć' };
		}
		const messages = nc.subscribe(subject('news'), { max: 1 });
		const h = headers();
		h.set('a', 'b');
		nc.publish(subject('news'), strings.encode('hello'), { headers: h });
		let heard;
		for await (const m of messages) heard = [strings.decode(m.data), m.headers.get('a')];
		const revision = await kv.put('text', strings.encode('zażółć'));
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		await kv.put('large', megabyte);
		return {
			wrote: revision === 1, read: (await kv.get('text')).string(), heard,
			reply: json.decode((await nc.request(subject('double'), json.encode({ n: 21 }))).data),
			mb: megabyte.equals((await kv.get('large')).value),
		};
	};
};
