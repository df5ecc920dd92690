# roc.gp: signal over background. $curve: shares of background and signal, the ends of signal's error; an index a curve.
set xrange [0:1]
set yrange [0:1]
set xtics 0.2
set ytics 0.2
$chance << END
0	0
1	1
END
if (as_text) {
	plot for [k = 1:curves] $curve index k - 1 using 1:2 with lines linetype k title label[k], \
		$chance using 1:2 with dots title 'by chance'
} else {
	plot for [k = 1:curves] $curve index k - 1 using 1:3:4 with filledcurves linecolor rgb ghost(colour[k]) notitle, \
		for [k = 1:curves] $curve index k - 1 using 1:2 with linespoints linecolor rgb colour[k] linewidth 1.8 \
			dashtype dashes[k] pointtype 7 pointsize 0.3 title label[k], \
		$chance using 1:2 with lines linecolor rgb faint linewidth 1 dashtype 3 title 'by chance'
}
