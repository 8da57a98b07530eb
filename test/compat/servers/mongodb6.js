// mongodb@6, as its documentation shows: a client, a collection, cursors.
const { MongoClient, ObjectId, Long, Binary } = require('mongodb6');

module.exports = async ({ config }) => {
	const client = new MongoClient(`mongodb://${config.host}:${config.port}`, { maxPoolSize: 4 });
	await client.connect();
	const things = client.db(`${config.name}_6`).collection('things');
	const _id = new ObjectId('507f1f77bcf86cd799439011');

	return async ({ step }) => {
		if (step === 'again') return { reconnected: (await things.findOne({ _id })).text === 'zażółć' };
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		const inserted = await things.insertOne({
			_id, text: 'zażółć', at: new Date(0), long: Long.fromString('9007199254740993'), nested: { a: [1, 2.5, null, true] }, bytes: new Binary(megabyte),
		});
		await things.insertMany(Array.from({ length: 250 }, (_, i) => ({ i, even: i % 2 === 0 })));
		const { bytes, ...read } = await things.findOne({ _id }, { promoteLongs: false });
		const updated = await things.findOneAndUpdate({ i: 7 }, { $set: { seven: true }, $inc: { i: 1000 } }, { returnDocument: 'after' });
		const failed = await things.insertOne({ _id }).catch((error) => [error.name, error.code]);
		const found = [];
		for await (const { i } of things.find({ even: true }).sort({ i: -1 }).batchSize(20)) found.push(i);
		await things.createIndex({ i: 1 }, { name: 'by_i' });
		return {
			wrote: inserted.acknowledged, read, updated: updated.i, failed, found: [found.length, found[0], found[124]],
			indexes: (await things.indexes()).map(({ name }) => name), deleted: (await things.deleteMany({ even: true })).deletedCount,
			counted: await things.countDocuments(), mb: megabyte.equals(bytes.buffer),
		};
	};
};
