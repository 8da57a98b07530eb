// kafka-node@2, as its README shows: a KafkaClient, a Producer, a ConsumerGroup.
const { KafkaClient, Producer, KeyedMessage, ConsumerGroup } = require('kafka-node');

module.exports = ({ config, log }) => {
	const topic = `${config.name}-things`;
	const connect = { kafkaHost: config.address, connectTimeout: 5000, requestTimeout: 10000 };
	const client = new KafkaClient(connect);
	const producer = new Producer(client, { requireAcks: 1 });
	producer.on('error', (error) => log.warn(error.message));
	const ready = new Promise((resolve) => producer.on('ready', resolve));
	const send = (messages) => new Promise((resolve, reject) => {
		producer.send([{ topic, messages, partition: 0 }], (error, result) => (error ? reject(error) : resolve(result)));
	});
	const persist = async (messages) => { // until the broker is back
		for (let attempt = 1; ; attempt++) {
			try {
				return await send(messages);
			} catch (error) {
				if (attempt === 100) throw error;
				await new Promise((resolve) => setTimeout(resolve, 200));
			}
		}
	};
	const seen = [], waiting = [];
	const received = (test) => new Promise((resolve) => {
		waiting.push(() => test() && resolve());
		waiting.forEach((look) => look());
	});
	let group;

	return async ({ step }) => {
		if (step === 'again') {
			await persist(['again']);
			await received(() => seen.some(({ value }) => value.toString() === 'again'));
			await new Promise((resolve) => group.close(true, resolve));
			await new Promise((resolve) => producer.close(resolve));
			return { reconnected: true };
		}
		await ready;
		await new Promise((resolve, reject) => client.refreshMetadata([topic], (error) => (error ? reject(error) : resolve())));
		const megabyte = Buffer.alloc(900000, 'guthega ');
		const result = await persist(['zażółć', new KeyedMessage('k', 'keyed')]);
		await persist([megabyte]);
		group = new ConsumerGroup({
			...connect, groupId: `${config.name}-group`, sessionTimeout: 6000, protocol: ['roundrobin'], fromOffset: 'earliest',
			encoding: 'buffer', keyEncoding: 'utf8', fetchMaxBytes: 4 << 20,
		}, topic);
		group.on('error', (error) => log.warn(error.message));
		group.on('message', (message) => {
			seen.push(message);
			waiting.forEach((look) => look());
		});
		await received(() => seen.length >= 3);
		const [text, keyed, large] = seen;
		return {
			wrote: topic in result, read: text.value.toString(), key: keyed.key, mb: megabyte.equals(large.value),
		};
	};
};
