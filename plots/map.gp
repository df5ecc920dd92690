# map.gp: a quantity over two others. $cells: x, y, the cell's edges in x and in y, the value. The colours are viridis (van der Walt
# and Smith, 2015): they grow lighter evenly, in grey and to the colour-blind as well.
set palette defined (0 '#440154', 1 '#472c7a', 2 '#3b528b', 3 '#2c728e', 4 '#21918c', 5 '#28ae80', 6 '#5ec962', 7 '#addc30', 8 '#fde725')
set xrange [xmin:xmax]
set yrange [ymin:ymax]
set cbrange [zmin:zmax]
if (logarithmic) { set logscale cb }
set cblabel zlabel textcolor rgb dark
set style fill solid 1 border # the border closes the seams between cells
if (as_text) {
	shade(z) = logarithmic ? (log(z) - log(zmin)) / (log(zmax) - log(zmin)) : (z - zmin) / (zmax - zmin)
	dark_at(z) = int(9 * shade(z) + 0.5) + 1
	set key title sprintf('%s: . = %.4g to @ = %.4g', zlabel, zmin, zmax)
	plot $cells using 1:2:(substr('.,:-=+*#%@', dark_at($7), dark_at($7))) with labels notitle
} else {
	unset key
	if (strlen(title)) { set title title textcolor rgb dark }
	plot $cells using 1:2:3:4:5:6:7 with boxxyerror linecolor palette linewidth 0.3
}
