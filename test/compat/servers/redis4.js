// redis@4, as its README shows.
const { createClient, commandOptions } = require('redis4');

module.exports = async ({ config, log }) => {
	const client = createClient({ url: `redis://${config.host}:${config.port}` });
	client.on('error', (error) => log.warn(error.message));
	await client.connect();
	const key = (name) => `${config.name}:redis4:${name}`;

	return async ({ step }) => {
		if (step === 'again') return { reconnected: (await client.get(key('text'))) === 'zażółć' };
		const wrote = await client.set(key('text'), 'zażółć');
		await client.hSet(key('hash'), { field: 'value', n: 1 });
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		await client.set(key('large'), megabyte);
		const heard = new Promise((resolve) => {
			const subscriber = client.duplicate();
			subscriber.on('error', (error) => log.warn(error.message));
			subscriber.connect()
				.then(() => subscriber.subscribe(key('channel'), (message) => resolve(subscriber.quit().then(() => message))))
				.then(() => client.publish(key('channel'), 'hello'));
		});
		return {
			wrote: wrote === 'OK',
			read: await client.get(key('text')),
			hash: { ...(await client.hGetAll(key('hash'))) },
			multi: await client.multi().incr(key('n')).incr(key('n')).exec(),
			heard: await heard,
			mb: megabyte.equals(await client.get(commandOptions({ returnBuffers: true }), key('large'))),
		};
	};
};
