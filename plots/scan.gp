# scan.gp: the figure of merit along each column's cuts, a panel each. $along: cut, merit, whether it is the best setting's; an index
# a panel. from[], to[]: the cuts' range.
across = ceil(sqrt(panels * width / (as_text ? 2.5 : 1.0) / height / 1.2))
down = ceil(real(panels) / across)
across = ceil(real(panels) / down)
name = ylabel
unset key
fits = 1 / letter / across - 5
set multiplot layout down, across title title margins screen (as_text ? 20 : 11) * letter, 0.985, bottom, (strlen(title) ? 1 - 2.5 * line : 1 - line) \
	spacing screen (as_text ? 4 : 5) * letter, 4.5 * line
set yrange [ymin:ymax]
set mxtics 1
set ytics (0.9 * ymin + 0.1 * ymax, 0.5 * (ymin + ymax), 0.1 * ymin + 0.9 * ymax)
set xtics autofreq
set xlabel offset 0, 0.3
do for [i = 1:panels] {
	low = from[i]
	high = to[i]
	pad = high > low ? 0.13 * (high - low) : 0.5 * (abs(low) > 0 ? abs(low) : 1)
	set xrange [low - pad:high + pad]
	# digits enough to tell the cuts apart; where these are many, only the first and the last
	digits = high > low ? 2 + ceil(log10((abs(low) > abs(high) ? abs(low) : abs(high)) / (high - low))) : 3
	digits = digits < 3 ? 3 : digits > 8 ? 8 : digits
	if (high > low && digits < 5) { set xtics (low, (low + high) / 2, high) } else { set xtics (low, high) }
	set format x sprintf('%%.%dg', digits)
	set xlabel short(column[i], fits).side[i]
	set ylabel ((i - 1) % across == 0 ? name : "") offset (as_text ? -4 : 0), 0
	set format y ((i - 1) % across == 0 ? '%.4g' : '')
	plot $along index i - 1 using 1:2 with linespoints linecolor rgb colour[1] linewidth 1.5 pointtype 7 pointsize 0.4, \
		$along index i - 1 using ($3 == 1 ? $1 : NaN):2 with points linecolor rgb colour[6] pointtype 7 pointsize 1
	unset label 1000
}
unset multiplot
