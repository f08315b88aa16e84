// What every page must be, whatever it shows.
import { AxeBuilder } from '@axe-core/playwright';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What other colours can change. The markup is the same, so only these are asked again in the dark. */
const COLOUR_RULES = ['cat.color'];
const WIDTHS = [1280, 390];
const NARROWEST = 320;

/** axe at both widths, no scrolling sideways (also at 320 px), one heading of the first level, a title, unique ids. */
export async function looksRight(page, found, note = '') {
  const where = `${page.url()} ${note}`;
  await hasHeading(page, found, where);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await holdsItsWidth(page, found, where, width);
    // As high as the page: otherwise the bar at the window's bottom covers whatever happens to lie beneath it.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height });
    await obeysAxe(page, found, `${where} ${width}px`);
  }
  await page.setViewportSize({ width: NARROWEST, height: 900 });
  await holdsItsWidth(page, found, where, NARROWEST);
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

// Level AA is promised; the enhanced contrast that comes with axe's colour rules is level AAA.
// Our pages have no frames, so axe need not open a page of its own (legacy mode): three times as fast.
async function obeysAxe(page, found, where) {
  const dark = (await page.getAttribute('html', 'data-theme')) === 'dark';
  const { violations } = await new AxeBuilder({ page }).withTags(dark ? COLOUR_RULES : RULES).disableRules(['color-contrast-enhanced']).setLegacyMode().analyze();
  found.checked += 1;
  for (const v of violations) {
    const spots = v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} [${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ''}]`);
    found.add(where, `axe ${v.id} (${v.impact}), ${v.nodes.length} places: ${spots.join(' | ')}`);
  }
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
