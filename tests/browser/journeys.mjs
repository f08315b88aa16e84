// Whole journeys by clicks and forms, each by those who take it: a project from its opening over six gates to its effect report, with a
// change decided by each of two deciders, a delegation that is given, used and taken back; and another project that is ended early.
// All of it happens on the demo's one day. What needs a later day (a reminder, a term that has passed, a measurement that is due) has its
// test in tests/it/whole_way.rs, which can move the clock; a program with a clock that anybody could move would be no record.
import { Findings, main, watch } from './browser.mjs';
import { fill } from './forms.mjs';

const DAY = '2020-11-27';
const DUE = '2020-12-18';
const [LEADER, ORDERER, GROUP, MEMBER, FINANCIER, CONTROLLER, REFERENCE] = ['projektledare', 'e-rad', 'ordforande', 'ledamot1', 'finansiarsrepresentant', 'controller', 'referensgrupp'];

export default async function journeys(browser) {
  const found = new Findings('journeys');
  const travellers = new Travellers(browser, found);
  for (const journey of [wholeWay, endedEarly]) {
    try {
      await journey(travellers);
    } catch (why) {
      found.add(travellers.at, `${journey.name} ended: ${why.message.split('\n')[0]}`);
    }
  }
  await travellers.goHome();
  return found.told();
}

async function wholeWay(people) {
  const way = new Way(people, 'RESA');
  await way.isOpened();
  await way.appoints(LEADER, ORDERER, 'project_orderer');
  for (const [who, role] of [[MEMBER, 'steering_group'], [GROUP, 'steering_group'], [FINANCIER, 'financier_representative']]) await way.appoints(ORDERER, who, role);
  await way.elects('Styrgruppens ordförande', MEMBER);
  for (const [who, role] of [[CONTROLLER, 'project_controller'], [REFERENCE, 'reference_group']]) await way.appoints(GROUP, who, role);
  await way.getsItsGoal();

  await way.passes(1);
  await way.isPrepared(2);
  await way.isSubmitted(2);
  await way.isDecided(2, 'Tillbaka', 'Återlämnad');
  await way.isSubmitted(2);
  await way.isDecided(2, 'Fortsätt', 'Passerad');
  await way.isPrepared(3);
  await way.isSubmitted(3);
  await way.isDecided(3, 'Stopp', 'Stopp');
  await way.isResumed();
  await way.isSubmitted(3);
  await way.isDecided(3, 'Fortsätt', 'Passerad');

  await way.asksForChange(1, { days: '30', goals: 'no', financing: 'no' });
  await way.decidesChange(GROUP, 1, 'Godkänn', 'Godkänd');
  await way.carriesOut(1);
  await way.asksForChange(2, { goals: 'no', financing: 'yes' });
  await way.decidesChange(FINANCIER, 2, 'Avslå', 'Avslagen');
  await way.asksForChange(3, { days: '60', goals: 'no', financing: 'no' });
  await way.decidesChange(GROUP, 3, 'Återlämna', 'Återlämnad');

  await way.delegates();
  await way.isPrepared(4);
  await way.isSubmitted(4);
  await way.isDecided(4, 'Fortsätt', 'Passerad', CONTROLLER);
  await way.tellsOfDelegation(4);
  await way.takesBack();

  await way.isReported('final-report', [GROUP, FINANCIER]);
  await way.passes(5);
  await way.isReported('effect-report', [ORDERER]);
  await way.passes(6);
  await way.says(LEADER, '', 'Projektet är avslutat');
}

async function endedEarly(people) {
  const way = new Way(people, 'SLUT');
  await way.isOpened();
  await way.appoints(LEADER, ORDERER, 'project_orderer');
  await way.isPrepared(1);
  await way.isSubmitted(1);
  await way.isDecided(1, 'Avsluta', 'Avslutad i förtid');
}

/** The people of the demo, each with a window that stays open. */
class Travellers {
  constructor(browser, found) {
    Object.assign(this, { browser, found, pages: new Map(), at: '' });
  }
  async page(key) {
    if (!this.pages.has(key)) this.pages.set(key, watch(await (await this.browser.as(key)).newPage(), this.found));
    return this.pages.get(key);
  }
  /** Somebody goes to an address. */
  async goes(key, path) {
    const page = await this.page(key);
    const answer = await page.goto(path);
    this.at = page.url();
    return [page, answer];
  }
  async goHome() {
    for (const page of this.pages.values()) await page.context().close();
  }
}

