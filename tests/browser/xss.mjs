// Text that would like to be more than text, stored in every field of every form: then all pages are walked. The forms are those that
// stand on the pages, so that a new one is among them; a text field that no payload has reached is a fault.
import { Findings, main, read, watch } from './browser.mjs';
import { PAYLOADS, fillWith, planted, sendTo } from './planting.mjs';
import { NOT_SENT, Reached } from './reached.mjs';
import { routeOf } from './routes.mjs';

const PAGES = read('pages.json');
/** So often a form is sent at most; and so many pages that a person's forms have led to are looked at. */
const ROUNDS = 4;
const LED_TO = 40;
/** A row of its own, such as a step of a scale. */
const LINES = '<xss-probe>\n"><img src=/x onerror=alert(1) data-xss>';
const MORE_LINES = '<script data-xss>alert(1)</script>\n</textarea><svg data-xss onload=alert(1)>';
const FILE_OR_TEXT = { file: [null, ''], text: ['', null] };
const CHANGES = '/projects/H044/changes';
/** What a form would not be taken without, by its route. */
const GIVEN = {
  'POST /projects': { code: 'XSS{round}', lifecycle: 'project_model', phase: '' },
  'POST /projects/{code}/changes/{ref}/assessment': { ends_on: '', 'milestones.*': '', 'budget.*.year': '2021', 'deliverables.*.act': 'add', 'deliverables.*.number': '' },
  'POST /projects/{code}/charter/edit': { 'matters.*.kronor': '', 'matters.*.days': '' },
  'POST /projects/{code}/decisions/new': { supersedes: '' },
  'POST /projects/{code}/delegations/new': { role: '' },
  'POST /projects/{code}/deliverables/{ref}/versions/new': { label: '9.{round}' },
  'POST /projects/{code}/deliverables/{ref}/versions/{label}/handover': { receiver: '' },
  'POST /projects/{code}/documents/new': { label: '0.{round}', secret: 'yes', ...FILE_OR_TEXT },
  'POST /projects/{code}/documents/{number}/versions/new': { label: '9.{round}', ...FILE_OR_TEXT },
  'POST /projects/{code}/documents/{number}/submission': { label: '20.0' },
  'POST /projects/{code}/economy/budget': { year: '2021' },
  'POST /projects/{code}/goals/{number}/edit': { parent: '' },
  'POST /projects/{code}/goals/{number}/indicators/new': { least: '0', most: '100', baseline_on: '2020-10-01', target_on: '2022-01-01', plan: '2021 kv 3' },
  'POST /projects/{code}/indicators/{number}/edit': { plan: '2021 kv 3' },
  'POST /projects/{code}/recordings/{id}': { press: 'decline' },
  'POST /projects/{code}/risk-policy/edit': { likelihood: `${LINES}\n3\n4\n5`, impact: `${LINES}\n3\n4\n5` },
  'POST /projects/{code}/roles': { email: '', new_email: 'xss{round}@demo.styrrum.example' },
  'POST /admin/installation/mail': { host: 'mail.styrrum.example', port: '587', password: 'ett hemligt ord' },
  'POST /admin/templates/lifecycles/{template}': { 'phases.*.criteria': LINES, 'phases.*.artefacts': MORE_LINES, 'phases.*.ends': '', 'phases.6.ends': 'yes', 'phases.*.beside': '' },
};
/**
 * What brings forms about that the demo has no page with: who goes where, the button or link that is pressed, and whether the form is sent
 * once more, with what.
 */
const STEPS = [
  ['administrator', '/admin/installation/mail'],
  ['administrator', '/admin/installation/mail', 'form[action$="/removal"] button'],
  ['administrator', '/admin/people/9', 'form[action$="/disable"] button'],
  ['projektledare', `${CHANGES}/FB-6`],
  ['projektledare', `${CHANGES}/FB-6/edit`],
  ['projektledare', `${CHANGES}/FB-5/assessment`],
  ['projektledare', `${CHANGES}/FB-5`, 'form[action$="/raising"] button'],
  ['ordforande', `${CHANGES}/FB-3/decision`],
  ['projektledare', `${CHANGES}/FB-3`, 'form[action$="/execution"] button'],
  ['projektledare', `${CHANGES}/FB-3`],
  ['projektledare', '/projects/H044/deviations/2'],
  ['projektledare', '/projects/H044/deviations/3'],
  ['bitradande', '/projects/H044/deviations/4', '', {}],
  ['projektledare', '/projects/H044/deviations/4'],
  ['projektledare', '/projects/H044/gates', 'main a[href*="/decision-points/"]:not([href$="/new"]) >> nth=-1'],
  ['projektledare', '/projects/H044/documents/5'],
  ['projektledare', '/projects/H044/status-reports', 'form[action$="/final-report"] button'],
  ...['status-reports/2', 'final-report'].flatMap((report) => [
    ['ordforande', `/projects/H044/${report}`],
    ['projektledare', `/projects/H044/${report}/edit`, '', {}],
    ['ordforande', `/projects/H044/${report}`],
  ]),
  ['annan-projektledare', '/projects/H051/economy/budget', '', { year: '2020' }],
  ['e-rad', '/projects/H051/economy/adoption'],
  ['annan-projektledare', '/projects/H051/gates/3/decision', '', { step: 'stop' }],
  ['e-rad', '/', 'main .turn a[href*="/recordings/"]'],
  ['e-rad', '/projects/H051/gates/3/decision', '', { step: 'stop' }],
  ['e-rad', '/projects/H051/resumption'],
];

