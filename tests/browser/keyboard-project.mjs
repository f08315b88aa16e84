// What a project goes through, with the keyboard alone: a gate, a change, a delegation, the charter, a deliverable, a document with its
// file, an indicator and the final report. Signing in and out is walked in keyboard.mjs; here everybody is signed in.
import { Findings, main, watch } from './browser.mjs';
import { Keys } from './keys.mjs';

const PROJECT = '/projects/H044';
const [LEADER, ORDERER, GROUP, FINANCIER, CONTROLLER, REFERENCE] = ['projektledare', 'e-rad', 'ordforande', 'finansiarsrepresentant', 'controller', 'referensgrupp'];
const MAIN_BUTTON = 'main form[method=post] .bar button.btn--primary';
const WALKS = ['aGate', 'aChange', 'aDelegation', 'theCharter', 'aDeliverable', 'aDocument', 'anIndicator', 'theFinalReport'];

export default async function keyboardProject(browser) {
  const found = new Findings('keyboard-project');
  const people = new Map();
  for (const name of WALKS) {
    const walk = new Walk(browser, found, people);
    try {
      await walk[name]();
    } catch (why) {
      found.add(walk.page?.url() ?? '', `${name} ended: ${why.message.split('\n')[0]}`);
    }
  }
  for (const { page } of people.values()) await page.context().close();
  return found.told();
}

class Walk {
  constructor(browser, found, people) {
    Object.assign(this, { browser, found, people });
  }
  /** It is somebody's turn, who begins at an address and goes on by the keyboard. */
  async as(key, path) {
    if (!this.people.has(key)) this.people.set(key, new Keys(watch(await (await this.browser.as(key)).newPage(), this.found), this.found));
    this.keys = this.people.get(key);
    this.page = this.keys.page;
    await this.page.goto(path);
    await this.keys.startsAtTop();
  }

  async aGate() {
    await this.as(LEADER, PROJECT);
    await this.keys.enter(`.side a[href="${PROJECT}/gates"]`);
    await this.keys.enter(`main a[href="${PROJECT}/gates/4"]`);
    await this.keys.enter('main a[href$="/items/deliverables_approved"]');
    await this.keys.tick('#f-met');
    await this.keys.type('#f-note', 'Styrgruppen har godkänt alla.');
    await this.sends();
    await this.keys.enter('main a[href$="/gates/4/submission"]');
    await this.keys.goesRound();
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.choose('proposed', 'continue');
    await this.keys.type('#f-recommendation', 'Det som saknas kan bli villkor.');
    await this.sends();

    await this.as(ORDERER, '/');
    await this.opens('main .turn a[href*="/gates/4"]', 'decision');
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.choose('step', 'continue');
    for (const name of await this.names('[name^="conditions."][name$=".text"]:not([name*=".other."])')) {
      await this.keys.type(`[name="${name}"]`, 'Blir klart.');
      await this.keys.select(`[name="${name.replace(/text$/, 'owner')}"]`, this.email(CONTROLLER));
      await this.keys.date(`[name="${name.replace(/text$/, 'due_on')}"]`, '2020-12-18');
    }
    await this.keys.type('#f-motivation', 'Resten är på väg.');
    await this.decides();
  }

  async aChange() {
    await this.as(REFERENCE, `${PROJECT}/changes`);
    await this.keys.enter(`main a[href="${PROJECT}/changes/new"]`);
    await this.keys.goesRound();
    await this.keys.refused('main button[name=submit]');
    for (const [name, text] of Object.entries({ title: 'Mer tid', proposal: 'Vi tar mer tid.', reason: 'Testerna drar ut.', if_nothing: 'Sämre kvalitet.' })) await this.keys.type(`#f-${name}`, text);
    await this.sends('main button[name=submit]');
    const change = new URL(this.page.url()).pathname;
    await this.as(LEADER, '/');
    await this.keys.enter(`main .turn a[href^="${change}"]`);
    await this.sends('main form[action$="/receipt"] button');
    await this.keys.enter('main a[href$="/assessment"]');
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.type('#f-days', '45');
    await this.keys.type('#f-cost', '0');
    await this.keys.choose('goals', 'no');
    await this.keys.choose('financing', 'no');
    await this.keys.type('#f-alternatives', 'Korta utbildningen.');
    await this.sends();
    await this.sends('main form[action$="/raising"] button');
    await this.as(GROUP, '/');
    await this.opens(`main .turn a[href^="${change}"]`, 'decision');
    await this.keys.choose('step', 'approve');
    await this.keys.type('#f-reason', 'Kvaliteten går före.');
    await this.decides();
  }

  async aDelegation() {
    await this.as(ORDERER, `${PROJECT}/delegations`);
    await this.keys.enter('main a[href$="/delegations/new"]');
    await this.keys.goesRound();
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.select('#f-person', this.email(CONTROLLER));
    await this.keys.tick('[name=matters][value=gate]');
    await this.keys.date('#f-from_on', '2020-11-27');
    await this.keys.date('#f-to_on', '2020-12-18');
    await this.keys.type('#f-reason', 'Jag är borta.');
    await this.decides();
    await this.keys.enter('main a[href$="/revocation"]');
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.type('#f-reason', 'Jag är tillbaka.');
    await this.decides();
  }

