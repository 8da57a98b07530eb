const { Kafka, Partitioners, logLevel } = require('kafkajs');

// What the original's producerOptions (kafka-node's) are called today.
const renamed = { requireAcks: 'acks', ackTimeoutMs: 'timeout' };
const known = ['acks', 'timeout', 'compression', 'key'];

/** Sends every message, as JSON, to `config.topic`. */
module.exports = ({ log, config }) => {
  const { connection = {}, topic, producerOptions = {} } = config;
  const brokers = connection.kafkaHost ?? connection.brokers;
  if (!brokers?.length) throw new Error('properties.connection.kafkaHost is missing: name the brokers, "host1:9092,host2:9092"');
  if (typeof topic !== 'string' || topic === '') throw new Error('properties.topic is missing: name the topic to send to');
  const options = {};
  for (const [name, value] of Object.entries(producerOptions)) {
    const today = renamed[name] ?? name;
    if (known.includes(today)) options[today] = value;
    else log.warn(`properties.producerOptions.${name} is ignored: there are ${known.join(', ')}`);
  }
  const { key, ...how } = options;

  const kafka = new Kafka({
    clientId: 'guthega',
    brokers: typeof brokers === 'string' ? brokers.split(',').map((b) => b.trim()) : brokers,
    logLevel: logLevel.WARN,
    logCreator: () => ({ log: { message, ...more } }) => log.warn(message, { error: more.error }),
  });
  const producer = kafka.producer({ allowAutoTopicCreation: true, createPartitioner: Partitioners.DefaultPartitioner });
  let connected; // once for each VM, at its first message; tried again after it failed
  const connect = () => (connected ??= producer.connect().catch((error) => {
    connected = undefined;
    throw error;
  }));

  return async (message) => {
    await connect();
    const value = message instanceof Uint8Array ? Buffer.from(message) : typeof message === 'string' ? message : JSON.stringify(message);
    const id = key === undefined ? undefined : message?.[key];
    const [sent] = await producer.send({ ...how, topic, messages: [{ key: id === undefined ? null : String(id), value }] });
    return { topic, partition: sent.partition, offset: sent.baseOffset };
  };
};
