# cutflow.gp: events behind each cut. $bars: cut, length, error, an index a selection; cut[]: the cuts, said[]: what is said of each
# bar, label[]: the selections. A cut's text stands above its bars, so it may be long.
high = 1.0 / (flows + 1) # of a bar, and of the text above; a cut has height 1
room = 26 * letter # for what is said behind the longest bar
longest = most / (1 - (room < 0.6 ? room : 0.6))
least = logarithmic ? 0.5 : 0
if (logarithmic) { set logscale x; longest = least * (most / least) ** (1 / (1 - (room < 0.6 ? room : 0.6))); set format x '%g' }

set xrange [least:longest]
set yrange [0.4 - cuts:0.5]
set style fill solid 0.75 noborder
unset ytics
unset ylabel
set border 1
do for [i = 1:cuts] { set label 10 + i cut[i] at graph 0, first 1.5 - i - 0.5 * high left textcolor rgb dark }
middle(i, k) = 0.5 - i - (k + 0.5) * high
text(i, k) = said[(k - 1) * cuts + int(i) + 1]
if (flows == 1) { unset key; if (strlen(title)) { set title title textcolor rgb dark } }
if (as_text) {
	plot for [k = 1:flows] $bars index k - 1 using (least):(middle($1, k)):($2 - least):(0) with vectors nohead linetype k title label[k], \
		for [k = 1:flows] $bars index k - 1 using 2:(middle($1, k)):(text($1, k)) with labels left offset char 2, 0 notitle
} else {
	plot for [k = 1:flows] $bars index k - 1 using 2:(middle($1, k)):(least):2:(middle($1, k) - 0.42 * high):(middle($1, k) + 0.42 * high) \
			with boxxyerror linecolor rgb colour[k] title label[k], \
		for [k = 1:flows] $bars index k - 1 using ($2 - $3):(middle($1, k)):(2 * $3):(0) with vectors nohead linecolor rgb dark notitle, \
		for [k = 1:flows] $bars index k - 1 using ($2 + $3):(middle($1, k)):(text($1, k)) with labels left offset char 1, 0 notitle
}
