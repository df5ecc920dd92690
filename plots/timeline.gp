# timeline.gp: when tasks ran. $bars: start, end, line; an index a stage, the last those that failed. host[], first[]: the
# hosts, and each one's first line.
set xrange [0:span]
set yrange [lanes - 0.4:-0.6]
set border 1
unset ylabel
unset mytics
unset ytics
set style fill solid 0.9 noborder
set ytics nomirror scale 0 ()
do for [h = 1:hosts] {
	set ytics add (host[h] 0.5 * (first[h] + first[h + 1] - 1))
	if (h > 1) { set arrow h from graph 0, first first[h] - 0.5 to graph 1, first first[h] - 0.5 nohead linecolor rgb faint linewidth 0.5 }
}
cross = failures == 0 ? '' : ', $bars index stages using 1:3:1:2:($3 - 0.38):($3 + 0.38) with boxxyerror fillstyle empty border '. \
	'linecolor rgb 0 linewidth 1.2 notitle, $bars index stages using (($1 + $2) / 2):3 with points pointtype 2 pointsize 0.8 '. \
	'linewidth 1.5 linecolor rgb 0 title "failed"'
if (as_text) {
	plot for [k = 1:stages] $bars index k - 1 using 1:3 with lines linetype k title label[k]
} else {
	plot for [k = 1:stages] $bars index k - 1 using 1:3:1:2:($3 - 0.38):($3 + 0.38) with boxxyerror linecolor rgb colour[k] linewidth 0.3 \
		fillstyle solid 0.9 border linecolor rgb 0xFFFFFF title label[k] @cross
}
