# SPDX-License-Identifier: MIT
# mutants: every small fault that test/mutate may put into the C sources given, one a line, tab-separated:
# file, line, kind, the line with the fault. Relies on the house's style: blanks around operators of two sides, none
# after those of one; a condition that fits on its line.

function mutant(kind, at, length_, new) {
	print FILENAME, FNR, kind, substr($0, 1, at - 1) new substr($0, at + length_)
}

# where the parenthesis that opens at `at` closes, or 0 if not on this line
function closes(at,   depth, c) {
	for (; at <= length(code); at++) {
		c = substr(code, at, 1)
		depth += (c == "(") - (c == ")")
		if (!depth)
			return at
	}
	return 0
}

BEGIN {
	FS = "\n"
	OFS = "\t"
	n = split("compare < <= compare <= < compare > >= compare >= > compare == != compare != == " \
		"arithmetic + - arithmetic - + arithmetic * / arithmetic / * arithmetic % / arithmetic += -= arithmetic -= += " \
		"bits << >> bits >> << bits & | bits | & bits ^ | bits |= &= bits &= |= logic && || logic || &&", word, " ")
	for (i = 1; i <= n; i += 3) {
		kind[word[i + 1]] = word[i]
		other[word[i + 1]] = word[i + 2]
	}
}

FNR == 1 {
	comment = 0
}

# code is the line with comments and what stands in quotes made blank, so that places agree
{
	code = ""
	for (i = 1; i <= length($0); i++) {
		c = substr($0, i, 1)
		if (comment) {
			if (substr($0, i, 2) == "*/") {
				comment = 0
				code = code " "
				i++
			}
			c = " "
		} else if (substr($0, i, 2) == "/*") {
			comment = 1
			c = " "
		} else if (substr($0, i, 2) == "//") {
			break
		} else if (c == "\"" || c == "'") {
			quote = c
			code = code "_"
			for (i++; i < length($0) && (c = substr($0, i, 1)) != quote; i++) {
				code = code "_"
				if (c == "\\") {
					code = code "_"
					i++
				}
			}
			c = "_"
		}
		code = code c
	}
}

code ~ /^#/ || code ~ /_Static_assert/ {
	next
}

# operators
{
	rest = code
	for (at = 1; match(rest, / [-+*\/%<>=!&|^]+ /); ) {
		token = substr(rest, RSTART + 1, RLENGTH - 2)
		at += RSTART
		if (token in kind)
			mutant(kind[token], at, length(token), other[token])
		at += length(token)
		rest = substr(code, at)
	}
}

# whole numbers, one more
{
	rest = code
	for (at = 1; match(rest, /[0-9A-Za-z_.]+/); ) {
		token = substr(rest, RSTART, RLENGTH)
		at += RSTART - 1
		if (token ~ /^[0-9]+$/ && length(token) < 10)
			mutant("constant", at, length(token), token + 1)
		at += length(token)
		rest = substr(code, at)
	}
}

# conditions: never, and the other way round
match(code, /(^|[ \t])if \(/) {
	open = RSTART + RLENGTH - 1
	if (end = closes(open)) {
		inside = substr($0, open + 1, end - open - 1)
		mutant("never", open + 1, end - open - 1, "false && (" inside ")")
		mutant("not", open + 1, end - open - 1, "!(" inside ")")
	}
}

match(code, /(^|[ \t])return (true|false);/) {
	yes = code ~ /return true;/
	at = index(code, yes ? "true;" : "false;")
	mutant("return", at, yes ? 4 : 5, yes ? "false" : "true")
}

# a call for its effect, left out; leaving memory or a file open is no fault that a test should see
code ~ /^\t+[a-z][a-z0-9_]*\(.*\);$/ && code !~ /^\t+([a-z0-9_]*free|close|fclose|va_end|warn)\(/ {
	match(code, /[a-z]/)
	mutant("call", RSTART, length(code) - RSTART + 1, ";")
}

code ~ /^\t+(break|continue);$/ {
	match(code, /[a-z]/)
	mutant("jump", RSTART, length(code) - RSTART + 1, ";")
}
