# SPDX-License-Identifier: MIT
# claims.gp CLAIMS PICTURE: each claim's value in times of its reach, so that those right of the line are met. CLAIMS has, a line
# a claim, what, and times its median, worst and best round.
set encoding utf8
set datafile separator "\t"
stats ARG1 using 2 nooutput
rows = STATS_records
set terminal svg size 1100, 60 + 26 * rows font 'sans-serif,12' background rgb 'white'
set output ARG2
set border 1 linecolor rgb 0x222222
set lmargin at screen 0.44
set rmargin at screen 0.94
set logscale x
set xrange [0.25:16]
set yrange [-rows + 0.4:0.6]
set xlabel 'times the reach'
set ytics nomirror scale 0
set xtics nomirror
set arrow 1 from 1, graph 0 to 1, graph 1 nohead linecolor rgb 0x222222 dashtype 3
set style fill solid 1 noborder
unset key
row(i) = -i
colour(x) = x >= 1 ? 0x0072B2 : 0xD55E00
plot ARG1 using 2:(row($0)):(0.25):2:(row($0) - 0.3):(row($0) + 0.3):(colour($2)):ytic(1) with boxxyerror linecolor rgb variable, \
	ARG1 using 3:(row($0)):($4 - $3):(0) with vectors nohead linecolor rgb 0x222222, \
	ARG1 using (16):(row($0)):(sprintf('%.1f', $2)) with labels left offset char 0.5, 0 notitle
