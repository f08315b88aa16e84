// Everything works without JavaScript: reading, writing, deciding, and the choice of colours and language.
import { Findings, fillSignIn, main, read, watch } from './browser.mjs';

const PAGES = read('pages.json');

export default async function nojs(browser) {
  const found = new Findings('nojs');
  await reads(browser, found);
  const risk = await writes(browser, found);
  await decides(browser, found, risk);
  await chooses(browser, found);
  return found.told();
}

/** Every page shows itself whole: a heading, a main part, and no button that only a script could serve. */
async function reads(browser, found) {
  for (const [key, paths] of Object.entries(PAGES)) {
    const context = await browser.as(key, { script: false });
    const page = watch(await context.newPage(), found);
    for (const path of paths) {
      await page.goto(path);
      found.check(await page.locator('main h1').first().isVisible(), path, 'no heading without a script');
      const idle = await page.locator('button[type=button]:visible').count();
      found.check(idle === 0, path, `${idle} buttons that need a script`);
    }
    await context.close();
  }
}

async function writes(browser, found) {
  const context = await browser.as('', { script: false });
  const page = watch(await context.newPage(), found);
  await page.goto('/sign-in?next=/projects/H044/risks/new');
  await fillSignIn(page, browser.account('projektledare'));
  await page.click('main button[type=submit]');
  found.check(page.url().endsWith('/risks/new'), page.url(), 'signing in did not lead on');
  await page.fill('#f-threat', 'Skriptet laddas inte');
  await page.fill('#f-vulnerability', 'Nätet är långsamt');
  await page.click('main .bar button[type=submit]');
  found.check(await page.locator('.errsum').isVisible(), page.url(), 'no error summary');
  found.check((await page.inputValue('#f-threat')) === 'Skriptet laddas inte', page.url(), 'what was typed is lost');
  await page.fill('#f-consequence', 'Ingen kan arbeta');
  await page.check('input[name=likelihood][value="4"]');
  await page.check('input[name=impact][value="5"]');
  await page.click('main .bar button[type=submit]');
  const risk = new URL(page.url()).pathname;
  found.check(/R\d+$/.test(risk), risk, 'the risk was not saved');
  await context.close();
  return risk;
}

async function decides(browser, found, risk) {
  const context = await browser.as('e-rad', { script: false });
  const page = watch(await context.newPage(), found);
  await page.goto(`${risk}/decision`);
  await page.check('input[name=step][value=accept]');
  await page.fill('#f-reason', 'Sidorna fungerar utan skript.');
  await page.fill('#f-expires_on', '2021-01-15');
  await page.check('input[name=basis][value=chair]');
  await page.click('main .bar button[type=submit]');
  await page.click('button[name=back]');
  found.check((await page.inputValue('#f-reason')) === 'Sidorna fungerar utan skript.', page.url(), 'going back loses what was written');
  await page.click('main .bar button[type=submit]');
  await page.click('button[name=checked]');
  const told = await page.locator('.flash').waitFor().then(() => true, () => false);
  found.check(told, page.url(), 'it was not decided');
  await context.close();
}

async function chooses(browser, found) {
  const context = await browser.as('', { script: false, theme: 'light' });
  const page = watch(await context.newPage(), found);
  await page.goto('/tillganglighet');
  await page.click('button[form="theme"]');
  found.check((await page.getAttribute('html', 'data-theme')) === 'dark', page.url(), 'the colours were not changed');
  await page.click('footer button[name=lang]');
  found.check((await page.getAttribute('html', 'lang')) === 'en', page.url(), 'the language was not changed');
  await context.close();
}

await main(import.meta.url, nojs);
