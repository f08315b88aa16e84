// What every page must be, whatever it shows.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What other colours can change. The markup is the same, so only these are asked again in the dark. */
const COLOUR_RULES = ['cat.color'];
const THEMES = { dark: COLOUR_RULES, light: RULES };
const WIDTHS = [1280, 390];
const NARROWEST = 320;

/**
 * One heading of the first level, a title, unique ids; at both widths axe in both colours, and no scrolling sideways (also at 320 px).
 * The page is loaded once: colours change with an attribute alone (that the server changes no more, the suite of pages sees to).
 */
export async function looksRight(page, found, note = '') {
  const where = `${page.url()} ${note}`;
  await hasHeading(page, found, where);
  await page.evaluate(AXE);
  await page.evaluate(rememberColours);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await holdsItsWidth(page, found, where, width);
    // As high as the page: otherwise the bar at the window's bottom covers whatever happens to lie beneath it.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height });
    for (const [theme, rules] of Object.entries(THEMES)) await obeysAxe(page, found, `${where} ${width}px ${theme}`, theme, rules);
  }
  await page.setViewportSize({ width: NARROWEST, height: 900 });
  await holdsItsWidth(page, found, where, NARROWEST);
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
}

async function hasHeading(page, found, where) {
  const seen = await page.evaluate(() => ({
    headings: [...document.querySelectorAll('h1')].map((h) => h.textContent.trim()),
    title: document.title.trim(),
    twice: [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
  }));
  found.check(seen.headings.length === 1 && seen.headings[0] !== '', where, `headings of the first level: ${JSON.stringify(seen.headings)}`);
  found.check(seen.title.length > 3 && !seen.title.startsWith('·'), where, `title: ${seen.title}`);
  found.check(seen.twice.length === 0, where, `ids that stand twice: ${seen.twice}`);
}

async function holdsItsWidth(page, found, where, width) {
  const wide = await page.evaluate(tooWide);
  found.check(!wide, where, `scrolls sideways at ${width} px by ${wide?.by} px: ${wide?.who}`);
}

/** Runs in the page: by how much the page is wider than the window, and what sticks out (the text itself, for its box may not). */
function tooWide() {
  const limit = document.documentElement.clientWidth;
  const by = document.documentElement.scrollWidth - limit;
  if (by <= 0) return null;
  const over = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const range = document.createRange();
    range.selectNode(node);
    const parent = node.parentElement;
    if (range.getBoundingClientRect().right > limit + 1 && !parent.closest('.scroll, .views')) over.push(node.nodeType === Node.TEXT_NODE ? parent : node);
  }
  const name = (e) => `${e.tagName.toLowerCase()}${e.id ? `#${e.id}` : ''}${e.classList.length ? `.${e.classList[0]}` : ''} "${e.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)}"`;
  return { by, who: [...new Set(over.slice(-3))].map(name).join(', ') };
}

/** Runs in the page, where axe is. It reads a colour's text at every place that has it, which takes a third of its time: once will do. */
function rememberColours() {
  const { prototype } = window.axe.commons.color.Color;
  const { parseString } = prototype;
  const known = new Map();
  prototype.parseString = function remembered(text) {
    if (!known.has(text)) known.set(text, (({ r, g, b, alpha }) => ({ r, g, b, alpha }))(parseString.call(this, text)));
    return Object.assign(this, known.get(text));
  };
}

async function obeysAxe(page, found, where, theme, rules) {
  const faults = await page.evaluate(askAxe, { theme, rules });
  found.checked += 1;
  for (const fault of faults) found.add(where, fault);
}

/** Runs in the page, where axe is: what it finds in these colours. Level AA is promised; the enhanced contrast that comes with axe's colour rules is level AAA. */
async function askAxe({ theme, rules }) {
  document.documentElement.dataset.theme = theme;
  const asked = { runOnly: { type: 'tag', values: rules }, rules: { 'color-contrast-enhanced': { enabled: false } }, resultTypes: ['violations'] };
  const { violations } = await window.axe.run(document, asked);
  const spot = (node) => `${node.target.join(' ')} [${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}]`;
  return violations.map((v) => `axe ${v.id} (${v.impact}), ${v.nodes.length} places: ${v.nodes.slice(0, 3).map(spot).join(' | ')}`);
}

/** The errors stand first, are focused, and each leads to its field. */
export async function tellsErrors(page, found, where) {
  const summary = await page.evaluate(() => {
    const box = document.querySelector('.errsum');
    const links = [...(box?.querySelectorAll('a') ?? [])];
    return {
      links: links.length,
      astray: links.map((a) => a.getAttribute('href')).filter((href) => !document.getElementById(href.slice(1))),
      unlinked: [...(box?.querySelectorAll('li') ?? [])].filter((li) => !li.querySelector('a')).map((li) => li.textContent),
      focused: box !== null && document.activeElement === box,
      vague: [...links].filter((a) => ['Fyll i fältet.', 'Fill in the field.'].includes(a.textContent.trim())).map((a) => a.getAttribute('href')),
    };
  });
  found.check(summary.links > 0, where, 'no error summary with links');
  found.check(summary.astray.length === 0, where, `errors lead nowhere: ${summary.astray}`);
  found.check(summary.unlinked.length === 0, where, `errors without a link: ${summary.unlinked}`);
  found.check(summary.vague.length === 0, where, `errors that do not say what to fill in: ${summary.vague}`);
  found.check(summary.focused, where, 'the error summary is not focused');
}
