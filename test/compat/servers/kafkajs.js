// kafkajs, as its documentation shows: an admin, a producer, a consumer group.
const { Kafka, logLevel } = require('kafkajs');

module.exports = async ({ config, log }) => {
	const kafka = new Kafka({
		clientId: config.name, brokers: [config.address], logLevel: logLevel.NOTHING,
		retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 60 }, // a restart takes seconds
	});
	const topic = `${config.name}-things`;
	const producer = kafka.producer({ maxRequestSize: 4 << 20 });
	const consumer = kafka.consumer({ groupId: `${config.name}-group`, sessionTimeout: 6000, heartbeatInterval: 500 });
	const seen = [], waiting = [];
	const received = (enough) => new Promise((resolve) => {
		waiting.push(() => enough() && resolve());
		waiting.forEach((look) => look());
	});
	const begin = async () => {
		const admin = kafka.admin();
		await admin.connect();
		await admin.createTopics({ topics: [{ topic, numPartitions: 2, configEntries: [{ name: 'max.message.bytes', value: String(4 << 20) }] }], waitForLeaders: true });
		await admin.disconnect();
		await producer.connect();
		await consumer.connect();
		await consumer.subscribe({ topics: [topic], fromBeginning: true });
		await consumer.run({
			eachMessage: async ({ message }) => {
				seen.push(message);
				waiting.forEach((look) => look());
			},
		});
	};

	return async ({ step }) => {
		if (step === 'again') {
			await producer.send({ topic, messages: [{ key: 'again', value: 'again' }] });
			await received(() => seen.some(({ key }) => key.toString() === 'again')); // among others that come again
			await consumer.disconnect();
			await producer.disconnect();
			return { reconnected: true };
		}
		await begin();
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		const [{ errorCode }] = await producer.send({
			topic, acks: -1,
			messages: [{ key: 'k', value: 'zażółć', headers: { h: 'v' } }, { key: 'k', value: megabyte }, { key: 'k', value: null }],
		});
		await received(() => seen.length >= 3);
		const [text, large, none] = seen;
		return {
			wrote: errorCode === 0, read: text.value.toString(), key: text.key.toString(), header: text.headers.h.toString(),
			none: none.value, mb: megabyte.equals(large.value),
		};
	};
};
