// mysql2, as its documentation shows: a pool of promises, prepared statements, a transaction.
const mysql = require('mysql2/promise');

module.exports = ({ config }) => {
	const pool = mysql.createPool({
		host: config.host, port: config.port, user: config.user, password: config.password, database: config.database,
		connectionLimit: 4, timezone: 'Z',
	});
	const table = `${config.name}_things`;

	return async ({ step }) => {
		if (step === 'again') {
			const [rows] = await pool.query(`SELECT text FROM ${table} WHERE id = ?`, [1]);
			return { reconnected: rows[0].text === 'zażółć' };
		}
		await pool.query(`CREATE TABLE ${table} (id int PRIMARY KEY, text varchar(20), bytes longblob, at datetime, price decimal(9,2)) CHARACTER SET utf8mb4`);
		const megabyte = Buffer.alloc(1 << 20, 'guthega ');
		const [{ affectedRows }] = await pool.execute(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?)`, [1, 'zażółć', megabyte, new Date(0), '1.50']);
		const [[{ bytes, ...read }]] = await pool.execute(`SELECT * FROM ${table} WHERE id = ?`, [1]);
		const connection = await pool.getConnection();
		let failed;
		try {
			await connection.beginTransaction();
			failed = await connection.query(`INSERT INTO ${table} (id) VALUES (1)`).catch((error) => [error.code, error.errno]);
			await connection.rollback();
		} finally {
			connection.release();
		}
		const sums = await Promise.all(Array.from({ length: 20 }, (_, i) => pool.execute('SELECT ? + 1 AS n', [i])));
		return {
			wrote: affectedRows === 1, read, failed, pool: sums.every(([[{ n }]], i) => n === i + 1), mb: megabyte.equals(bytes),
		};
	};
};