  async theCharter() {
    await this.as(ORDERER, `${PROJECT}/charter`);
    await this.keys.enter('main a[href$="/charter/edit"]');
    await this.keys.press('details.matter:has([name="matters.gate.second"]) > summary');
    await this.keys.select('[name="matters.gate.second"]', 'project_owner');
    await this.sends();
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.type('#f-motivation', 'Projektägaren kan ta beslutet när vi inte hinner.');
    await this.decides();
  }

  async aDeliverable() {
    await this.as(LEADER, `${PROJECT}/deliverables`);
    await this.keys.enter(`main a[href="${PROJECT}/deliverables/L1"]`);
    await this.keys.enter('main a[href$="/versions/new"]');
    await this.keys.goesRound();
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.type('#f-label', '0.9');
    await this.keys.type('#f-link', 'https://handbok.example/0.9');
    await this.keys.type('#f-note', 'Larmlistan är med.');
    await this.sends();
  }

  async aDocument() {
    await this.as(LEADER, `${PROJECT}/documents`);
    await this.keys.enter('main a[href$="/documents/new"]');
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.select('#f-kind', 'other');
    await this.keys.type('#f-title', 'Bilaga');
    await this.keys.file('#f-file', { name: 'Bilaga.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF') });
    await this.sends();
    const document = new URL(this.page.url()).pathname;
    await this.keys.type('#f-label', '1.0');
    await this.sends('main form[action$="/submission"] button');
    await this.as(GROUP, '/');
    await this.opens(`main .turn a[href^="${document}"]`, 'decision');
    await this.keys.choose('step', 'adopt');
    await this.decides();
  }

  async anIndicator() {
    await this.as(LEADER, `${PROJECT}/goals`);
    await this.keys.enter(`main a[href="${PROJECT}/goals/1"]`);
    await this.keys.enter('main a[href$="/indicators/new"]');
    await this.keys.goesRound();
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.type('#f-name', 'Nöjda brukare');
    await this.keys.type('#f-unit', '%');
    await this.keys.select('#f-direction', 'up');
    await this.sends();
    await this.keys.enter('main a[href$="/measurements/new"]');
    await this.keys.refused(MAIN_BUTTON);
    await this.keys.type('#f-value', '62');
    await this.keys.date('#f-measured_on', '2020-11-20');
    await this.sends();
  }

  async theFinalReport() {
    await this.as(LEADER, `${PROJECT}/status-reports`);
    await this.keys.enter('main form[action$="/final-report"] button');
    await this.keys.goesRound();
    await this.keys.refused('main button[formaction$="/submission"]');
    for (const name of await this.names('main form[data-autosave] textarea')) await this.keys.type(`[name="${name}"]`, 'Enligt planen.');
    await this.sends('main button[formaction$="/submission"]');
    for (const approver of [GROUP, FINANCIER]) {
      await this.as(approver, '/');
      await this.keys.enter(`main .turn a[href^="${PROJECT}/final-report"]`);
      await this.basis();
      await this.keys.enter('main form[action$="/approval"] button.btn--primary');
      await this.sends('main form[action$="/approval"] button.btn--primary');
    }
  }

  /** From the start page to where the stand is taken, straight or by the thing's own page. */
  async opens(link, page) {
    await this.keys.enter(link);
    if (!this.page.url().endsWith(page)) await this.keys.enter(`main a[href$="/${page}"]`);
  }
  /** Sends a form, which must be taken. */
  async sends(button = MAIN_BUTTON) {
    await this.keys.enter(button);
    const refused = await this.page.locator('.errsum, main .problem').allInnerTexts();
    this.found.check(refused.length === 0, this.page.url(), `refused: ${refused.join(' ').replace(/\s+/g, ' ')}`);
    if (refused.length > 0) throw new Error('a form was refused');
  }
  /** On what basis, then the answers are shown back, and then it is decided. */
  async decides() {
    await this.basis();
    await this.sends();
    await this.sends('button[name=checked]');
    this.found.check(await this.page.locator('.flash').isVisible(), this.page.url(), 'nothing says that it is decided');
  }
  /** A body's chair alone, where the charter allows it; otherwise all members, each asked. */
  async basis() {
    const offered = await this.page.locator('main [name=basis]').evaluateAll((choices) => choices.map((c) => c.value));
    if (offered.includes('chair')) await this.keys.choose('basis', 'chair');
    else if (offered.length > 0) {
      await this.keys.choose('basis', 'per_capsulam');
      await this.keys.type('#f-agreed', 'Alla');
    }
  }
  /** The names of the fields that are to be seen. */
  names(selector) {
    return this.page.locator(selector).evaluateAll((fields) => fields.filter((f) => f.checkVisibility()).map((f) => f.name));
  }
  email(key) {
    return this.browser.account(key).email;
  }
}

await main(import.meta.url, keyboardProject);
