// Pages in English are in English: html says so, and no text of the Swedish catalogue is left. Those of the list, each form that is sent
// with nothing in it, and what stands between two steps or says no.
import { Findings, main, read, watch } from './browser.mjs';
import { swedish } from './catalogue.mjs';
import { demanding, fill, send, sendEmpty } from './forms.mjs';

const PAGES = read('pages.json');
const PROJECT = '/projects/H044';
/** A decision of the orderer, by its chair alone. */
const ALONE = { basis: 'chair', responsible: '' };
/** Longer than any form may be. */
const TOO_LONG = 'a'.repeat(2_200_000);

export default async function english(browser) {
  const readers = new Readers(browser, new Findings('english'), swedish());
  for (const [key, paths] of Object.entries(PAGES)) await readers.read(key, paths);
  for (const [key, act] of [['projektledare', conflict], ['e-rad', answersToCheck], ['e-rad', charterToCheck], ['e-rad', endToCheck], ['projektledare', noes], ['registrator', notAllowed], ['ordforande', notHeld], ['e-rad', paused], ['projektledare', whilePaused]]) {
    await readers.through(key, act);
  }
  await readers.close();
  return readers.found.told();
}

/** The people of the demo, who have all chosen English. */
class Readers {
  constructor(browser, found, catalogue) {
    Object.assign(this, { browser, found, catalogue, pages: new Map() });
  }
  async page(key) {
    if (!this.pages.has(key)) {
      const context = await this.browser.as(key, { lang: 'en' });
      const page = watch(await context.newPage(), this.found);
      if (key) await chooseEnglish(page);
      this.pages.set(key, page);
    }
    return this.pages.get(key);
  }
  async read(key, paths) {
    const page = await this.page(key);
    for (const path of paths) {
      await page.goto(path);
      await this.isEnglish(page, `as ${key}`);
      for (const form of await demanding(page)) {
        await sendEmpty(page, form);
        await this.isEnglish(page, `as ${key}, left empty`);
        await page.goto(path);
      }
    }
  }
  async through(key, act) {
    const page = await this.page(key);
    try {
      await act(page, (note) => this.isEnglish(page, note), this.found);
    } catch (why) {
      this.found.add(page.url(), `${act.name} ended: ${why.message.split('\n')[0]}`);
    }
  }
  async isEnglish(page, note) {
    const where = `${page.url()} ${note}`;
    this.found.check((await page.getAttribute('html', 'lang')) === 'en', where, 'html lang is not en');
    const left = await page.evaluate(leftovers, this.catalogue);
    this.found.check(left.length === 0, where, `Swedish left: ${left.join(' | ')}`);
  }
  async close() {
    for (const page of this.pages.values()) await page.context().close();
  }
}

/** As a person does, in the footer; it stays with the account. */
async function chooseEnglish(page) {
  await page.goto('/account');
  const button = page.locator('footer button[name=lang]');
  if ((await button.getAttribute('value')) === 'en') await Promise.all([page.waitForNavigation(), button.click()]);
}

/** Somebody else saved in between. */
async function conflict(page, isEnglish, found) {
  const other = await page.context().newPage();
  for (const window of [page, other]) await window.goto(`${PROJECT}/risks/R2/edit`);
  await other.fill('#f-threat', 'The text of another');
  await send(other, 0);
  await other.close();
  await page.fill('#f-threat', 'My text');
  found.check((await send(page, 0)).status() === 409, page.url(), 'no conflict');
  await isEnglish('(conflict)');
}

async function answersToCheck(page, isEnglish, found) {
  for (const step of ['accept', 'lift']) {
    await page.goto(`${PROJECT}/risks/R3/decision`);
    await fill(page, 0, 'All measures are decided.', { ...ALONE, step });
    await send(page, 0);
    found.check(await page.locator('button[name=checked]').isVisible(), page.url(), 'the answers are not shown back');
    await isEnglish(`(answers, ${step})`);
  }
}

/** The charter's draft says what it would change before it is adopted; the risk policy what is missing. */
async function charterToCheck(page, isEnglish, found) {
  await page.goto(`${PROJECT}/charter/edit`);
  await fill(page, 0, '', { 'matters.gate.second': 'steering_group', 'matters.waiver.kronor': '', 'matters.waiver.days': '' });
  await send(page, 0);
  found.check(page.url().endsWith('/charter/draft') && (await page.locator('main form.dec').count()) === 1, page.url(), 'there is no draft to adopt');
  await isEnglish('(draft)');
  await page.goto(`${PROJECT}/charter`);
  await isEnglish('(with a draft)');
  await page.goto(`${PROJECT}/risk-policy/edit`);
  await fill(page, 0, 'Bands that overlap.', { basis: 'chair', 'low.to': '24' });
  found.check((await send(page, 0)).status() === 422, page.url(), 'bands that overlap are not refused');
  await isEnglish('(refused)');
}

/** What follows when somebody leaves a role. */
async function endToCheck(page, isEnglish, found) {
  await page.goto(`${PROJECT}/roles/3/end`);
  await fill(page, 0, '', { basis: 'chair' });
  await send(page, 0);
  found.check(await page.locator('.note--mid').first().isVisible(), page.url(), 'what follows is not told');
  await isEnglish('(what follows)');
}

/** Answers that say no to whoever may be there. */
async function noes(page, isEnglish, found) {
  found.check((await page.goto(`${PROJECT}/risks/R999`)).status() === 404, page.url(), 'there is such a risk');
  await isEnglish('(404)');
  found.check((await page.goto(`${PROJECT}/nothing`)).status() === 404, page.url(), 'there is such a page');
  await isEnglish('(404)');
  await page.goto(`${PROJECT}/risks/new`);
  await page.evaluate((text) => {
    // Hidden, since the browser takes a minute to lay out so long a word.
    const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'reason', value: text });
    document.querySelector('main form[method=post]').append(field);
  }, TOO_LONG);
  found.check((await send(page, 0)).status() === 413, page.url(), 'a form of two megabytes is not too large');
  await isEnglish('(413)');
}
/** By the right, and by the mandate. */
async function notAllowed(page, isEnglish, found) {
  found.check((await page.goto(`${PROJECT}/edit`)).status() === 403, page.url(), 'the registrar may change the project');
  await isEnglish('(403)');
}
async function notHeld(page, isEnglish, found) {
  found.check((await page.goto(`${PROJECT}/charter/edit`)).status() === 403, page.url(), 'the steering group may write the charter');
  await isEnglish('(403, held by another)');
}

/** The orderer stops the project. */
async function paused(page, isEnglish, found) {
  await page.goto(`${PROJECT}/gates/4/decision`);
  await fill(page, 0, 'We wait for the financing.', { ...ALONE, step: 'stop' });
  await send(page, 0);
  await isEnglish('(answers, stop)');
  await Promise.all([page.waitForNavigation(), page.click('button[name=checked]')]);
  found.check(await page.locator('.flash').isVisible(), page.url(), 'the project was not stopped');
  for (const path of ['', '/gates', '/gates/4', '/resumption']) {
    await page.goto(PROJECT + path);
    await isEnglish('(paused)');
  }
}
async function whilePaused(page, isEnglish) {
  for (const path of ['/', '/projects', PROJECT, `${PROJECT}/changes`, `${PROJECT}/changes/FB-3`, `${PROJECT}/deliveries/3`, `${PROJECT}/gates/4`, `${PROJECT}/gates/4/submission`, `${PROJECT}/economy`, `${PROJECT}/final-report`]) {
    await page.goto(path);
    await isEnglish('(paused)');
  }
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
