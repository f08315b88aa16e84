// Every page, in both widths and colours, with data and without: axe, the console, the width.
import { Findings, main, read, watch } from './browser.mjs';
import { fill, send } from './forms.mjs';
import { looksRight } from './looks.mjs';

const PAGES = read('pages.json');
/** Below an empty project: what a new one shows before anything is in it. */
const EMPTY = [
  '', '/risks', '/changes', '/plan', '/status-reports', '/sprints', '/economy', '/gates', '/deliverables', '/requirements', '/milestones', '/deliveries', '/handovers', '/goals', '/meetings', '/decisions', '/roles',
  '/charter', '/delegations', '/risk-policy', '/recipients', '/journal',
];

export default async function pages(browser) {
  const found = new Findings('pages');
  await openEmptyProject(browser, found);
  for (const [key, paths] of Object.entries(PAGES)) await visit(browser, found, key, paths);
  await visit(browser, found, 'projektledare', EMPTY.map((path) => `/projects/TOM${path}`));
  return found.told();
}

async function visit(browser, found, key, paths) {
  const [context, dark] = [await browser.as(key), await browser.as(key, { theme: 'dark' })];
  const page = watch(await context.newPage(), found);
  for (const path of paths) {
    const where = `${path} as ${key || 'nobody'}`;
    const answer = await page.goto(path);
    const missing = /no-such|H999/.test(path);
    found.check(missing ? [404, 410].includes(answer.status()) : answer.status() === 200, where, `answered ${answer.status()}`);
    found.check(new URL(page.url()).pathname === new URL(path, browser.base).pathname, where, `led to ${page.url()}`);
    const [light, inTheDark] = await Promise.all([answer.text(), dark.request.get(path).then((other) => other.text()), looksRight(page, found, `as ${key || 'nobody'}`)]);
    found.check(light.includes(' data-theme="light"'), where, 'is not light');
    found.check(colourless(inTheDark) === colourless(light), where, `is another page in the dark: ${firstDifference(colourless(light), colourless(inTheDark))}`);
  }
  await context.close();
  await dark.close();
}

/** A page's source but for what says its colours: the attribute, and what the button changes them to. Its forms' keys are others each time. */
function colourless(source) {
  return source.replace(/ data-theme="(light|dark)"/, '').replace(/name="theme" value="(light|dark)"/, '').replace(/name="(once|csrf)" value="[^"]*"/g, '');
}
function firstDifference(a, b) {
  const at = [...a].findIndex((c, i) => c !== b[i]);
  return JSON.stringify([a, b].map((text) => text.slice(Math.max(0, at - 40), at + 80)));
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
