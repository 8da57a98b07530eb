// SHA-256 of a megabyte.
const began = Date.now();
const { createHash } = require('node:crypto');
const required = Date.now() - began;
const megabyte = Buffer.alloc(1 << 20, 'guthega ');

module.exports = () => async () => {
	const start = Date.now();
	let last;
	for (let i = 0; i < 500; i++) last = createHash('sha256').update(megabyte).digest('hex');
	return { required, done: 500, ms: Date.now() - start, last };
};
