// A Redis subscriber as a good Node author would write it by hand.
//
//     node redis.js --receiver FILE --url URL --channel PATTERN
'use strict';

const { randomUUID } = require('node:crypto');
const { parseArgs } = require('node:util');
const { createClient } = require('redis');
const { load, ready } = require('./consume.js');

const { values: options } = parseArgs({
  options: { receiver: { type: 'string' }, url: { type: 'string' }, channel: { type: 'string' } },
});

async function main() {
  const handle = await load(options.receiver);
  const client = createClient({ url: options.url });
  client.on('error', (err) => { throw err; });
  await client.connect();
  const pattern = options.channel;
  const patternField = `"source":"redis","pattern":${JSON.stringify(pattern)},"channel":`;
  ready(() => client.close());
  await client.pSubscribe(pattern, (message, channel) => {
    const context = { requestId: randomUUID(), gts: new Date(), attempt: 1, source: 'redis', pattern, channel };
    handle(context, patternField + JSON.stringify(channel), message);
  });
}

main();
