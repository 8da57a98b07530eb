// A JSON reply of about 1 KB from loopback, 64 requests in flight at any time, through fetch.
const body = JSON.stringify({ text: 'guthega '.repeat(120) });

module.exports = ({ config }) => {
	const url = `http://${config.host}:${config.port}/echo`;
	return async () => {
		const start = Date.now();
		let next = 0;
		const one = async () => {
			while (next < 5000) {
				next++;
				const response = await fetch(url, { method: 'POST', body });
				if ((await response.json()).method !== 'POST') throw new Error('another reply came');
			}
		};
		await Promise.all(Array.from({ length: 64 }, one));
		return { required: 0, done: 5000, ms: Date.now() - start };
	};
};
