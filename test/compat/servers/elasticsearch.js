// elasticsearch@15, as its documentation shows.
const elasticsearch = require('elasticsearch');

module.exports = ({ config }) => {
	const client = new elasticsearch.Client({ host: `${config.host}:${config.port}`, apiVersion: '7.x', log: [] });
	const index = config.name;

	return async ({ step }) => {
		if (step === 'again') return { reconnected: (await client.get({ index, id: '1' }))._source.text === 'zażółć' };
		const wrote = await client.index({ index, id: '1', body: { text: 'zażółć', n: 1, at: new Date(0) }, refresh: 'true' });
		const megabyte = 'guthega '.repeat(1 << 17);
		await client.index({ index, id: '2', body: { large: megabyte } });
		const bulk = await client.bulk({ refresh: 'true', body: [{ index: { _index: index, _id: '3' } }, { n: 3 }, { index: { _index: index, _id: '4' } }, { n: 4 }] });
		const found = await client.search({ index, body: { query: { range: { n: { gte: 3 } } }, sort: [{ n: 'desc' }] } });
		const missing = await client.get({ index, id: 'none' }).catch((e) => [e.status, e.displayName, e.message]);
		return {
			wrote: wrote.result === 'created',
			read: (await client.get({ index, id: '1' }))._source,
			ping: await client.ping({ requestTimeout: 3000 }),
			bulk: bulk.items.map((i) => i.index.status),
			found: found.hits.hits.map((h) => h._source.n), missing,
			mb: (await client.get({ index, id: '2' }))._source.large === megabyte,
		};
	};
};
