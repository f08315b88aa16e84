// Text that would like to be more than text, stored in every field of every form: then all pages are walked.
import { Findings, main, read, watch } from './browser.mjs';
import { fill, send } from './forms.mjs';

const PAGES = read('pages.json');
const PAYLOADS = [
  '<xss-probe>',
  '"><img src=/x onerror=alert(1) data-xss>',
  '<script data-xss>alert(1)</script>',
  '</textarea></title></style><svg data-xss onload=alert(1)>',
  "' onfocus=alert(1) autofocus data-xss='",
  'javascript:alert(1)//<a href="javascript:alert(1)" data-xss>x</a>',
  '{{ 7 * 7 }}{% raw %}<b data-xss>',
  '<iframe srcdoc="<script>parent.alert(1)</script>" data-xss>',
  '&lt;script&gt;alert(1)&lt;/script&gt;<base href="//evil.example" data-xss>',
  // What a document's text may be written in.
  '[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>) ![z](/x "\" onerror=alert(1) data-xss=\"")\n\n<javascript:alert(1)>\n\n# <b data-xss>x</b>\n\n|<i data-xss>|\n|-|\n|[x](vbscript:alert(1))|',
];
/** Forms that store text, by who sends them. Those of the wrong state answer with a problem, which is a page too. */
const FORMS = {
  projektledare: [
    '/projects/H044/risks/new', '/projects/H044/risks/R3/edit', '/projects/H044/risks/R3/assessment', '/projects/H044/risks/R3/measures/new',
    '/projects/H044/risks/R3/measures/1', '/projects/H044/risks/R3', '/projects/H044/sprints/7/status', '/projects/H044/deliverables/new',
    '/projects/H044/deliverables/L2/edit', '/projects/H044/deliverables/L2/criteria/new', '/projects/H044/deliverables/L2/versions/new', '/projects/H044/deliveries/new', '/projects/H044/requirements/new', '/projects/H044/requirements/K4/verification', '/projects/H044/requirements/K4/waiver',
    '/projects/H044/milestones/new', '/projects/H044/deliverables/L1/versions/0.3/handover', '/projects/H044/recipients/new', '/projects/H044/recipients/2', '/projects/H044/decisions/new',
    '/projects/H044/status-reports/2/edit', '/projects/H044/documents/4/edit', '/projects/H044/documents/4/versions/new', '/projects/H044/deviations/new', '/projects/H044/deviations/2', '/projects/H044/theory/edit', '/projects/H044/edit', '/account',
  ],
  administrator: ['/admin/people/new', '/admin/people/3', '/admin/organisations/new', '/admin/organisations/2'],
  'e-rad': ['/projects/H044/risks/R1/decision', '/projects/H044/roles/new', '/projects/H044/economy/budget'],
};

/** Fields that stay empty, since the others would not be taken with them. */
const EMPTY = { '/projects/H044/documents/4/versions/new': { label: '', file: '' } };

export default async function xss(browser) {
  const found = new Findings('xss');
  let stored = 0;
  for (const [key, paths] of Object.entries(FORMS)) stored += await store(browser, found, key, paths);
  found.check(stored > 100, 'all forms', `only ${stored} fields were sent`);
  for (const [key, paths] of Object.entries(PAGES)) await walk(browser, found, key, paths);
  return found.told();
}

/** Sends each form once for each payload; what comes back is looked at as well. */
async function store(browser, found, key, paths) {
  const context = await browser.as(key);
  const page = await guarded(context, found);
  let fields = 0;
  for (const path of paths) {
    for (const [i, payload] of PAYLOADS.entries()) {
      await page.goto(path);
      const form = await page.evaluate(() => [...document.querySelectorAll('main form[method=post]')].findIndex((f) => f.querySelector('textarea, input[type=text]')));
      if (form < 0) break;
      fields += (await fill(page, form, `${payload} ${i}`, EMPTY[path])).length;
      await send(page, form);
      await isInert(page, found);
      if (await page.locator('button[name=checked]').count()) await Promise.all([page.waitForNavigation(), page.click('button[name=checked]')]);
      await isInert(page, found);
    }
  }
  await context.close();
  return fields;
}

async function walk(browser, found, key, paths) {
  const context = await browser.as(key);
  const page = await guarded(context, found);
  for (const path of [...paths, ...(key === 'projektledare' ? await newRisks(page) : [])]) {
    await page.goto(path);
    await isInert(page, found);
  }
  await context.close();
}
/** The newest risks: those that the forms made. */
async function newRisks(page) {
  await page.goto('/projects/H044/risks?sort=number');
  return page.evaluate(() => [...new Set([...document.querySelectorAll('main a[href*="/risks/R"]')].map((a) => a.getAttribute('href')))].slice(-12));
}

async function guarded(context, found) {
  await context.addInitScript(() => {
    window.broken = [];
    document.addEventListener('securitypolicyviolation', (e) => window.broken.push(`${e.violatedDirective} ${e.blockedURI}`));
  });
  return watch(await context.newPage(), found);
}

async function isInert(page, found) {
  const seen = await page.evaluate(() => ({
    broken: window.broken ?? [],
    planted: [...document.querySelectorAll('xss-probe, [data-xss], [onerror], [onload], [onfocus], iframe, base')].map((e) => e.outerHTML.slice(0, 100)),
    scripts: [...document.scripts].map((s) => s.getAttribute('src') ?? 'inline').filter((src) => !src.startsWith('/assets/')),
    links: [...document.querySelectorAll('a[href], form[action]')].map((e) => e.getAttribute('href') ?? e.getAttribute('action')).filter((to) => !/^(\/(?!\/)|#|\?|mailto:|https?:)/.test(to) && to !== ''),
    reckoned: document.body.innerText.includes('49{% raw'),
  }));
  found.check(seen.broken.length === 0, page.url(), `policy broken: ${seen.broken}`);
  found.check(seen.planted.length === 0, page.url(), `planted: ${seen.planted}`);
  found.check(seen.scripts.length === 0, page.url(), `scripts: ${seen.scripts}`);
  found.check(seen.links.length === 0, page.url(), `links: ${seen.links}`);
  found.check(!seen.reckoned, page.url(), 'a template was rendered from what somebody typed');
}

await main(import.meta.url, xss);
