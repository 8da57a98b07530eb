// nodemailer, as its documentation shows: a pool with STARTTLS and a password, an attachment.
const nodemailer = require('nodemailer');
const { createHash } = require('crypto');

module.exports = ({ config }) => {
	const transport = nodemailer.createTransport({
		host: config.host, port: config.port, secure: false, requireTLS: true, pool: true, maxConnections: 2,
		auth: { user: config.user, pass: config.password }, tls: { ca: config.ca, servername: 'localhost' },
	});
	const send = (subject, attachment) => transport.sendMail({
		from: 'Ada <ada@example.com>', to: ['bob@example.com', 'eve@example.com'], subject, text: 'zażółć', html: '<b>zażółć</b>',
		messageId: `<${subject}@example.com>`, date: new Date(0), attachments: attachment && [{ filename: 'large.bin', content: attachment }],
	});

	return async ({ step }) => {
		if (step === 'again') return { reconnected: (await send('again')).accepted.length === 2 };
		await transport.verify();
		const { accepted, rejected, messageId, response } = await send('first');
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		const large = await send('large', megabyte); // the server answers with the hash of the last part
		return {
			wrote: accepted.length === 2, read: response, rejected, messageId,
			mb: large.response.endsWith(createHash('sha256').update(megabyte).digest('hex')),
		};
	};
};
