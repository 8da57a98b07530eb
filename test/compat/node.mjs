// Runs one receiver on Node as guthega does: node.mjs MODULE [CONFIG]. Without a config there is one message, and its
// result is printed; with one, each line of stdin is a message, and its result a line of stdout.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Console } from 'node:console';
import { pathToFileURL } from 'node:url';

const [, , module, configFile] = process.argv;
globalThis.console = new Console(process.stderr, process.stderr); // stdout has results only
const log = Object.fromEntries(['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'].map(
	(level) => [level, (...values) => console.error(level, ...values)]));
const config = configFile ? JSON.parse(readFileSync(configFile, 'utf8')) : {};
const print = (result) => new Promise((done) => process.stdout.write(JSON.stringify(result) + '\n', done));

const factory = (await import(pathToFileURL(module))).default;
const handler = await factory({ log, config });
if (configFile) {
	for await (const line of createInterface({ input: process.stdin })) await print(await handler(JSON.parse(line), {}));
} else {
	await print(await handler(null, {}));
}
process.exit(0); // packages leave connections and timers behind
