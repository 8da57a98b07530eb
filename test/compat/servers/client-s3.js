// @aws-sdk/client-s3 with a server that speaks S3's protocol over a folder (versitygw), as its documentation shows.
const { Readable } = require('stream');
const s3 = require('@aws-sdk/client-s3');

module.exports = ({ config, log }) => {
	const client = new s3.S3Client({
		region: 'us-east-1', endpoint: `http://${config.host}:${config.port}`, forcePathStyle: true, maxAttempts: 1,
		credentials: { accessKeyId: config.user, secretAccessKey: config.password },
	});
	const Bucket = `bucket-${config.name}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
	const send = (name, input) => client.send(new s3[`${name}Command`]({ Bucket, ...input }));
	const text = async (Key, more) => (await send('GetObject', { Key, ...more })).Body.transformToString();

	return async ({ step }) => {
		if (step === 'again') return { reconnected: (await text('orders/ż 1.txt')) === 'zażółć' };
		await send('CreateBucket', {});
		const put = await send('PutObject', { Key: 'orders/ż 1.txt', Body: 'zażółć', ContentType: 'text/plain', Metadata: { from: 'guthega' } });
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		await send('PutObject', { Key: 'large', Body: megabyte });
		await send('PutObject', { Key: 'stream', Body: Readable.from([Buffer.alloc(10000, 'a'), Buffer.from('b')]), ContentLength: 10001 });
		const head = await send('HeadObject', { Key: 'orders/ż 1.txt' });

		const { UploadId } = await send('CreateMultipartUpload', { Key: 'parts' });
		const Parts = [];
		for (const [i, Body] of [Buffer.alloc(5 << 20, 'x'), Buffer.from('end')].entries()) {
			const { ETag } = await send('UploadPart', { Key: 'parts', UploadId, PartNumber: i + 1, Body });
			Parts.push({ ETag, PartNumber: i + 1 });
		}
		await send('CompleteMultipartUpload', { Key: 'parts', UploadId, MultipartUpload: { Parts } });

		const listed = [];
		for await (const page of s3.paginateListObjectsV2({ client, pageSize: 2 }, { Bucket })) listed.push(...page.Contents.map((o) => [o.Key, o.Size]));
		await send('CopyObject', { Key: 'copy', CopySource: `${Bucket}/large` });
		const removed = await send('DeleteObjects', { Delete: { Objects: [{ Key: 'copy' }, { Key: 'stream' }] } });
		const missing = await text('none').catch((e) => [e.name, e instanceof s3.NoSuchKey, e.$metadata.httpStatusCode]);
		const refused = await new s3.S3Client({
			region: 'us-east-1', endpoint: `http://${config.host}:${config.port}`, forcePathStyle: true, maxAttempts: 1,
			credentials: { accessKeyId: config.user, secretAccessKey: 'wrong' },
		}).send(new s3.GetObjectCommand({ Bucket, Key: 'large' })).catch((e) => [e.name, e.$metadata.httpStatusCode]);
		return {
			wrote: /^"[0-9a-f]{32}"$/.test(put.ETag), read: await text('orders/ż 1.txt'), range: await text('orders/ż 1.txt', { Range: 'bytes=0-1' }),
			head: [head.ContentLength, head.ContentType, head.Metadata], listed, end: (await text('parts', { Range: 'bytes=5242878-' })),
			removed: removed.Deleted.map((d) => d.Key).sort(), missing, refused,
			mb: Buffer.from(await (await send('GetObject', { Key: 'large' })).Body.transformToByteArray()).equals(megabyte),
		};
	};
};
