// SPDX-License-Identifier: MIT
// Writes an event stream to standard output with apache-arrow: `node write.js WHICH`, one of the tables below.
import * as arrow from 'apache-arrow';
import { writeSync } from 'node:fs';

const columns = {
	// every type of evfarm's
	ours: () => ({
		x: arrow.vectorFromArray([0.1, null, NaN, -Infinity, 5e-324], new arrow.Float64()),
		f: arrow.vectorFromArray([0.5, 16777216, null, -0, 1e38], new arrow.Float32()),
		n: arrow.vectorFromArray([9007199254740993n, null, -9223372036854775808n, 9223372036854775807n, 0n], new arrow.Int64()),
		i: arrow.vectorFromArray([1, -2147483648, 2147483647, null, 0], new arrow.Int32()),
		b: arrow.vectorFromArray([true, false, null, true, false], new arrow.Bool()),
		t: arrow.vectorFromArray(['a', '', null, 'déjà "vu"', 'x,y'], new arrow.Utf8()),
	}),
	// types that become ours
	others: () => ({
		i8: arrow.vectorFromArray([-128, 127, null], new arrow.Int8()),
		i16: arrow.vectorFromArray([-32768, 32767, null], new arrow.Int16()),
		u8: arrow.vectorFromArray([0, 255, null], new arrow.Uint8()),
		u16: arrow.vectorFromArray([0, 65535, null], new arrow.Uint16()),
		u32: arrow.vectorFromArray([0, 4294967295, null], new arrow.Uint32()),
		u64: arrow.vectorFromArray([0n, 9223372036854775807n, null], new arrow.Uint64()),
		large: arrow.vectorFromArray(['', 'long', null], new arrow.LargeUtf8()),
	}),
	// text without a type: apache-arrow makes a dictionary of it
	inferred: () => ({ t: arrow.vectorFromArray(['mu', 'e', null, 'mu', '']), x: arrow.vectorFromArray([1, 2, 3, 4, 5]) }),
	beyond: () => ({ u64: arrow.vectorFromArray([18446744073709551615n], new arrow.Uint64()) }),
	timestamp: () => ({ when: arrow.vectorFromArray([new Date(0)], new arrow.TimestampMillisecond()) }),
	list: () => ({ jets: arrow.vectorFromArray([[1, 2], [3]]) }),
	half: () => ({ h: arrow.vectorFromArray([1], new arrow.Float16()) }),
	empty: () => ({ x: arrow.vectorFromArray([], new arrow.Float64()), t: arrow.vectorFromArray([], new arrow.Utf8()) }),
};

function batches() {
	const many = first => new arrow.Table({
		n: arrow.vectorFromArray([first, first + 1], new arrow.Int32()),
		t: arrow.vectorFromArray([`${first}`, null], new arrow.Utf8()),
	});
	return many(1).concat(many(3), many(5));
}

// Batches that have dictionaries of their own: the later replaces the earlier or adds to it.
function dictionaries() {
	const text = words => new arrow.Table({ t: arrow.vectorFromArray(words) });
	return text(['mu', 'e']).concat(text(['tau', 'mu', 'tau']));
}

// Compressed in name only: the bytes behind Zstandard's magic number.
function compressed() {
	const encode = bytes => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, ...bytes);
	arrow.compressionRegistry.set(arrow.CompressionType.ZSTD, { encode, decode: bytes => bytes.subarray(4) });
	return arrow.tableToIPC(new arrow.Table(columns.ours()), 'stream', arrow.CompressionType.ZSTD);
}

function write(bytes) {
	for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
}

const others = {
	batches, dictionaries,
	// its text has offsets that do not begin at 0, its bits do not begin with a byte
	slice: () => new arrow.Table(columns.ours()).slice(1, 4),
};

const which = process.argv[2];
const table = () => which in others ? others[which]() : new arrow.Table(columns[which]());
write(which === 'compressed' ? compressed() : arrow.tableToIPC(table(), 'stream'));