/** One project's way; each step is what somebody does there. */
class Way {
  constructor(people, code) {
    Object.assign(this, { people, code, base: `/projects/${code}` });
  }
  /** Fills in what stands at each label: a date or text is written, a list's value chosen, `true` ticks or chooses. */
  async fills(page, answers) {
    for (const [label, value] of Object.entries(answers)) {
      const field = page.locator('main').getByLabel(label).first();
      if (value === true) await field.check();
      else if ((await field.evaluate((e) => e.tagName)) === 'SELECT') await field.selectOption(value);
      else await field.fill(value);
    }
  }
  /** Presses a button of the page, and the second time where the answers are shown back; nothing may be refused. */
  async presses(page, button) {
    await Promise.all([page.waitForNavigation(), button.click()]);
    const again = page.locator('main button[name=checked]');
    if (await again.count()) await Promise.all([page.waitForNavigation(), again.click()]);
    this.people.at = page.url();
    const refused = await page.locator('.errsum, main .problem').allInnerTexts();
    this.holds(refused.length === 0, `refused: ${refused.join(' ').replace(/\s+/g, ' ')}`);
  }
  /** Opens a form, fills it in by its labels and sends it by its main button. */
  async sends(key, path, answers) {
    const [page] = await this.people.goes(key, `${this.base}${path}`);
    await this.fills(page, answers);
    await this.basis(page);
    await this.presses(page, page.locator('main form[method=post] button.btn--primary').first());
    return page;
  }
  /** A body says how it decided; a person need not. */
  async basis(page) {
    const alone = page.locator('main input[name=basis][value=chair]');
    if (await alone.count()) await alone.check();
  }
  holds(fine, what) {
    this.people.found.check(fine, this.people.at, what);
    if (!fine) throw new Error(what);
  }
  async says(key, path, text) {
    const [page] = await this.people.goes(key, `${this.base}${path}`);
    const shown = await page.locator('main').innerText();
    this.people.found.check(shown.toLowerCase().includes(text.toLowerCase()), this.people.at, `does not say "${text}"`);
  }

  async isOpened() {
    const [page] = await this.people.goes(LEADER, '/projects/new');
    await this.fills(page, { Projektkod: this.code, Namn: `Resan ${this.code}`, Organisation: 'Kommunalförbundet', Startdatum: DAY });
    await page.check('[name=own_role][value=project_leader]');
    await page.check('[name=charter][value=plan]');
    await this.presses(page, page.locator('main button.btn--primary'));
    this.holds(page.url().endsWith(this.base), 'the project did not open');
  }
  async appoints(by, who, role) {
    const { email } = this.people.browser.account(who);
    const page = await this.sends(by, '/roles/new', { Person: email, 'Roll måste': role, Organisation: 'Kommunalförbundet' });
    this.holds(await page.locator('.flash').isVisible(), `${who} was not appointed`);
  }
  /** The leader records whom the body chose as its chair, and another of its members confirms. */
  async elects(chair, member) {
    const [page] = await this.people.goes(LEADER, `${this.base}/roles`);
    const link = page.locator(`main tr:has-text("${chair}") a[href$="/chair"]`);
    await Promise.all([page.waitForNavigation(), link.click()]);
    await page.check('main [name=basis][value=per_capsulam]');
    await page.locator('main [name=agreed]').fill('Alla');
    await this.presses(page, page.locator('main form[method=post] button.btn--primary').first());
    const [theirs] = await this.people.goes(member, '/');
    await Promise.all([theirs.waitForNavigation(), theirs.locator('main .turn a[href*="/recordings/"]').first().click()]);
    await this.presses(theirs, theirs.locator('main form[method=post] button.btn--primary').first());
  }
  async getsItsGoal() {
    const [page] = await this.people.goes(LEADER, `${this.base}/goals/new`);
    await fill(page, 0, 'Mer tid för brukarna', { kind: 'effect' });
    await this.presses(page, page.locator('main form[method=post] button.btn--primary').first());
  }

  /** All that a gate asks for and that can be said to be in place. */
  async isPrepared(gate) {
    const [page] = await this.people.goes(LEADER, `${this.base}/gates/${gate}`);
    const items = await page.locator('main a[href*="/items/"]').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    for (const item of new Set(items)) {
      await this.people.goes(LEADER, item);
      const met = page.locator('main [name=met]');
      if (!(await met.count()) || (await met.isChecked())) continue;
      await met.check();
      for (const [name, value] of Object.entries({ version_label: '1.0', reference: 'Dnr 2020/99', note: 'Klart.' })) {
        const field = page.locator(`main [name=${name}]`);
        if (await field.count()) await field.fill(value);
      }
      await Promise.all([page.waitForNavigation(), page.click('main form[method=post] button.btn--primary')]);
    }
  }
  async isSubmitted(gate) {
    await this.sends(LEADER, `/gates/${gate}/submission`, { Fortsätt: true, Rekommendation: 'Allt är på plats.' });
    await this.says(ORDERER, `/gates/${gate}`, 'Allt är på plats.');
  }
  /** Somebody decides at a gate; what is missing is passed on a condition. */
  async isDecided(gate, outcome, state, by = ORDERER) {
    const [page] = await this.people.goes(by, `${this.base}/gates/${gate}/decision`);
    await this.fills(page, { [outcome]: true, Motivering: 'Så beslutade vi.' });
    await this.basis(page);
    for (const text of outcome === 'Fortsätt' ? await page.locator('[name^="conditions."][name$=".text"]:not([name*=".other."])').all() : []) {
      const condition = (await text.getAttribute('name')).replace(/\.text$/, '');
      await text.fill('Blir klart.');
      await page.selectOption(`[name="${condition}.owner"]`, this.people.browser.account(CONTROLLER).email);
      await page.fill(`[name="${condition}.due_on"]`, DUE);
    }
    await this.presses(page, page.locator('main form[method=post] button.btn--primary').first());
    await this.says(LEADER, `/gates/${gate}`, state);
  }
  async passes(gate) {
    await this.isPrepared(gate);
    await this.isSubmitted(gate);
    await this.isDecided(gate, 'Fortsätt', 'Passerad');
  }
  async isResumed() {
    const page = await this.sends(ORDERER, '/resumption', { Motivering: 'Finansieringen är klar.' });
    this.holds(await page.locator('.flash').isVisible(), 'the project was not resumed');
  }

