// Every form that asks for something, sent with nothing in it: the errors stand first, each leading to its field, and the page still looks right.
import { Findings, main, read, watch } from './browser.mjs';
import { demanding, sendEmpty } from './forms.mjs';
import { looksRight, tellsErrors } from './looks.mjs';

const PAGES = read('pages.json');

export default async function errors(browser) {
  const found = new Findings('errors');
  for (const [key, paths] of Object.entries(PAGES)) {
    const context = await browser.as(key);
    const page = watch(await context.newPage(), found);
    for (const path of paths) await leaveEmpty(page, found, path);
    await context.close();
  }
  return found.told();
}

async function leaveEmpty(page, found, path) {
  await page.goto(path);
  for (const index of await demanding(page)) {
    await page.goto(path);
    const where = `${path} left empty`;
    const status = (await sendEmpty(page, index)).status();
    found.check([400, 422].includes(status), where, `answered ${status}`);
    await tellsErrors(page, found, where);
    await looksRight(page, found, '(with errors)');
  }
}

await main(import.meta.url, errors);