export default async function xss(browser) {
  const found = new Findings('xss');
  const planting = new Planting(browser, found);
  await planting.failsToSignIn();
  for (const [key, paths] of Object.entries(PAGES)) await planting.visits(key, paths);
  for (const [key, path, button, again] of STEPS) await planting.takes(key, path, button, again);
  for (const [key, paths] of Object.entries(PAGES)) await planting.walks(key, paths);
  planting.reached.tells(found);
  await planting.close();
  return found.told();
}

class Planting {
  constructor(browser, found) {
    Object.assign(this, { browser, found, reached: new Reached(), pages: new Map(), seen: new Set(), ledTo: new Map() });
  }
  async page(key) {
    if (!this.pages.has(key)) this.pages.set(key, await guarded(await this.browser.as(key), this.found));
    return this.pages.get(key);
  }
  /** Without a password, so that nothing is tried; the address is shown again. */
  async failsToSignIn() {
    const page = await this.page('');
    for (const payload of PAYLOADS.slice(0, 3)) {
      await page.goto('/sign-in');
      const index = (await planted(page)).findIndex((form) => form.fields.some((f) => f.name === 'email'));
      await fillWith(page, index, 0, { given: { email: payload } });
      await sendTo(page, index, '/sign-in', {}, () => isInert(page, this.found));
    }
  }
  /** Somebody sends the forms of pages, and those of the pages that these have led to. */
  async visits(key, paths) {
    // Pages that only ask, before those on which a thing may be ended.
    const asks = (path) => /\/(new|edit)(\?|$)/.test(path);
    for (const path of [...paths.filter(asks), ...paths.filter((p) => !asks(p))]) await this.plants(key, path);
    for (const path of this.led(key)) if (!this.seen.has(routeOf('GET', path))) await this.plants(key, path);
  }
  async plants(key, path, again) {
    try {
      await this.plantsAt(key, path, again);
    } catch (why) {
      this.found.add(path, `${key} ended: ${why.message.split('\n')[0]}`);
    }
  }
  /** With `again` also what has been sent before, with what is given. */
  async plantsAt(key, path, again) {
    const page = await this.page(key);
    await page.goto(path);
    this.seen.add(routeOf('GET', path));
    await isInert(page, this.found);
    for (const form of await planted(page)) {
      const sendsAgain = again && form.method === 'POST' && form.fields.length > 0;
      for (const [i, route] of form.routes.entries()) {
        this.reached.saw(route, form.fields);
        if (route in NOT_SENT) continue;
        if (sendsAgain || !this.reached.isDone(route)) await this.sends(page, key, path, form, { route, target: form.targets[i], given: { ...GIVEN[route], ...again } });
      }
    }
  }
  /** Sends a form until each of its fields has held every payload, as long as it is there; what comes back is looked at as well. */
  async sends(page, key, path, form, { route, target, given }) {
    const look = () => isInert(page, this.found);
    const most = form.method === 'GET' ? 3 : ROUNDS;
    let rounds = 1;
    for (let round = this.reached.isBound(route) ? -1 : 0; round < Math.min(rounds, most); round += 1) {
      await page.goto(path);
      const now = (await planted(page)).find((f) => f.targets.includes(target) && f.method === form.method && f.fields.length === form.fields.length);
      if (!now) return;
      const filled = await fillWith(page, now.index, Math.max(round, 0), { everywhere: round < 0, given });
      rounds = filled.rounds;
      const { taken, refused, status } = await sendTo(page, now.index, target, { round: Math.max(round, 0), press: given.press }, look);
      const shown = form.method === 'GET' && status === 200;
      const said = taken || shown ? '' : (await page.locator('.errsum, main .problem').allInnerTexts()).join(' ').replace(/\s+/g, ' ').slice(0, 200);
      this.reached.sent(route, filled.written, { taken: taken || shown, refused, said });
      if (taken || shown) await this.remembers(page, key);
      // What can be sent once only is refused from then on.
      else if (round >= 0 && this.reached.isDone(route)) return;
    }
  }
  /** Where a form has led to, and where that leads: pages of what the payloads are in. */
  async remembers(page, key) {
    const links = await page.locator('main a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href').split('#')[0]));
    const led = this.ledTo.get(key) ?? new Map();
    for (const path of [new URL(page.url()).pathname, ...links]) led.set(path, routeOf('GET', path));
    this.ledTo.set(key, led);
  }
  /** Of each route the first and the last page; downloads are no pages. */
  led(key) {
    const byRoute = new Map();
    for (const [path, route] of this.ledTo.get(key) ?? []) if (route && !/\/(pdf|file|minutes)$|\.csv$/.test(route)) byRoute.set(route, [...(byRoute.get(route) ?? []).slice(0, 1), path]);
    return [...byRoute.values()].flat().slice(0, LED_TO);
  }
  async takes(key, path, button, again) {
    const page = await this.page(key);
    await page.goto(path);
    for (const form of await planted(page)) for (const route of form.routes) this.reached.saw(route, form.fields);
    const pressed = page.locator(button || 'none').first();
    if (button && !(await pressed.count())) return this.found.add(path, `${key} cannot press ${button}`);
    if (button) await Promise.all([page.waitForNavigation(), pressed.click()]);
    return this.plants(key, page.url().slice(this.browser.base.length), again);
  }
  async walks(key, paths) {
    const page = await this.page(key);
    for (const path of new Set([...paths, ...this.led(key)])) {
      await page.goto(path);
      await isInert(page, this.found);
    }
  }
  async close() {
    for (const page of this.pages.values()) await page.context().close();
  }
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
