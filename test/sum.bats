#!/usr/bin/env bats
# Exact sums: test/unit/sum.c holds them against a plain number of 9600 bits.

load common

@test "1e308 + 1 - 1e308 is 1, ten times 0.1 is 1, denormals and overflow come back" {
	"$units/sum" known
}

@test "sums and sums of squares are the reference's, rounded once, over all exponents" {
	"$units/sum" reference
}

@test "products are exact even where they overflow or underflow" {
	"$units/sum" products
}

@test "no order, no grouping and no way of merging changes a sum" {
	"$units/sum" order
}

@test "adding in blocks gives what adding one by one gives" {
	"$units/sum" blocks
}

@test "a sum written as value and rest is read back exactly" {
	"$units/sum" text
}

@test "infinities and nan have one outcome in every order" {
	"$units/sum" specials
}

@test "the variance is rounded once, also where the mean is large" {
	"$units/sum" variance
}

@test "carries are taken on before they are lost" {
	"$units/sum" carries
}
