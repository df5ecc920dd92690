// SPDX-License-Identifier: MIT
// Reads an event stream from standard input with apache-arrow: its types, then a line of values for each row.
import { tableFromIPC } from 'apache-arrow';
import { readFileSync } from 'node:fs';

const show = value => {
	if (value === null) return 'null';
	if (typeof value === 'string') return JSON.stringify(value);
	return Object.is(value, -0) ? '-0' : String(value);
};

const table = tableFromIPC(readFileSync(0));
console.log(table.schema.fields.map(field => `${field.name}:${field.type}`).join(' '));
for (let row = 0; row < table.numRows; row++)
	console.log(table.schema.fields.map((_, column) => show(table.getChildAt(column).get(row))).join(' '));
