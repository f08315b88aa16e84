// The main job with the keyboard alone: a risk rises to the orderer and is decided; a report is written, approved and sent; a meeting is
// planned and called off; an administrator fills in the forms of the administration.
import { Findings, main, watch } from './browser.mjs';
import { Keys } from './keys.mjs';

const RISK = 'Projektet förlorar sin leverantör';
const ADDRESS = { leader: 'projektledare', orderer: 'e-rad', chair: 'ordforande' };

export default async function keyboard(browser) {
  const found = new Findings('keyboard');
  const context = await browser.as('');
  const page = watch(await context.newPage(), found);
  const walk = new Walk(browser, new Keys(page, found), found);
  try {
    await walk.theRisk();
    await walk.theReport();
    await walk.theMeeting();
    await walk.theAdministration();
  } catch (why) {
    found.add(page.url(), `the walk ended: ${why.message.split('\n')[0]}`);
  }
  await context.close();
  return found.told();
}

class Walk {
  constructor(browser, keys, found) {
    Object.assign(this, { browser, keys, found, page: keys.page });
  }

  async theRisk() {
    await this.signIn(ADDRESS.leader);
    await this.logRisk();
    await this.signOut();
    await this.signIn(ADDRESS.orderer);
    await this.decideRisk();
    await this.signOut();
  }

  async theReport() {
    await this.signIn(ADDRESS.leader);
    const report = await this.writeReport();
    await this.signOut();
    await this.signIn(ADDRESS.chair);
    await this.approve(report);
    await this.signOut();
    await this.signIn(ADDRESS.orderer);
    await this.dispatch(report);
    await this.signOut();
  }

  async theMeeting() {
    await this.signIn(ADDRESS.leader);
    await this.openProject('meetings');
    await this.keys.enter('main a[href="/projects/H044/meetings/new"]');
    await this.keys.date('#f-held_on', '2020-12-18');
    await this.keys.type('#f-place', 'Digitalt möte');
    await this.keys.type('#f-agenda', 'Beslut: Delleverans 3');
    await this.keys.tick('#f-tell');
    await this.keys.enter('main form .bar button[type=submit]');
    await this.done('the meeting was not planned');
    await this.keys.press('details.more > summary');
    await this.keys.type('#f-reason', 'Frågan tas i januari.');
    await this.keys.enter('main form[action$="/cancellation"] button[type=submit]');
    await this.done('the meeting was not called off');
    await this.signOut();
  }

  async theAdministration() {
    await this.signIn('administrator');
    await this.administer('people', '/admin/people/new', { name: 'Ny medarbetare', email: 'ny.medarbetare@exempel.se' });
    await this.administer('organisations', '/admin/organisations/new', { name: 'Åmål' }, { kind: 'municipality' });
    await this.administer('installation', '/admin/installation/retention', { token_days: '365' });
    await this.administer('installation', '/admin/installation/operator', { email: 'tillganglighet@exempel.se' });
    await this.signOut();
  }
  /** Opens a form of the administration from its list, fills it in and sends it. */
  async administer(list, form, fields, choices = {}) {
    await this.keys.enter(`.side a[href="/admin/${list}"]`);
    await this.keys.enter(`main a[href="${form}"]`);
    for (const [name, value] of Object.entries(fields)) await this.keys.type(`#f-${name}`, value);
    for (const [name, value] of Object.entries(choices)) await this.keys.select(`#f-${name}`, value);
    await this.keys.enter(`main form:has(#f-${Object.keys(fields)[0]}) button[type=submit]`);
    await this.done(`${form} was not taken`);
  }
  async done(what) {
    this.sees(await this.page.locator('.flash').isVisible(), what);
  }

  async signIn(key) {
    const { email, password } = this.browser.account(key);
    await this.page.goto('/sign-in');
    await this.keys.startsAtTop();
    await this.keys.type('#f-email', email);
    await this.keys.type('#f-password', password);
    await this.keys.enter('main button[type=submit]');
    this.sees(new URL(this.page.url()).pathname === '/', `${key} is not at Väntar på dig after signing in`);
  }
  async signOut() {
    await this.keys.enter('button[form="sign-out"]');
    this.sees(this.page.url().includes('/sign-in'), 'signing out did not lead to the sign-in page');
  }

