// Values of 500 KB, written and read back one after the other through redis@4.
const began = Date.now();
const { createClient } = require('redis4');
const required = Date.now() - began;

module.exports = async ({ config, log }) => {
	const client = createClient({ url: `redis://${config.host}:${config.port}` });
	client.on('error', (error) => log.warn(error.message));
	await client.connect();
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
