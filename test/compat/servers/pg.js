// pg, as its documentation shows: a pool, with TLS and a password (SCRAM); a transaction; COPY by pg-copy-streams.
const { Pool } = require('pg');
const { from, to } = require('pg-copy-streams');
const { pipeline } = require('node:stream/promises');
const { Readable } = require('node:stream');

module.exports = ({ config, log }) => {
	const pool = new Pool({
		host: config.host, port: config.port, user: config.user, password: config.password, database: 'postgres',
		ssl: { ca: config.ca }, max: 4,
	});
	pool.on('error', (error) => log.warn(error.message)); // idle clients whose server is gone
	const table = `${config.name}_things`;

	return async ({ step }) => {
		if (step === 'again') {
			const { rows } = await pool.query(`SELECT text FROM ${table} WHERE id = $1`, [1]);
			return { reconnected: rows[0].text === 'zażółć' };
		}
		await pool.query(`CREATE TABLE ${table} (id int PRIMARY KEY, text text, data jsonb, bytes bytea, at timestamptz, big bigint)`);
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		const { rowCount } = await pool.query(`INSERT INTO ${table} VALUES ($1, $2, $3, $4, $5, $6)`,
			[1, 'zażółć', { a: [1, null] }, megabyte, new Date(0), '9007199254740993']);
		const { rows: [{ bytes, ...read }] } = await pool.query(`SELECT * FROM ${table} WHERE id = $1`, [1]);

		const client = await pool.connect();
		let copied, failed, encrypted;
		try {
			await client.query('BEGIN');
			failed = await client.query(`INSERT INTO ${table} (id) VALUES (1)`).catch((error) => [error.code, error.constraint]);
			await client.query('ROLLBACK');
			const lines = Array.from({ length: 1000 }, (_, i) => `${i + 10}\tline ${i}\n`);
			await pipeline(Readable.from(lines), client.query(from(`COPY ${table} (id, text) FROM STDIN`)));
			const chunks = [];
			for await (const chunk of client.query(to(`COPY (SELECT id, text FROM ${table} WHERE id >= 10 ORDER BY id) TO STDOUT`))) chunks.push(chunk);
			copied = Buffer.concat(chunks).toString() === lines.join('');
			encrypted = (await client.query('SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).rows[0];
		} finally {
			client.release();
		}
		const sums = await Promise.all(Array.from({ length: 20 }, (_, i) => pool.query('SELECT $1::int + 1 AS n', [i])));
		return {
			wrote: rowCount === 1, read, failed, copied, encrypted,
			pool: sums.every(({ rows }, i) => rows[0].n === i + 1),
			mb: megabyte.equals(bytes),
		};
	};
};