  /** The reference group asks; the leader receives, assesses and raises. */
  async asksForChange(number, effect) {
    const thing = `/changes/FB-${number}`;
    await this.sends(REFERENCE, '/changes/new', { Rubrik: 'Mer tid', 'Vad ska ändras?': 'Vi tar mer tid', 'Varför?': 'Testerna drar ut', 'Vad händer om inget görs?': 'Sämre kvalitet' });
    await this.clicks(LEADER, thing, 'receipt');
    const [page] = await this.people.goes(LEADER, `${this.base}${thing}/assessment`);
    for (const [name, value] of Object.entries({ days: '0', cost: '0', alternatives: 'Korta utbildningen.', ...effect })) {
      const field = page.locator(`main [name="${name}"]`);
      if (['yes', 'no'].includes(value)) await field.and(page.locator(`[value="${value}"]`)).check();
      else await field.fill(value);
    }
    await this.presses(page, page.locator('main form[method=post] button.btn--primary').first());
    await this.clicks(LEADER, thing, 'raising');
  }
  async decidesChange(by, number, choice, state) {
    await this.sends(by, `/changes/FB-${number}/decision`, { [choice]: true, Motivering: 'Så beslutade vi.' });
    await this.says(REFERENCE, `/changes/FB-${number}`, state);
  }
  async carriesOut(number) {
    const thing = `/changes/FB-${number}`;
    await this.clicks(LEADER, thing, 'execution');
    await this.clicks(LEADER, thing, 'execution', { result: 'Tidplanen är ändrad.' });
    await this.clicks(LEADER, thing, 'communication', { message: 'Alla kommuner har fått veta.' });
    await this.says(REFERENCE, thing, 'meddelad');
  }
  /** Sends the page's form that leads to `step`. */
  async clicks(key, path, step, texts = {}) {
    const [page] = await this.people.goes(key, `${this.base}${path}`);
    const form = page.locator(`main form[action$="/${step}"]`).first();
    for (const [name, text] of Object.entries(texts)) await form.locator(`[name="${name}"]`).fill(text);
    await this.presses(page, form.locator('button[type=submit]').first());
    return page;
  }

  /** The orderer lets the controller decide at gates. */
  async delegates() {
    await this.sends(ORDERER, '/delegations/new', { 'Till en person': this.people.browser.account(CONTROLLER).email, Grind: true, 'Till och med': DUE, Skäl: 'Jag är borta.' });
    await this.says(CONTROLLER, '/delegations/1', 'Gäller');
  }
  /** It is seen where it was used: at the gate and in the decision. */
  async tellsOfDelegation(gate) {
    await this.says(LEADER, `/gates/${gate}`, 'delegation');
    const page = await this.people.page(LEADER);
    await Promise.all([page.waitForNavigation(), page.locator('main a[href*="/decisions/"]').last().click()]);
    this.people.at = page.url();
    this.holds((await page.locator('main').innerText()).toLowerCase().includes('delegering 1'), 'the decision does not say by which delegation it was taken');
  }
  /** Taken back, it gives no right any more. */
  async takesBack() {
    await this.sends(ORDERER, '/delegations/1/revocation', { 'Varför återkallar du?': 'Jag är tillbaka.' });
    await this.says(LEADER, '/delegations/1', 'Återkallad');
    const [page] = await this.people.goes(CONTROLLER, `${this.base}/gates/5/decision`);
    this.holds((await page.locator('main input[name=step][value=continue]').count()) === 0, 'the controller may still decide');
  }

  /** The leader begins, writes and submits it; each of those who approve it does, in their order. */
  async isReported(report, approvers) {
    const page = await this.clicks(LEADER, `/${report}`, report);
    await fill(page, 0, 'Arbetet gick enligt planen.');
    await this.presses(page, page.locator('button[formaction$="/submission"]'));
    for (const by of approvers) {
      const [theirs] = await this.people.goes(by, `${this.base}/${report}`);
      await this.basis(theirs);
      const button = theirs.locator('main form[action$="/approval"] button.btn--primary');
      this.holds((await button.count()) === 1, `${by} cannot approve it`);
      await this.presses(theirs, button);
    }
    await this.says(LEADER, `/${report}`, 'Godkänd');
  }
}

await main(import.meta.url, journeys);
