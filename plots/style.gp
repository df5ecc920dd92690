# style.gp: what all figures share. Colours are those of Okabe and Ito (2008), told apart by the colour-blind, too; the order puts
# those first that also differ in grey.
set encoding utf8
set datafile separator "\t"
set datafile missing 'NaN'

array colour[8]
colour[1] = 0x0072B2 # blue
colour[2] = 0xE69F00 # orange
colour[3] = 0x009E73 # green
colour[4] = 0xCC79A7 # purple
colour[5] = 0x56B4E9 # sky
colour[6] = 0xD55E00 # vermilion
colour[7] = 0xF0E442 # yellow
colour[8] = 0x7F7F7F # grey
do for [k = 1:8] { set linetype k linecolor rgb colour[k] } # for terminals
dark = 0x222222
faint = 0x777777
array dashes[8] = [1, 2, 4, 5, 3, 6, 7, 8]
pale(c) = 0x80000000 + c # half transparent
ghost(c) = 0xC0000000 + c

set border 31 linecolor rgb dark linewidth 1
set tics nomirror textcolor rgb dark
set mxtics 2
set mytics 2
if (!as_text) { set tics scale 0.8 }
set style fill solid 1 noborder
# error bars: x, y, their ends
bar = '1:3:(0):($4 - $3) with vectors nohead'
set xlabel xlabel textcolor rgb dark
set ylabel ylabel textcolor rgb dark
# the title above the key, both above the figure
set key tmargin left horizontal Left reverse width 2 samplen (as_text ? 1 : 1.6) maxrows 4 textcolor rgb dark
if (strlen(title)) { set key title title left }
# the height of a line and the width of a letter, as shares of the picture's; and what lies below a figure with a note
line = (as_text ? 1.0 : 17 * magnify) / height
letter = (as_text ? 1.0 : 8.2 * magnify) / width
bottom = (as_text ? 5 : 5.2) * line
# a note stands in a line of its own, below all else
if (exists('note')) { set bmargin (as_text ? 4 : 5.2); set label 1000 note at screen 0.985, screen (as_text ? 0 : line) right textcolor rgb faint }
short(text, n) = strlen(text) > n ? substr(text, 1, int(n) - 1).'…' : text
