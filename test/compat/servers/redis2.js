// redis@2, as its README shows: callbacks made promises.
const redis = require('redis2');
const { promisify } = require('util');

module.exports = ({ config, log }) => {
	const client = redis.createClient({ host: config.host, port: config.port, detect_buffers: true });
	client.on('error', (error) => log.warn(error.message));
	const get = promisify(client.get).bind(client);
	const set = promisify(client.set).bind(client);
	const multi = (...commands) => new Promise((resolve, reject) => {
		client.multi(commands).exec((error, replies) => (error ? reject(error) : resolve(replies)));
	});
	const key = (name) => `${config.name}:redis2:${name}`;

	return async ({ step }) => {
		if (step === 'again') return { reconnected: (await get(key('text'))) === 'zażółć' };
		const wrote = await set(key('text'), 'zażółć');
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		await set(key('large'), megabyte);
		return {
			wrote: wrote === 'OK',
			read: await get(key('text')),
			multi: await multi(['incr', key('n')], ['incr', key('n')]),
			mb: megabyte.equals(await get(Buffer.from(key('large')))),
		};
	};
};
