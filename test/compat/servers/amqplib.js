// amqplib, as its documentation shows: a confirm channel, a consumer; its connection is made anew when it is gone.
const amqp = require('amqplib');

module.exports = ({ config, log }) => {
	const queue = `${config.name}-things`;
	let opening;
	const open = () => (opening ??= (async () => {
		const connection = await amqp.connect(config.url, { clientProperties: { connection_name: config.name } });
		connection.on('error', (error) => log.warn(error.message));
		connection.on('close', () => { opening = undefined; });
		const channel = await connection.createConfirmChannel();
		channel.on('error', (error) => log.warn(error.message));
		await channel.assertQueue(queue, { durable: true });
		return channel;
	})().catch((error) => { opening = undefined; throw error; }));

	const receive = (channel, count) => new Promise((resolve, reject) => {
		const messages = [];
		channel.consume(queue, (message) => {
			if (!message) return reject(new Error('the consumer was cancelled'));
			messages.push(message);
			channel.ack(message);
			if (messages.length === count) resolve(channel.cancel(messages[0].fields.consumerTag).then(() => messages));
		}).catch(reject);
	});

	return async ({ step }) => {
		const channel = await open();
		if (step === 'again') {
			const [kept] = await receive(channel, 1);
			return { reconnected: kept.content.toString() === 'kept' };
		}
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		channel.sendToQueue(queue, Buffer.from('zażółć'), { contentType: 'text/plain', headers: { n: 1, nested: { x: [true, 'y', 2.5] } } });
		channel.sendToQueue(queue, megabyte);
		await channel.waitForConfirms();
		const [text, large] = await receive(channel, 2);
		const confirmed = await new Promise((resolve) => {
			channel.publish('', queue, Buffer.from('kept'), { persistent: true }, (error) => resolve(!error));
		});
		const { messageCount } = await channel.checkQueue(queue);
		return {
			wrote: confirmed, read: text.content.toString(), headers: text.properties.headers,
			left: messageCount, mb: megabyte.equals(large.content),
		};
	};
};
