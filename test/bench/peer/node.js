// What a good Node author would write by hand to do guthega's job: read a JSON message from HTTP, await the handler,
// log one timing line, reply. No framework, no logging library. It is written to be fast: one chunk is not
// concatenated, and timing.js writes the lines.
//
//     node node.js --receiver FILE [--port N] [--processes N]
'use strict';

const cluster = require('node:cluster');
const { randomUUID } = require('node:crypto');
const http = require('node:http');
const { parseArgs } = require('node:util');
const { flush, loaded, logTiming, writeLine } = require('./timing.js');

const { values: options } = parseArgs({
  options: {
    receiver: { type: 'string' },
    port: { type: 'string', default: '0' },
    processes: { type: 'string', default: '1' },
  },
});

const maxBody = 1 << 20;

function reply(response, status, requestId, body) {
  response.writeHead(status, {
    'X-Guthega-RequestID': requestId,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function handle(handler, request, response, chunk) {
  const received = performance.now();
  const requestId = randomUUID();
  const gts = new Date();
  const { method, url, headers } = request;
  const search = url.indexOf('?');
  const path = search < 0 ? url : url.slice(0, search);
  const query = search < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(search)));
  const fields = `"source":"http","method":"${method}","path":${JSON.stringify(path)}`;
  const context = { requestId, gts, attempt: 1, source: 'http', method, path, query, headers };
  const t = { received, startTime: gts.getTime(), started: received, returned: received, settled: received };
  let message;
  try {
    message = JSON.parse(chunk.toString());
  } catch (err) {
    logTiming(context, fields, 'malformed', t);
    const error = { name: err.name, message: err.message };
    reply(response, 400, requestId, JSON.stringify({ error, requestId, gts }));
    return;
  }
  try {
    t.started = t.returned = performance.now();
    const promise = handler(message, context);
    t.returned = performance.now();
    const result = await promise;
    t.settled = performance.now();
    logTiming(context, fields, 'resolved', t);
    reply(response, 200, requestId, JSON.stringify({ ...result, requestId, gts }));
  } catch (err) {
    t.settled = performance.now();
    logTiming(context, fields, 'rejected', t);
    const error = { name: err.name, message: err.message };
    reply(response, err.permanent ? 422 : 500, requestId, JSON.stringify({ error, requestId, gts }));
  }
}

function serve(handler) {
  return http.createServer((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405, { Allow: 'POST' }).end();
      return;
    }
    let body = null;
    let tooLarge = false;
    request.on('data', (chunk) => {
      if (tooLarge) return;
      body = body === null ? chunk : Buffer.concat([body, chunk]);
      if (body.length > maxBody) {
        tooLarge = true;
        response.writeHead(413, { Connection: 'close' }).end();
      }
    });
    request.on('end', () => {
      if (!tooLarge) handle(handler, request, response, body ?? Buffer.alloc(0));
    });
  });
}

const log = Object.fromEntries(
  ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'].map((level) => [level, () => {}]),
);

async function worker() {
  const before = performance.now();
  const handler = await require(options.receiver)({ log, config: {} });
  loaded(performance.now() - before);
  const server = serve(handler);
  process.on('SIGTERM', () => {
    server.close();
    server.closeIdleConnections();
    flush();
    process.exit(0);
  });
  server.listen(Number(options.port), '127.0.0.1', () => {
    if (cluster.isPrimary) ready(server.address());
  });
}

function ready({ address, port }) {
  writeLine(JSON.stringify({ message: 'Ready', level: 'info', address: `${address}:${port}` }) + '\n');
  flush();
}

function primary(processes) {
  let listening = 0;
  let stopping = false;
  cluster.on('listening', (_, address) => {
    listening++;
    if (listening === processes) ready(address);
  });
  cluster.on('exit', (_, code) => {
    if (!stopping) process.exit(code || 1);
  });
  process.on('SIGTERM', () => {
    stopping = true;
    for (const one of Object.values(cluster.workers)) one.process.kill('SIGTERM');
  });
  for (let i = 0; i < processes; i++) cluster.fork();
}

const processes = Number(options.processes);
if (cluster.isPrimary && processes > 1) primary(processes);
else worker();
