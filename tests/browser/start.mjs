// The first start: nobody has an account, nothing is there yet.
import { Findings, main, watch } from './browser.mjs';
import { fill, send, sendEmpty } from './forms.mjs';
import { looksRight, tellsErrors } from './looks.mjs';

export default async function start(browser) {
  const found = new Findings('start');
  const context = await browser.as('');
  const page = watch(await context.newPage(), found);
  await page.goto('/');
  found.check(page.url().endsWith('/first-start'), page.url(), 'an empty installation does not begin with /first-start');
  await looksRight(page, found);
  await sendEmpty(page, 0);
  await tellsErrors(page, found, '/first-start left empty');
  await looksRight(page, found, '(with errors)');
  await page.fill('[name=password]', 'fyra ord som ingen gissar');
  await fill(page, 0, 'Första Administratören', { email: 'forsta@styrrum.example' });
  await send(page, 0);
  for (const path of ['/', '/projects', '/admin/people']) {
    await page.goto(path);
    found.check(new URL(page.url()).pathname === path, path, `led to ${page.url()}`);
    await looksRight(page, found, '(nothing there yet)');
  }
  await context.close();
  return found.told();
}

await main(import.meta.url, start);
