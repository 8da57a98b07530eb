// Values of 500 KB, written and read back one after the other through ioredis.
const began = Date.now();
const Redis = require('ioredis');
const required = Date.now() - began;

module.exports = async ({ config, log }) => {
	const client = new Redis(config.port, config.host);
	client.on('error', (error) => log.warn(error.message));
	const value = 'guthega '.repeat(62_500);

	return async () => {
		const start = Date.now();
		for (let i = 0; i < 20; i++) {
			await client.set(config.name, value);
			if ((await client.get(config.name)) !== value) throw new Error('another value came back');
		}
		return { required, done: 20, ms: Date.now() - start };
	};
};
