// A JSON reply of about 1 KB from loopback, 64 requests in flight at any time, through fetch.
const query = 'guthega-'.repeat(120); // the server answers with what it was asked

module.exports = ({ config }) => {
	const url = `http://${config.host}:${config.port}/echo?${query}`;
	return async () => {
		const start = Date.now();
		let next = 0;
		const one = async () => {
			while (next < 5000) {
				next++;
				const response = await fetch(url);
				if ((await response.json()).method !== 'GET') throw new Error('another reply came');
			}
		};
		await Promise.all(Array.from({ length: 64 }, one));
		return { required: 0, done: 5000, ms: Date.now() - start };
	};
};
