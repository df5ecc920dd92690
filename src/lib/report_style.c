// SPDX-License-Identifier: MIT
// report_style: how a report looks, and what its script does; report_style.h has the contract.
//
// Colours of marks are those of Okabe and Ito, which the colour-blind can tell apart; text has a contrast of 4.5 or more.

#include <stddef.h>

#include "report_style.h"

// -- the page -------------------------------------------------------------------------------------------------------

static const char page[] =
	":root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--muted:#545b64;--line:#d3d8de;--panel:#f4f6f8;--link:#0b57a4;"
	"--signal:#0072b2;--background:#d55e00;--done:#009e73;--runs:#0072b2;--failed:#d55e00;--missing:#c3c9d0;"
	"--c0:#0072b2;--c1:#e69f00;--c2:#009e73;--c3:#cc79a7;--c4:#d55e00;--c5:#56b4e9;--c6:#3a3f45;--c7:#8b939c}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}\n"
	"header,main,footer,nav{max-width:1240px;margin:0 auto;padding:0 16px}\n"
	"h1{font-size:1.9rem;line-height:1.2;margin:28px 0 6px;overflow-wrap:anywhere}\n"
	"h2{font-size:1.3rem;margin:0 0 10px;padding-top:28px;border-bottom:1px solid var(--line)}\n"
	"h3{font-size:1rem;margin:18px 0 6px;overflow-wrap:anywhere}\n"
	"p{margin:8px 0;max-width:80ch}\n"
	"a{color:var(--link)}\n"
	"code,pre{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;font-size:.86em}\n"
	"code{overflow-wrap:anywhere}\n"
	"pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:10px 12px;margin:8px 0;white-space:pre-wrap;"
	"overflow-wrap:anywhere}\n"
	".pipeline b{color:var(--link);font-weight:600}\n"
	"nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:8px 0;margin:14px 0 0;border-top:1px solid var(--line)}\n"
	".state{color:var(--muted)}.state code{color:var(--fg)}\n"
	".badge{display:inline-block;padding:1px 10px;border-radius:10px;font-weight:600;font-size:.9em;color:#fff;background:#59616a}\n"
	".badge.done{background:#00694d}.badge.runs{background:#005a8e}.badge.failed{background:#a34700}\n"
	".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;margin:14px 0}\n"
	".tiles div{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:8px 12px;min-width:0}\n"
	".tiles dt{font-size:.82rem;color:var(--muted)}\n"
	".tiles dd{margin:0;font-size:1.35rem;font-weight:600;line-height:1.25;overflow-wrap:anywhere}\n"
	".tiles small{display:block;font-size:.8rem;font-weight:400;color:var(--muted)}\n"
	".facts div{display:grid;grid-template-columns:7.5em 1fr;gap:0 10px}.facts dt{color:var(--muted)}\n"
	".facts dd{margin:0;overflow-wrap:anywhere;min-width:0}\n"
	".note{color:var(--muted);font-size:.9rem}\n"
	".warning,.failure{border-left:4px solid var(--failed);padding:6px 12px;background:var(--panel);border-radius:0 6px 6px 0;margin:10px 0}\n"
	".failure h3{margin:2px 0}\n"
	"footer{color:var(--muted);font-size:.88rem;padding:30px 16px}\n";

static const char tables[] =
	".scroll{overflow-x:auto;max-width:100%;scrollbar-width:thin}\n"
	"table{border-collapse:collapse;font-size:.9rem;margin:10px 0;font-variant-numeric:tabular-nums}\n"
	"caption{text-align:left;font-weight:600;padding:4px 0}caption span{display:inline-block;max-width:calc(100vw - 34px)}\n"
	"th,td{padding:3px 14px 3px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}\n"
	"th{color:var(--muted);font-weight:600;white-space:nowrap}\n"
	"td{overflow-wrap:break-word;max-width:46em}\n"
	".number{text-align:right;white-space:nowrap}\n"
	"th button{all:unset;cursor:pointer;color:inherit}\n"
	"th button:focus-visible,.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}\n"
	"th button::after{content:' \\2195';opacity:.75}\n"
	"th[aria-sort=ascending] button::after{content:' \\2191';opacity:1}\n"
	"th[aria-sort=descending] button::after{content:' \\2193';opacity:1}\n"
	"details{margin:4px 0}summary{cursor:pointer;color:var(--link);font-size:.9rem}\n";

// -- figures --------------------------------------------------------------------------------------------------------

