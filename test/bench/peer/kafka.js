// A Kafka consumer as a good Node author would write it by hand, a message at a time in each partition. By default it
// takes kafkajs's batches, whose settling it has in its own hands: that is faster than eachMessage, which --each uses.
//
//     node kafka.js --receiver FILE --broker HOST:PORT --group ID --topic NAME --partitions N [--each]
'use strict';

const { randomUUID } = require('node:crypto');
const { parseArgs } = require('node:util');
const { Kafka, logLevel } = require('kafkajs');
const { load, ready } = require('./consume.js');

const { values: options } = parseArgs({
  options: {
    receiver: { type: 'string' }, broker: { type: 'string' }, group: { type: 'string' }, topic: { type: 'string' },
    partitions: { type: 'string' }, each: { type: 'boolean', default: false },
  },
});

const commitInterval = 1000; // ms; guthega's

let lastTimestamp = '';
let lastDate = null;
let lastText = '';

// remember keeps a record's timestamp as a date and as text, for a record whose timestamp is mostly the last one.
function remember(timestamp) {
  if (timestamp === lastTimestamp) return;
  lastTimestamp = timestamp;
  lastDate = new Date(Number(timestamp));
  lastText = lastDate.toISOString();
}

async function main() {
  const handle = await load(options.receiver);
  const kafka = new Kafka({ brokers: [options.broker], logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: options.group });
  await consumer.connect();
  await consumer.subscribe({ topics: [options.topic], fromBeginning: true });

  const receive = (topic, partition, { key, value, offset, timestamp, headers }) => {
    remember(timestamp);
    const text = key === null ? null : key.toString();
    const context = {
      requestId: randomUUID(), gts: new Date(), attempt: 1, source: 'kafka',
      topic, partition, offset: Number(offset), key: text, timestamp: lastDate, headers,
    };
    const fields = `"source":"kafka","topic":"${topic}","partition":${partition},"offset":${offset}`
      + `,"key":${text === null ? null : JSON.stringify(text)},"meta.timestamp":"${lastText}"`;
    return handle(context, fields, value.toString());
  };

  const eachBatch = async ({ batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning, isStale }) => {
    const { topic, partition, messages } = batch;
    let next = Date.now() + commitInterval;
    for (const message of messages) {
      if (!isRunning() || isStale()) return;
      await receive(topic, partition, message);
      resolveOffset(message.offset);
      if (Date.now() < next) continue;
      next = Date.now() + commitInterval;
      await commitOffsetsIfNecessary();
      await heartbeat();
    }
  };
  const eachMessage = ({ topic, partition, message }) => receive(topic, partition, message);

  ready(() => consumer.disconnect());
  await consumer.run({
    autoCommitInterval: commitInterval,
    partitionsConsumedConcurrently: Number(options.partitions),
    ...(options.each ? { eachMessage } : { eachBatch, eachBatchAutoResolve: false }),
  });
}

main();
