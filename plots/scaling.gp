# scaling.gp: time, speed-up and efficiency over workers. $points: workers, and each of the three with the ends of its spread; $amdahl,
# $usl: workers and the three by these laws; an index a series. The fourth quarter says what the lines are.
unset key
set xrange [0.93:workers * 1.08]
if (workers > 1) { set logscale x 2 }
set format x '%.0f'
set mxtics 1
set multiplot layout 2, 2 title title margins screen (as_text ? 16 : 9) * letter, 0.985, bottom, (strlen(title) ? 1 - 2.5 * line : 1 - line) \
	spacing screen (as_text ? 17 : 10) * letter, 4.3 * line
$ideal << END
1	1	1
1e6	1e6	1
END
step = 10.0 ** floor(log10(tmax))
step = tmax < 2 * step ? step / 2 : tmax < 5 * step ? step : 2 * step
do for [panel = 1:3] {
	c = 3 * panel - 1
	set ylabel (panel == 1 ? 'time [s]' : panel == 2 ? 'speed-up' : 'efficiency') offset (as_text ? -3 : 0), 0
	if (panel == 3) { unset logscale y; set yrange [0:1.15] } else { set logscale y 2; set format y '%g' }
	if (panel == 1) { set yrange [tmin * 0.85:tmax * 1.18] }
	if (panel == 1 && tmax < 6 * tmin) { unset logscale y; set yrange [0:tmax * 1.08]; set ytics 0, step, tmax }
	if (panel == 2) { set ytics autofreq }
	if (panel == 3) { set ytics 0, (as_text ? 0.5 : 0.2), 1 }
	if (panel == 2) { set yrange [0.9:workers * 1.2] }
	perfect(x) = panel == 1 ? 1e9 : x
	if (as_text) {
		plot for [k = 1:series] $points index k - 1 using 1:c with points linetype k pointtype k, \
			for [k = 1:series] $amdahl index k - 1 using 1:(column(panel + 1)) with lines linetype k, \
			for [k = 1:series] $usl index k - 1 using 1:(column(panel + 1)) with lines linetype k
	} else {
		plot for [k = 1:series] $amdahl index k - 1 using 1:(column(panel + 1)) with lines linecolor rgb colour[k] linewidth 1 dashtype 2, \
			for [k = 1:series] $usl index k - 1 using 1:(column(panel + 1)) with lines linecolor rgb colour[k] linewidth 1.4, \
			for [k = 1:series] $points index k - 1 using 1:(column(c + 1)):(0):(column(c + 2) - column(c + 1)) with vectors nohead linecolor rgb colour[k] linewidth 1.4, \
			for [k = 1:series] $points index k - 1 using 1:c with points linecolor rgb colour[k] pointtype 7 pointsize 0.7, \
			$ideal using 1:(perfect(column(panel))) with lines linecolor rgb faint dashtype 3
	}
	unset label 1000
}
unset border
unset tics
unset logscale
unset xlabel
unset ylabel
set xrange [0:1]
set yrange [0:1]
# as many lines for each as there is room for
room = (1 - bottom - 6 * line) / 2 / line
each = 4 * series <= room ? 4 : 2 * series <= room ? 2 : 1
lines = each * series > 4 ? 1.0 * each * series : 4.0
row(k) = 1 - (each * (k - 1) + 0.5) / lines
$none << END
-1	-1
END
do for [k = 1:series] {
	set object k circle at graph 0.02, row(k) size graph 0.012 fillstyle solid fillcolor rgb colour[k]
	name = (as_text ? sprintf('%c ', 64 + k) : '').label[k]
	set label 10 * k name at graph 0.07, row(k) left textcolor rgb dark
	do for [i = 1:each - 1] { set label 10 * k + i fits[4 * k - 4 + (each == 2 ? 4 : i)] at graph 0.07, row(k) - i / lines left textcolor rgb faint }
}
plot $none using 1:2 with dots
unset multiplot
