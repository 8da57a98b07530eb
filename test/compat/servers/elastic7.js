// @elastic/elasticsearch@7, the last that speaks to Elasticsearch 7, as its documentation shows.
const { Client, errors } = require('elastic7');

module.exports = ({ config }) => {
	const client = new Client({ node: `http://${config.host}:${config.port}`, maxRetries: 0 });
	const index = `${config.name}_7`;

	return async ({ step }) => {
		if (step === 'again') return { reconnected: (await client.get({ index, id: '1' })).body._source.text === 'zażółć' };
		const { body: wrote } = await client.index({ index, id: '1', body: { text: 'zażółć', n: 1 }, refresh: true });
		const megabyte = 'guthega '.repeat(1 << 17);
		await client.index({ index, id: '2', body: { large: megabyte } });
		const bulk = await client.helpers.bulk({
			datasource: [{ n: 3 }, { n: 4 }, { n: 5 }], onDocument: () => ({ index: { _index: index } }), refreshOnCompletion: true,
		});
		const seen = [];
		for await (const doc of client.helpers.scrollDocuments({ index, body: { size: 2, query: { range: { n: { gte: 3 } } } } })) seen.push(doc.n);
		const missing = await client.get({ index, id: 'none' }).catch((e) => [e instanceof errors.ResponseError, e.statusCode, e.name]);
		return {
			wrote: wrote.result === 'created',
			read: (await client.get({ index, id: '1' })).body._source,
			bulk: [bulk.total, bulk.successful, bulk.failed], seen: seen.sort(), missing,
			mb: (await client.get({ index, id: '2' })).body._source.large === megabyte,
		};
	};
};
