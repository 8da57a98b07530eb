// 1,000 rows by one INSERT each, 64 of them in flight at any time, through pg's Pool as it is made without options.
const began = Date.now();
const { Pool } = require('pg');
const required = Date.now() - began;

module.exports = ({ config, log }) => {
	const pool = new Pool({ host: config.host, port: config.port, user: config.user, password: config.password, database: 'postgres' });
	pool.on('error', (error) => log.warn(error.message));
	const table = `${config.name}_rows`;
	const made = pool.query(`CREATE TABLE ${table} (id int, name text, at timestamptz)`);

	return async () => {
		await made;
		const start = Date.now();
		let next = 0;
		const one = async () => {
			while (next < 1000) {
				const id = next++;
				await pool.query(`INSERT INTO ${table} (id, name, at) VALUES ($1, $2, $3)`, [id, `row ${id}`, new Date(0)]);
			}
		};
		await Promise.all(Array.from({ length: 64 }, one));
		return { required, done: 1000, ms: Date.now() - start };
	};
};
