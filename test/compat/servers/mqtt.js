// mqtt, as its README shows: publish and subscribe with QoS 1, a retained message.
const mqtt = require('mqtt');

module.exports = async ({ config, log }) => {
	const client = await mqtt.connectAsync(`mqtt://${config.host}:${config.port}`, {
		clientId: `${config.name}-client`, clean: true, reconnectPeriod: 100, protocolVersion: 5,
	});
	client.on('error', (error) => log.warn(error.message));
	const topic = (name) => `${config.name}/${name}`;
	const next = (wanted) => new Promise((resolve) => {
		client.on('message', function listen(got, payload, packet) {
			if (got !== wanted) return;
			client.off('message', listen);
			resolve({ payload, packet });
		});
	});

	return async ({ step }) => {
		if (step === 'again') {
			const message = next(topic('text'));
			// Retained, since it may be there before the client has subscribed again.
			await client.publishAsync(topic('text'), 'again', { qos: 1, retain: true });
			return { reconnected: (await message).payload.toString() === 'again' };
		}
		await client.subscribeAsync([topic('text'), topic('large')], { qos: 1 });
		const text = next(topic('text')), large = next(topic('large'));
		const sent = await client.publishAsync(topic('text'), 'zażółć', { qos: 1, properties: { userProperties: { a: 'b' } } });
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		await client.publishAsync(topic('large'), megabyte, { qos: 1 });
		const { payload, packet } = await text;
		await client.publishAsync(topic('retained'), 'kept', { qos: 1, retain: true });
		const retained = next(topic('retained'));
		await client.subscribeAsync(topic('retained'));
		return {
			wrote: sent.cmd === 'publish', read: payload.toString(), properties: { ...packet.properties.userProperties },
			retained: (await retained).packet.retain, mb: megabyte.equals((await large).payload),
		};
	};
};
