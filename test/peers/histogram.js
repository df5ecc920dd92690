// SPDX-License-Identifier: MIT
// histogram.js FILE THREADS: the histogram of the benchmark by DuckDB, read from CSV: bin and entries, a line each.
// histogram.js --load FILE THREADS: all columns read into a table in memory, and how many rows that were.
import { DuckDBInstance } from '@duckdb/node-api';

const load = process.argv[2] === '--load';
const [file, threads] = process.argv.slice(load ? 3 : 2);
const csv = `read_csv('${file.replaceAll("'", "''")}')`;

const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
if (load) {
	await connection.run(`CREATE TABLE events AS SELECT * FROM ${csv}`);
	console.log((await connection.runAndReadAll('SELECT count(*) FROM events')).getRows()[0].join());
} else {
	const bins = await connection.runAndReadAll(`
		SELECT CAST(floor(p_eTileGap3Cluster * 50) AS INTEGER) AS bin, count(*) FROM ${csv}
		WHERE p_Rhad < 0.05 AND p_topoetcone40 < 5 AND p_eTileGap3Cluster >= 0 AND p_eTileGap3Cluster < 2
		GROUP BY bin ORDER BY bin`);
	for (const row of bins.getRows())
		console.log(row.join('\t'));
}
