// ioredis, as its README shows: commands, a pipeline, a stream, a Lua script.
const Redis = require('ioredis');

module.exports = ({ config, log }) => {
	const redis = new Redis({ host: config.host, port: config.port, keyPrefix: `${config.name}:ioredis:` });
	redis.on('error', (error) => log.warn(error.message));
	redis.defineCommand('double', { numberOfKeys: 1, lua: "return redis.call('get', KEYS[1]) .. ARGV[1]" });

	return async ({ step }) => {
		if (step === 'again') return { reconnected: (await redis.get('text')) === 'zażółć' };
		const wrote = await redis.set('text', 'zażółć', 'EX', 600);
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		await redis.set('large', megabyte);
		await redis.xadd('stream', '1-1', 'field', 'value');
		const keys = [];
		for await (const found of redis.scanStream({ match: `${config.name}:ioredis:*`, count: 100 })) keys.push(...found);
		return {
			wrote: wrote === 'OK',
			read: await redis.get('text'),
			pipeline: await redis.pipeline().incr('n').incr('n').exec(),
			script: await redis.double('text', '!'),
			stream: await redis.xread('STREAMS', 'stream', '0'),
			keys: keys.sort(),
			mb: megabyte.equals(await redis.getBuffer('large')),
		};
	};
};