static const char figures[] =
	"figure{margin:14px 0;min-width:0}figcaption{font-size:.9rem;color:var(--muted);overflow-wrap:anywhere}figcaption code{color:var(--fg)}\n"
	".figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(350px,100%),1fr));gap:10px 26px}\n"
	"svg{display:block;font-family:inherit}\n"
	"svg.figure{width:100%;height:auto;max-width:440px}\n"
	"svg text{fill:var(--fg)}svg .tick{font-size:11px}svg .label{font-size:12px}svg .name{font-size:12px;font-weight:600}\n"
	"svg .flow{font-size:11px;fill:var(--muted)}\n"
	".axis{stroke:var(--fg);stroke-width:1}.grid{stroke:var(--line);stroke-width:.8}.gap{stroke:var(--fg);stroke-dasharray:4 3}\n"
	".signal-fill,.one-fill{fill:var(--signal);fill-opacity:.2}.background-fill{fill:var(--background);fill-opacity:.2}\n"
	".signal-line,.one-line{fill:none;stroke:var(--signal);stroke-width:1.4}\n"
	".background-line{fill:none;stroke:var(--background);stroke-width:1.4}\n"
	".signal-key,.map{fill:var(--signal)}.background-key{fill:var(--background)}\n"
	".curve{fill:none;stroke:var(--signal);stroke-width:1.6}.chance{fill:none;stroke:var(--muted);stroke-dasharray:4 4}\n"
	".point{fill:var(--signal)}.best{fill:var(--bg);stroke:var(--background);stroke-width:3}\n"
	".track{fill:var(--panel);stroke:var(--line);stroke-width:.6}.used,.host{fill:var(--signal)}\n"
	".asked{fill:none;stroke:var(--fg);stroke-width:1.4}\n"
	".node{fill:var(--panel);stroke:var(--muted);stroke-width:1;rx:4px}.source{fill:var(--bg);stroke:var(--muted);stroke-width:1;rx:14px}\n"
	".edge{fill:none;stroke:var(--muted);stroke-width:1.1;opacity:.7}\n"
	"rect.done{fill:var(--done)}rect.runs{fill:var(--runs)}rect.failed{fill:var(--failed)}rect.missing{fill:var(--missing)}\n"
	".c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}.c4{fill:var(--c4)}.c5{fill:var(--c5)}\n"
	".c6{fill:var(--c6)}.c7{fill:var(--c7)}.critical{stroke:var(--fg);stroke-width:1.4}\n"
	".lost{fill:var(--bg);stroke:var(--failed);stroke-width:1.8}\n";

static const char schemes[] =
	"@media screen and (prefers-color-scheme:dark){:root{--bg:#14171b;--fg:#e6e9ec;--muted:#a5adb6;--line:#353c44;--panel:#1d2227;"
	"--link:#7dbcf5;--signal:#56b4e9;--background:#e69f00;--runs:#56b4e9;--missing:#59616a;--c0:#3b8fd4;--c5:#9ad7f7;--c6:#f0e442}}\n"
	"@media print{:root{color-scheme:light}body{font-size:10.5pt}header,main,footer{max-width:none;padding:0}nav,details:not(.print){display:none}\n"
	"figure,.failure,tr,.tiles div{break-inside:avoid}h2,h3,caption{break-after:avoid}.scroll{overflow:visible}\n"
	"svg.wide{width:100%;height:auto}th button::after{content:''}table{font-size:8.5pt}td{min-width:0}\n"
	".figures{grid-template-columns:1fr 1fr}a{color:inherit}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

const char *const report_style[] = {page, tables, figures, schemes, NULL};

// -- the script: a table's heading sorts by its column; what is to be printed is unfolded -----------------------

const char *const report_script[] = {
	"'use strict';\n"
	"function key(row, column) {\n"
	"  const cell = row.cells[column];\n"
	"  return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);\n"
	"}\n"
	"function compare(a, b) {\n"
	"  if (typeof a === 'string' || typeof b === 'string')\n"
	"    return String(a).localeCompare(String(b), 'en', {numeric: true});\n"
	"  return isNaN(a) || isNaN(b) ? isNaN(a) - isNaN(b) : a - b;\n"
	"}\n"
	"function sort(table, column) {\n"
	"  const heads = [...table.tHead.rows[0].cells];\n"
	"  const down = heads[column].getAttribute('aria-sort') === 'ascending';\n"
	"  const rows = [...table.tBodies[0].rows].map(row => [key(row, column), row]);\n"
	"  rows.sort((a, b) => down ? compare(b[0], a[0]) : compare(a[0], b[0]));\n"
	"  table.tBodies[0].append(...rows.map(pair => pair[1]));\n"
	"  heads.forEach(head => head.removeAttribute('aria-sort'));\n"
	"  heads[column].setAttribute('aria-sort', down ? 'descending' : 'ascending');\n"
	"}\n"
	"for (const table of document.querySelectorAll('table.sortable'))\n"
	"  [...table.tHead.rows[0].cells].forEach((head, column) => {\n"
	"    const button = document.createElement('button');\n"
	"    button.type = 'button';\n"
	"    button.append(...head.childNodes);\n"
	"    button.addEventListener('click', () => sort(table, column));\n"
	"    head.append(button);\n"
	"  });\n"
	"addEventListener('beforeprint', () => {\n"
	"  for (const details of document.querySelectorAll('details.print'))\n"
	"    details.open = true;\n"
	"});\n",
	NULL};

const char report_style_hash[] = "wTC4TyFWhuCm22adIPaF89RtH9cYlHACOE5//2GObS8=";
const char report_script_hash[] = "tgOAMYs21Z7FL9CO47BE5nio4BEdvDmO8VSv8yTCpLM=";
