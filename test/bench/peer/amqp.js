// A consumer of an AMQP queue as a good Node author would write it by hand: a prefetch, and an ack for each message.
//
//     node amqp.js --receiver FILE --url URL --queue NAME --prefetch N
'use strict';

const { randomUUID } = require('node:crypto');
const { parseArgs } = require('node:util');
const amqplib = require('amqplib');
const { load, ready } = require('./consume.js');

const { values: options } = parseArgs({
  options: {
    receiver: { type: 'string' }, url: { type: 'string' }, queue: { type: 'string' }, prefetch: { type: 'string' },
  },
});

async function main() {
  const handle = await load(options.receiver);
  const connection = await amqplib.connect(options.url);
  const channel = await connection.createChannel();
  await channel.assertQueue(options.queue);
  await channel.prefetch(Number(options.prefetch));
  const { queue } = options;
  const queueField = `"source":"amqp","queue":${JSON.stringify(queue)}`;
  const receive = async (message) => {
    const { exchange, routingKey, redelivered } = message.fields;
    const { headers } = message.properties;
    const messageId = message.properties.messageId ?? null;
    const context = {
      requestId: randomUUID(), gts: new Date(), attempt: 1, source: 'amqp',
      queue, exchange, routingKey, headers, redelivered, messageId,
    };
    const fields = `${queueField},"exchange":"${exchange}","routingKey":${JSON.stringify(routingKey)}`
      + `,"redelivered":${redelivered},"messageId":${messageId === null ? null : JSON.stringify(messageId)}`;
    await handle(context, fields, message.content.toString());
    channel.ack(message);
  };
  ready(async () => {
    await channel.close();
    await connection.close();
  });
  await channel.consume(queue, receive);
}

main();