  async logRisk() {
    await this.openProject('risks');
    await this.keys.enter('main a[href="/projects/H044/risks/new"]');
    await this.keys.type('#f-threat', 'Leverantören går i konkurs');
    await this.keys.type('#f-vulnerability', 'Det finns bara en leverantör');
    await this.keys.type('#f-consequence', RISK);
    await this.keys.choose('likelihood', '5');
    await this.keys.choose('impact', '5');
    await this.keys.type('#f-reason', 'Leverantören har inställt betalningarna.');
    await this.keys.enter('main form .bar button[type=submit]');
    this.risk = new URL(this.page.url()).pathname.split('/').at(-1);
    this.sees(/^R\d+$/.test(this.risk), 'the risk was not saved');
  }

  async decideRisk() {
    const link = `main .turn a[href*="/risks/${this.risk}"]`;
    this.sees(await this.page.locator(link).first().isVisible(), `${this.risk} does not wait for the orderer`);
    await this.keys.enter(link);
    if (!this.page.url().endsWith('/decision')) await this.keys.enter(`main a[href$="${this.risk}/decision"]`);
    await this.keys.choose('step', 'accept');
    await this.keys.type('#f-reason', 'E-rådet godtar risken medan en ny upphandling förbereds.');
    await this.keys.date('#f-expires_on', '2021-01-15');
    await this.keys.choose('basis', 'chair');
    await this.keys.enter('main form .bar button[type=submit]');
    this.sees(await this.page.locator('main').getByText('E-rådet godtar risken').isVisible(), 'the answers are not shown back');
    await this.keys.enter('button[name=checked]');
    this.sees(await this.page.locator('.flash').isVisible(), 'nothing says that it is decided');
    await this.openProject('decisions');
    this.sees(await this.page.locator('main').getByText(this.risk).or(this.page.locator('main').getByText(RISK)).first().isVisible(), 'the decision is not in the log');
  }

  /** Starts a report, or goes on with the draft that the demo holds. */
  async writeReport() {
    await this.openProject('status-reports');
    const start = await this.page.locator('main form[action$="/status-reports"] button').count();
    const answer = start ? await this.keys.enter('main form[action$="/status-reports"] button') : undefined;
    if (!answer || answer.status() >= 400) await this.openDraft();
    const path = new URL(this.page.url()).pathname.replace(/\/edit$/, '');
    await this.keys.type('#f-summary', 'Projektet följer planen.');
    for (const area of await this.areas()) {
      await this.keys.type(`[name="lights.${area}.deviation"]`, 'Något senare än planerat.');
      await this.keys.type(`[name="lights.${area}.measure"]`, 'Ingen ytterligare åtgärd.');
    }
    await this.keys.type('[name^="results."]', 'Version 0.3 är klar.');
    await this.keys.type('#f-upcoming', 'Upphandlingen förbereds.');
    await this.keys.enter('main button[formaction$="/submission"]');
    this.sees(new URL(this.page.url()).pathname === path && (await this.page.locator('.flash').isVisible()), 'the report was not submitted');
    return path;
  }
  async openDraft() {
    await this.page.goto('/projects/H044/status-reports');
    await this.keys.startsAtTop();
    await this.keys.enter('main tbody tr:first-child a');
    await this.keys.enter('main .ph a[href$="/edit"]');
  }
  /** The areas that have a light. */
  areas() {
    return this.page.evaluate(() => [...document.querySelectorAll('[name^="lights."][name$=".deviation"]')].map((f) => f.name.split('.')[1]));
  }

  async approve(report) {
    const link = `main .turn a[href^="${report}"]`;
    this.sees(await this.page.locator(link).first().isVisible(), 'the report does not wait for the chair');
    await this.keys.enter(link);
    await this.keys.choose('basis', 'chair');
    await this.keys.enter('main form[action$="/approval"] button.btn--primary');
    await this.keys.enter('main form[action$="/approval"] button.btn--primary');
    this.sees(await this.page.locator('.flash').isVisible(), 'nothing says that the report is approved');
  }

  async dispatch(report) {
    await this.page.goto(report);
    await this.keys.startsAtTop();
    await this.keys.enter('main form[action$="/dispatch"] button[type=submit]');
    await this.keys.enter('main form[action$="/dispatch"] button.btn--primary');
    this.sees(await this.page.locator('#deliveries-h').isVisible(), 'no delivery is shown');
  }

  /** Through the menu, as people do. */
  async openProject(part) {
    const link = `.side a[href="/projects/H044/${part}"]`;
    if ((await this.page.locator(link).count()) === 0) await this.keys.enter('main a[href="/projects/H044"]');
    await this.keys.enter(link);
  }
  sees(fine, what) {
    this.found.check(fine, this.page.url(), what);
    if (!fine) throw new Error(what);
  }
}

await main(import.meta.url, keyboard);
