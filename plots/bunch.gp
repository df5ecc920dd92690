# bunch.gp: time over the size of bunches. $curve: bunch, time, the ends of its spread; $across: the level of automatic bunches; an
# index a curve.
set logscale x 2
set clip two
if (tmax > 20 * tmin) { set logscale y; set yrange [tmin / 1.3:tmax * 1.3] } else { set yrange [0:tmax * 1.08] }
set format x '%.0f'
set format y '%g'
set xrange [xmin / 1.1:xmax * 1.1 > xmin * 2 ? xmax * 1.1 : xmin * 2]
if (as_text) {
	plot for [k = 1:curves] $curve index k - 1 using 1:2 with linespoints linetype k pointtype k title label[k], \
		for [k = 1:curves] $across index k - 1 using 1:2 with lines linetype k notitle
} else {
	plot for [k = 1:curves] $across index k - 1 using 1:2 with lines linecolor rgb colour[k] linewidth 1 dashtype 2 notitle, \
		for [k = 1:curves] $curve index k - 1 using @bar linecolor rgb colour[k] linewidth 1.2 notitle, \
		for [k = 1:curves] $curve index k - 1 using 1:2 with linespoints linecolor rgb colour[k] linewidth 1.6 \
			pointtype 7 pointsize 0.6 title label[k]
}
