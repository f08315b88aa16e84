// Every page, in both widths and colours, with data, without, and with errors: axe, the console, the width.
import { Findings, main, read, watch } from './browser.mjs';
import { demanding, fill, send, sendEmpty } from './forms.mjs';
import { looksRight, tellsErrors } from './looks.mjs';

const PAGES = read('pages.json');
/** Below an empty project: what a new one shows before anything is in it. */
const EMPTY = [
  '', '/risks', '/changes', '/plan', '/status-reports', '/sprints', '/economy', '/gates', '/deliverables', '/requirements', '/milestones', '/deliveries', '/handovers', '/goals', '/meetings', '/decisions', '/roles',
  '/charter', '/delegations', '/risk-policy', '/recipients', '/journal',
];

export default async function pages(browser) {
  const found = new Findings('pages');
  await openEmptyProject(browser, found);
  // Two at a time, for the two cores; the dark ones have less to be asked about.
  await Promise.all([
    look(browser, found, 'light'),
    look(browser, found, 'dark').then(() => leaveAllEmpty(browser, found)),
  ]);
  return found.told();
}

async function look(browser, found, theme) {
  for (const [key, paths] of Object.entries(PAGES)) await visit(browser, found, key, paths, theme);
  await visit(browser, found, 'projektledare', EMPTY.map((path) => `/projects/TOM${path}`), theme);
}

async function leaveAllEmpty(browser, found) {
  for (const [key, paths] of Object.entries(PAGES)) await leaveEmpty(browser, found, key, paths);
}

async function visit(browser, found, key, paths, theme) {
  const context = await browser.as(key, { theme });
  for (const path of paths) {
    const page = watch(await context.newPage(), found);
    const answer = await page.goto(path);
    const missing = /no-such|H999/.test(path);
    found.check(missing ? [404, 410].includes(answer.status()) : answer.status() === 200, `${path} as ${key}`, `answered ${answer.status()}`);
    found.check(new URL(page.url()).pathname === new URL(path, browser.base).pathname, `${path} as ${key}`, `led to ${page.url()}`);
    found.check((await page.getAttribute('html', 'data-theme')) === theme, path, `is not ${theme}`);
    await looksRight(page, found, `${theme}, ${key || 'nobody'}`);
    await page.close();
  }
  await context.close();
}

/** Sends every form that asks for something with nothing in it: the errors stand first, each leading to its field. */
async function leaveEmpty(browser, found, key, paths) {
  const context = await browser.as(key);
  const page = watch(await context.newPage(), found);
  for (const path of paths) {
    await page.goto(path);
    for (const index of await demanding(page)) {
      await page.goto(path);
      const where = `${path} left empty`;
      const status = (await sendEmpty(page, index)).status();
      found.check([400, 422].includes(status), where, `answered ${status}`);
      await tellsErrors(page, found, where);
      await looksRight(page, found, '(with errors)');
      await page.setViewportSize({ width: 1280, height: 900 });
    }
  }
  await context.close();
}

async function openEmptyProject(browser, found) {
  const context = await browser.as('projektledare');
  const page = watch(await context.newPage(), found);
  await page.goto('/projects/new');
  await fill(page, 0, 'Tomt projekt', { code: 'TOM', own_role: 'project_leader', lifecycle: 'project_model', phase: '' });
  await send(page, 0);
  found.check(new URL(page.url()).pathname === '/projects/TOM', page.url(), 'the new project did not open');
  await context.close();
}

await main(import.meta.url, pages);
