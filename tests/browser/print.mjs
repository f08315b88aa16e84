// What comes out on paper: the pages of the list, laid out for A4, keep within the paper's edges and show what they show on the screen.
import { Findings, main, read, watch } from './browser.mjs';

/** Whose pages are printed: the leader's, which are nearly all, and what waits for the chair. Nobody prints a form. */
const WHOSE = ['projektledare', 'ordforande'];
const PAGES = Object.fromEntries(Object.entries(read('pages.json')).filter(([key]) => WHOSE.includes(key)).map(([key, paths]) => [key, paths.filter((path) => !/\/(new|edit)(\?|$)/.test(path))]));
/** The width between the margins of app.css's pages, in CSS pixels: 210 and 297 mm, less 16 mm on each side. */
const MM = 96 / 25.4;
const PAPER = { upright: (210 - 32) * MM, wide: (297 - 32) * MM };
/** What leads on and what fills in, which paper cannot do. */
const NOT_PRINTED = '.side, .top, .tabbar, .foot, main .btn';

export default async function print(browser) {
  const found = new Findings('print');
  for (const theme of ['light', 'dark']) await printed(browser, found, theme);
  return found.told();
}

/** All pages in light colours; in dark ones, whose layout is the same, one page a person. */
async function printed(browser, found, theme) {
  for (const [key, paths] of Object.entries(PAGES)) {
    const context = await browser.as(key, { theme, width: Math.floor(PAPER.upright) });
    const page = watch(await context.newPage(), found);
    await page.emulateMedia({ media: 'print' });
    for (const path of theme === 'light' ? paths : paths.slice(0, 1)) await fitsPaper(page, found, path, `${path} as ${key || 'nobody'}, ${theme}`);
    await context.close();
  }
}

async function fitsPaper(page, found, path, where) {
  await page.goto(path);
  const seen = await page.evaluate(onPaper, { paper: PAPER, notPrinted: NOT_PRINTED });
  found.check(seen.over.length === 0, where, `over the paper's edge: ${seen.over.join(' | ')}`);
  found.check(seen.told.length === 0, where, `links that print where they lead: ${seen.told}`);
  found.check(seen.empty.length === 0, where, `pins without their number: ${seen.empty}`);
  found.check(seen.barless.length === 0, where, `charts without what they draw: ${seen.barless}`);
  found.check(seen.left.length === 0, where, `printed, and of no use on paper: ${seen.left}`);
  found.check(seen.text > 0 && seen.dark === null, where, seen.dark ? `printed on a dark ground: ${seen.dark}` : 'nothing is printed');
}

/** Runs in the page, laid out for paper. */
function onPaper({ paper, notPrinted }) {
  const main = document.querySelector('main');
  const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true }) && !e.closest('.vh');
  const name = (e) => `${e.tagName.toLowerCase()}${e.classList.length ? `.${[...e.classList].join('.')}` : ''} "${e.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)}"`;
  const all = [...main.querySelectorAll('*')].filter(shown);
  const wide = all.filter((e) => getComputedStyle(e).page === 'wide');
  const edge = (e) => (wide.some((w) => w.contains(e)) ? paper.wide : paper.upright);
  // What a box clips on paper is lost at its edge: nobody can scroll there.
  const clipped = all.filter((e) => !e.matches('input, select, textarea') && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible');
  /** As far as the text itself reaches: its box may not be where it ends. */
  const reach = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect().right;
  };
  const texts = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.data.trim() && shown(walker.currentNode.parentElement)) texts.push(walker.currentNode);
  const boxes = all.filter((e) => e.matches('table, figure, svg, img, .card'));
  const over = [
    ...texts.filter((t) => reach(t) > edge(t.parentElement) + 1).map((t) => t.parentElement),
    ...clipped,
    ...boxes.filter((b) => b.getBoundingClientRect().right > edge(b) + 1),
  ];
  const told = [...main.querySelectorAll('a[href]')].filter((a) => shown(a) && ['::before', '::after'].some((p) => getComputedStyle(a, p).content.includes('/')));
  const outside = (pin) => {
    const [box, range] = [pin.getBoundingClientRect(), document.createRange()];
    range.selectNodeContents(pin);
    const text = range.getBoundingClientRect();
    return !shown(pin) || text.width === 0 || text.left < box.left - 1 || text.right > box.right + 1;
  };
  const ground = getComputedStyle(document.body).backgroundColor;
  return {
    text: texts.length,
    over: [...new Set(over)].slice(0, 4).map((e) => `${name(e)} to ${Math.round(reach(e))} px`),
    told: told.slice(0, 3).map(name),
    empty: [...main.querySelectorAll('.pin')].filter(outside).map(name),
    barless: [...main.querySelectorAll('svg.chart :is(rect, line, polyline, circle)')].filter((e) => shown(e.closest('svg')) && !e.checkVisibility()).slice(0, 3).map((e) => e.outerHTML),
    left: [...document.querySelectorAll(notPrinted)].filter(shown).slice(0, 3).map(name),
    dark: /^rgb\(255, 255, 255\)$/.test(ground) && getComputedStyle(document.documentElement).colorScheme === 'light' ? null : `${ground}, ${getComputedStyle(document.documentElement).colorScheme}`,
  };
}

await main(import.meta.url, print);
