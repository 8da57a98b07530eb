// What the Node consumers of brokers have in common: parse a message, await the handler, log one timing line.
'use strict';

const { flush, loaded, logTiming, writeLine } = require('./timing.js');

const log = Object.fromEntries(
  ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'].map((level) => [level, () => {}]),
);

// load makes the function that handles one message. Its arguments are the message's context, the same as JSON members
// for the line, and the body; its promise never rejects.
async function load(receiver) {
  const before = performance.now();
  const handler = await require(receiver)({ log, config: {} });
  loaded(performance.now() - before);
  return async (context, fields, body) => {
    const received = performance.now();
    const t = { received, startTime: context.gts.getTime(), started: received, returned: received, settled: received };
    let message;
    try {
      message = JSON.parse(body);
    } catch {
      logTiming(context, fields, 'malformed', t);
      return;
    }
    try {
      t.started = t.returned = performance.now();
      const promise = handler(message, context);
      t.returned = performance.now();
      await promise;
      t.settled = performance.now();
      logTiming(context, fields, 'resolved', t);
    } catch {
      t.settled = performance.now();
      logTiming(context, fields, 'rejected', t);
    }
  };
}

// ready says that messages may come, and has SIGTERM end the process once stop, which may settle things, is done.
function ready(stop) {
  process.on('SIGTERM', async () => {
    await stop();
    flush();
    process.exit(0);
  });
  writeLine(JSON.stringify({ message: 'Ready', level: 'info', address: '' }) + '\n');
  flush();
}

module.exports = { load, ready };
