// SPDX-License-Identifier: MIT
// look.js PAGE.html: opens the page in Chromium, wide and narrow, light and dark, with scripts and without, and tells what it sees, a
// line each. test/evreport.bats compares.
'use strict';
const { chromium } = require('playwright-core');

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync'];

const tell = (what, value) => console.log(`${what}: ${value}`);

// A page of the context that tells what goes wrong, and what it asks of the network.
async function open(context, file) {
	const page = await context.newPage();
	page.on('console', message => tell('console', message.text()));
	page.on('pageerror', error => tell('error', error.message));
	page.on('dialog', dialog => { tell('dialog', dialog.message()); dialog.dismiss(); });
	page.on('request', request => { if (request.url() !== `file://${file}`) tell('request', request.url()); });
	await page.goto(`file://${file}`);
	return page;
}

// Relative luminance and contrast as WCAG 2 has them, of all text that is seen.
const contrast = () => {
	const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
	const rgba = colour => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = colour;
		canvas.fillRect(0, 0, 1, 1);
		return canvas.getImageData(0, 0, 1, 1).data;
	};
	const luminance = c => [0.2126, 0.7152, 0.0722].reduce((sum, w, i) => {
		const x = c[i] / 255;
		return sum + w * (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
	}, 0);
	const behind = element => {
		for (; element; element = element.parentElement) {
			const c = rgba(getComputedStyle(element).backgroundColor);
			if (c[3])
				return c;
		}
		return rgba(getComputedStyle(document.documentElement).backgroundColor);
	};
	let least = 21;
	for (const element of document.querySelectorAll('body, body *:not(script)')) {
		if (![...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()) || element.closest('title, desc'))
			continue;
		const style = getComputedStyle(element);
		const a = luminance(rgba(element.closest('svg') ? style.fill : style.color)), b = luminance(behind(element));
		least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
	}
	return least;
};

const width = () => document.documentElement.scrollWidth - innerWidth;

// The least size of letters in figures, as drawn.
const letters = () => Math.min(...[...document.querySelectorAll('svg text')].map(text =>
	parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a));

const figures = () => {
	const all = [...document.querySelectorAll('svg')];
	const good = all.filter(svg => svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label') &&
		svg.querySelector(':scope > title')?.textContent && svg.querySelector(':scope > desc')?.textContent &&
		svg.closest('figure')?.querySelector('figcaption')?.textContent && svg.getBoundingClientRect().width > 100);
	return `${good.length} of ${all.length} with a text alternative`;
};

// Whether each column of each table is in order after a click, and in the other order after two.
const sorted = () => {
	let tables = 0, columns = 0, wrong = 0;
	const value = cell => cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
	const before = (a, b) => typeof a === 'number' ? isNaN(b) || a <= b : a.localeCompare(b, 'en', { numeric: true }) <= 0;
	for (const table of document.querySelectorAll('table')) {
		tables++;
		[...table.tHead.rows[0].cells].forEach((head, column) => {
			columns++;
			for (const order of ['ascending', 'descending']) {
				head.querySelector('button').click();
				let values = [...table.tBodies[0].rows].map(row => value(row.cells[column]));
				if (order === 'descending')
					values.reverse();
				const good = values.every((x, i) => !i || typeof x === 'number' && isNaN(values[i - 1]) || before(values[i - 1], x));
				wrong += !good || head.getAttribute('aria-sort') !== order;
			}
		});
	}
	return `${tables > 3 && columns > 10 ? 'several tables' : tables}, ${wrong} columns wrong`;
};

async function look(browser, file) {
	for (const colorScheme of ['light', 'dark'])
		for (const wide of [400, 1600]) {
			const context = await browser.newContext({ viewport: { width: wide, height: 900 }, colorScheme });
			const page = await open(context, file);
			tell(`${wide} ${colorScheme} overflow`, await page.evaluate(width));
			tell(`${wide} ${colorScheme} contrast`, await page.evaluate(contrast) >= 4.5 ? 'good' : await page.evaluate(contrast));
			tell(`${wide} ${colorScheme} letters`, await page.evaluate(letters) >= 9 ? 'good' : await page.evaluate(letters));
			if (wide === 1600 && colorScheme === 'light') {
				tell('figures', await page.evaluate(figures));
				tell('sorting', await page.evaluate(sorted));
			}
			await context.close();
		}
	const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1600, height: 900 } });
	const page = await open(context, file);
	tell('without scripts', await page.locator('section h2').count() > 4 && await page.locator('th button').count() === 0 ? 'all there' : 'not');
	await context.close();
}

(async () => {
	const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
	try {
		await look(browser, process.argv[2]);
	} finally {
		await browser.close();
	}
})().catch(error => { console.error(error); process.exit(1); });
