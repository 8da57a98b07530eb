// The log of the Node consumers: one timing line for every message, written to be fast. Dates are formatted once per
// millisecond, lines are built without JSON.stringify where they need no escaping, and leave in writes of 64 KiB, as
// guthega's do.
'use strict';

const { writeSync } = require('node:fs');
const os = require('node:os');

const maxLogBuffer = 64 * 1024;
const maxLogAge = 100; // ms

let pending = '';
let timer = null;

function flush() {
  clearTimeout(timer);
  timer = null;
  let rest = Buffer.from(pending);
  pending = '';
  while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
}

function writeLine(line) {
  pending += line;
  if (pending.length >= maxLogBuffer) flush();
  else timer ??= setTimeout(flush, maxLogAge);
}

let lastTime = 0;
let lastText = '';

// iso is new Date(time).toISOString(), for a time that is mostly the last one.
function iso(time) {
  if (time !== lastTime) {
    lastText = new Date(time).toISOString();
    lastTime = time;
  }
  return lastText;
}

const processor = JSON.stringify(os.hostname());
let cold = true;
let initDuration = 0;

// loaded says how long the receiver took to load, for the first line, in ms.
function loaded(duration) {
  initDuration = duration;
}

const ms = (duration) => Math.round(duration * 1000) / 1000;

// logTiming writes a message's line. fields is what its source says of it, as JSON members.
function logTiming(context, fields, outcome, t) {
  const now = Date.now();
  const duration = ms(t.settled - t.started);
  let line = `{"message":"Message handler performance","level":"info","timestamp":"${iso(now)}","processor":${processor}`
    + `,"name":"messageReceived","requestId":"${context.requestId}","gts":"${iso(context.gts.getTime())}"`
    + `,${fields},"outcome":"${outcome}","attempt":1`
    + `,"startTime":"${iso(t.startTime)}","duration":${duration},"queueDuration":${ms(t.started - t.received)}`
    + `,"vmDuration":${ms(t.returned - t.started)},"billedDuration":${Math.ceil(duration)}`;
  if (cold) {
    cold = false;
    line += `,"coldStart":true,"initDuration":${ms(initDuration)}`;
  }
  writeLine(line + '}\n');
}

module.exports = { flush, iso, loaded, logTiming, writeLine };
