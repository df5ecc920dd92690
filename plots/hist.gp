# hist.gp: histograms. $line: outlines, $bars: error bars, $ratio: the same divided by the reference's heights; an index a curve,
# those that are not data first.
curves = made_up + data

set xrange [xmin:xmax]
set yrange [ymin:ymax]
if (logarithmic) { set logscale y; set format y '%g' }

fill(k) = stacked ? colour[k] : made_up == 1 ? pale(colour[k]) : ghost(colour[k])
dot = 'with points pointtype 7 pointsize 0.6'
# data, the last curve; gnuplot wants none of an empty loop
points = data ? ', $bars index made_up using '.bar.' linecolor rgb 0 linewidth 1.2 notitle, '. \
	'$bars index made_up using 1:2 '.dot.' linecolor rgb 0 title label[curves]' : ''

if (ratios) {
	set multiplot
	ratio_top = bottom + 0.24 * (1 - bottom)
	set lmargin at screen 10.5 * letter
	set rmargin at screen 0.97
	set bmargin at screen ratio_top + (as_text ? 2 * line : 0.03)
	set format x ''
	set xlabel ''
}
if (profile) {
	plot for [k = 1:curves] $bars index k - 1 using @bar linecolor rgb colour[k] linewidth 1.5 notitle, \
		for [k = 1:curves] $bars index k - 1 using 1:2 @dot linecolor rgb colour[k] title label[k]
} else { if (as_text) {
	plot for [k = 1:made_up] $line index k - 1 using 1:2 with lines linetype k title label[k] @points
} else { if (stacked) {
	plot for [k = made_up:1:-1] $line index k - 1 using 1:2 with filledcurves y1=(logarithmic ? ymin : 0) \
			linecolor rgb fill(k) title label[k], \
		for [k = made_up:1:-1] $line index k - 1 using 1:2 with lines linecolor rgb dark linewidth 0.5 notitle, \
		$bars index made_up - 1 using 1:2:5:6:3:4 with boxxyerror linecolor rgb dark linewidth 0.5 \
			fillstyle transparent pattern 4 noborder title 'uncertainty' @points
} else {
	plot for [k = 1:made_up] $line index k - 1 using 1:2 with filledcurves y1=(logarithmic ? ymin : 0) \
			linecolor rgb fill(k) notitle, \
		for [k = 1:made_up] $line index k - 1 using 1:2 with lines linecolor rgb colour[k] linewidth 1.8 dashtype dashes[k] \
			title label[k], \
		for [k = 1:made_up] $bars index k - 1 using @bar linecolor rgb colour[k] linewidth 0.9 notitle @points
} } }
if (ratios) {
	unset key
	unset label 1000
	unset logscale y
	set tmargin at screen ratio_top
	set bmargin at screen bottom
	set xlabel xlabel
	set format x '% h'
	set format y '%.3g'
	set ylabel 'ratio'
	set yrange [ratio_off > 1 ? 0 : 1 - ratio_off : 1 + ratio_off]
	set ytics ratio_off < 0.25 ? 0.1 : ratio_off < 0.6 ? 0.2 : ratio_off < 1.2 ? 0.5 : 1
	shade(k) = k > made_up ? 0 : colour[k]
	plot $ratio index 0 using 1:2:5:6:3:4 with boxxyerror linecolor rgb 0xBBBBBB fillstyle solid 0.7 noborder, \
		1 with lines linecolor rgb dark linewidth 0.8, \
		for [k = reference + 1:curves] $ratio index k - reference using @bar linecolor rgb shade(k) linewidth 1.2, \
		for [k = reference + 1:curves] $ratio index k - reference using 1:2 @dot linecolor rgb shade(k)
	unset multiplot
}
