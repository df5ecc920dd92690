# SPDX-License-Identifier: MIT
# growth.gp GROWTH PICTURE: what a size costs, on logarithmic axes, a curve each; a slope of 1 is dotted. GROWTH has curve, size,
# seconds.
set encoding utf8
set datafile separator "\t"
set terminal svg size 800, 560 font 'sans-serif,12' background rgb 'white'
set output ARG2
set border 3 linecolor rgb 0x222222
set logscale xy
set format x '10^{%L}'
set xlabel 'events, settings, files'
set ylabel 'seconds'
set tics nomirror
set key left top
curves = system("cut -f 1 '".ARG1."' | uniq | tr ' ' '_' | tr '\n' ' '")
name(i) = word(curves, i)
of(i) = "< tr ' ' '_' <'".ARG1."' | awk -F '\t' -v w='".name(i)."' '$1 == w'"
plain(s) = system("echo '".s."' | tr _ ' '")
array colour[3] = [0x0072B2, 0xE69F00, 0x009E73]
stats ARG1 using 2:3 nooutput
set xrange [STATS_min_x / 2:STATS_max_x * 2]
set yrange [STATS_min_y / 2:STATS_max_y * 2]
plot for [i = 1:words(curves)] of(i) using 2:3 with linespoints linecolor rgb colour[i] linewidth 2 pointtype 7 title plain(name(i)), \
	for [k = -9:1] 10.0 ** k * x with lines linecolor rgb 0xCCCCCC dashtype 3 notitle
