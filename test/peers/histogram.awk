# SPDX-License-Identifier: MIT
# The histogram of the benchmark by awk: bin and entries, a line each. The columns are those of evgen's zee model.
BEGIN { FS = "," }
NR > 1 && $5 < 0.05 && $8 < 5 && $9 >= 0 && $9 < 2 { entries[int($9 * 50)]++ }
END {
	for (bin = 0; bin < 100; bin++)
		if (bin in entries)
			print bin "\t" entries[bin]
}
