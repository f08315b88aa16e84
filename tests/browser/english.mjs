// Pages in English are in English: html says so, and no text of the Swedish catalogue is left.
import { Findings, main, read, watch } from './browser.mjs';
import { swedish } from './catalogue.mjs';

const PAGES = read('pages.json');

export default async function english(browser) {
  const found = new Findings('english');
  const catalogue = swedish();
  for (const [key, paths] of Object.entries(PAGES)) {
    const context = await browser.as(key, { lang: 'en' });
    const page = watch(await context.newPage(), found);
    if (key) await chooseEnglish(page);
    for (const path of paths) {
      await page.goto(path);
      found.check((await page.getAttribute('html', 'lang')) === 'en', path, 'html lang is not en');
      const left = await page.evaluate(leftovers, catalogue);
      found.check(left.length === 0, `${path} as ${key}`, `Swedish left: ${left.join(' | ')}`);
    }
    await context.close();
  }
  return found.told();
}

/** As a person does, in the footer; it stays with the account. */
async function chooseEnglish(page) {
  await page.goto('/account');
  const button = page.locator('footer button[name=lang]');
  if ((await button.getAttribute('value')) === 'en') await Promise.all([page.waitForNavigation(), button.click()]);
}

/** Runs in the page: texts and labels that stand in the Swedish catalogue, outside what is marked as Swedish. */
function leftovers({ whole, parts }) {
  const exact = new Set(whole);
  const isSwedish = (text) => exact.has(text) || parts.some((p) => text.includes(p));
  const shown = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    if (!parent.closest('script, style, textarea, [lang=sv]')) shown.push(data.trim());
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [data-saved]')) {
    if (element.closest('[lang=sv]')) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-saved', 'data-saving', 'data-failed']) shown.push(element.getAttribute(name) ?? '');
  }
  return [...new Set(shown.filter((text) => text && isSwedish(text)))];
}

await main(import.meta.url, english);
