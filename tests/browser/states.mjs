// Pages that only stand between two steps: answers to be checked, decisions that wait for their chair, conflicts, links by mail.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Findings, main, watch } from './browser.mjs';
import { fill, send, sendEmpty } from './forms.mjs';
import { looksRight, tellsErrors } from './looks.mjs';

const RISK = '/projects/H044/risks';
const SECOND = '/projects/H051';
const GATE = '/projects/H044/gates/4';
const REPORT = '/projects/H044/status-reports/2';
const FINAL = '/projects/H044/final-report';
/** A decision about a risk by its body at a meeting. */
const ACCEPTED = { step: 'accept', basis: 'meeting', meeting_date: '2020-11-20', responsible: '' };

export default async function states(browser, data) {
  const found = new Findings('states');
  const through = (key, act) => inPage(browser, found, key, (page) => act(page, found, data));
  await through('e-rad', answersToCheck);
  await through('projektledare', recorded);
  await through('e-rad', waitingForChair);
  await through('projektledare', conflict);
  await through('projektledare', changeRequested);
  await through('projektledare', submitted);
  await through('ordforande', approval);
  await through('projektledare', delivery);
  await through('projektledare', finalReport);
  await through('ordforande', firstApproval);
  await through('annan-projektledare', budgetToAdopt);
  await through('e-rad', adoption);
  await through('e-rad', endOfRole);
  await through('projektledare', partDelivery);
  await through('ordforande', partDecided);
  await through('projektledare', gateSubmitted);
  await through('e-rad', projectStopped);
  await through('e-rad', projectResumed);
  await through('projektledare', fileRefused);
  await through('projektledare', sentForComments);
  await through('referensgrupp', commented);
  await through('ordforande', documentDecided);
  await through('administrator', lifecycleRefused);
  await through('administrator', mailServerRefused);
  await through('', linkByMail);
  return found.told();
}

async function inPage(browser, found, key, act) {
  const context = await browser.as(key);
  const page = watch(await context.newPage(), found);
  try {
    await act(page);
  } catch (why) {
    found.add(page.url(), `${act.name || key}: ${why.message.split('\n')[0]}`);
  }
  await context.close();
}

async function decide(page, risk, given) {
  await page.goto(`${RISK}/${risk}/decision`);
  await fill(page, 0, 'Alla åtgärder är beslutade.', given);
  await send(page, 0);
}

async function answersToCheck(page, found) {
  await decide(page, 'R3', ACCEPTED);
  found.check(await page.locator('button[name=checked]').isVisible(), page.url(), 'the answers are not shown back');
  await looksRight(page, found, '(answers)');
}

/** The leader records what the orderer's body decided. */
async function recorded(page, found) {
  await decide(page, 'R1', ACCEPTED);
  await looksRight(page, found, '(answers, recording)');
  await Promise.all([page.waitForNavigation(), page.click('button[name=checked]')]);
  found.check(await page.locator('.flash').isVisible(), page.url(), 'it was not recorded');
  await looksRight(page, found, '(recorded)');
}

async function waitingForChair(page, found) {
  await page.goto('/');
  await page.click('main .turn a[href*="/recordings/"]');
  await looksRight(page, found);
  await send(page, 0);
  found.check(/\/decisions\/\d+$/.test(page.url()), page.url(), 'the chair could not confirm');
  await looksRight(page, found, '(confirmed)');
}

/** The leader gathers a new version in the part delivery and submits it; the steering group's chair then sees all four outcomes. */
async function partDelivery(page, found) {
  await page.goto('/projects/H044/deliverables/L1/versions/new');
  await sendEmpty(page, 0);
  await tellsErrors(page, found);
  await page.fill('[name=label]', '0.4');
  await page.fill('[name=link]', 'https://handbok.example/0.4');
  await send(page, 0);
  await page.goto('/projects/H044/deliverables/L1/versions/0.4');
  await looksRight(page, found, '(removable)');
  await page.goto('/projects/H044/deliveries/3/edit');
  await page.selectOption('[name="versions.L1"]', '0.4');
  await send(page, 0);
  await page.goto('/projects/H044/deliveries/3/submission');
  await fill(page, 0, 'Provad i nästa process.', { proposed: 'continue' });
  await send(page, 0);
  await looksRight(page, found, '(submitted)');
}
async function partDecided(page, found) {
  await page.goto('/');
  await looksRight(page, found, '(part delivery)');
  await page.goto('/projects/H044/deliveries/3/decision');
  found.check((await page.locator('input[name=step]').count()) === 5, page.url(), 'the four outcomes and the lift are not offered');
  await looksRight(page, found);
  await page.check('input[name=step][value=continue]');
  await page.fill('[name=motivation]', 'Går vidare.');
  await page.check('input[name=basis][value=per_capsulam]');
  await page.check('[name="agreed.000"]');
  await send(page, 0);
  // One criterion is not met, and wants a condition's text, owner and day.
  found.check((await page.locator('.errsum a').count()) === 3, page.url(), 'what is missing is not told at its fields');
  await looksRight(page, found, '(missing)');
  await page.check('input[name=step][value=back]');
  await send(page, 0);
  await looksRight(page, found, '(answers)');
  await Promise.all([page.waitForNavigation(), page.click('button[name=checked]')]);
  await looksRight(page, found, '(returned)');
}

/** The leader submits the gate with its recommendation; the orderer's page then shows all four outcomes, and what is missing at its fields. */
async function gateSubmitted(page, found) {
  await page.goto(`${GATE}/submission`);
  await fill(page, 0, 'Leveranserna är på väg.', { proposed: 'continue' });
  await send(page, 0);
  await looksRight(page, found, '(submitted)');
}
async function projectStopped(page, found) {
  await page.goto(`${GATE}/decision`);
  found.check((await page.locator('input[name=step]').count()) >= 4, page.url(), 'the four outcomes are not offered');
  await page.check('input[name=step][value=continue]');
  await page.fill('[name=motivation]', 'Går vidare.');
  await page.check('input[name=basis][value=chair]');
  await send(page, 0);
  // Three requirements are not met, and each wants a condition's text, owner and day.
  found.check((await page.locator('.errsum a').count()) === 9, page.url(), 'what is missing is not told at its fields');
  await looksRight(page, found, '(missing)');
  await page.check('input[name=step][value=stop]');
  await send(page, 0);
  await looksRight(page, found, '(answers, stop)');
  await Promise.all([page.waitForNavigation(), page.click('button[name=checked]')]);
  await looksRight(page, found, '(paused)');
  for (const path of ['/', '/projects/H044', '/projects/H044/gates']) {
    await page.goto(path);
    await looksRight(page, found, '(paused)');
  }
}
async function projectResumed(page, found) {
  await page.goto('/projects/H044/resumption');
  await looksRight(page, found);
  await page.fill('[name=motivation]', 'Finansieringen är klar.');
  await page.check('input[name=basis][value=chair]');
  await send(page, 0);
  found.check(await page.locator('.flash').isVisible(), page.url(), 'the project was not resumed');
}

/** Somebody else saved in between: both texts are shown, and nothing that was typed is lost. */
async function conflict(page, found) {
  const other = await page.context().newPage();
  for (const window of [page, other]) await window.goto(`${RISK}/R2/edit`);
  await other.fill('#f-threat', 'Den andras text');
  await send(other, 0);
  await page.fill('#f-threat', 'Min text');
  const answer = await send(page, 0);
  found.check(answer.status() === 409, page.url(), `answered ${answer.status()}`);
  const shown = await page.locator('.conflict').innerText();
  found.check(shown.includes('Min text') && shown.includes('Den andras text'), page.url(), 'the conflict does not show both texts');
  found.check((await page.inputValue('#f-threat')) === 'Min text', page.url(), 'what was typed is lost');
  await looksRight(page, found, '(conflict)');
}

/** A request is drafted, written further and submitted, and then assessed. */
async function changeRequested(page, found) {
  await page.goto('/projects/H044/changes/new');
  await fill(page, 0, 'Mer tid');
  await Promise.all([page.waitForNavigation(), page.click('main .bar button:not(.btn--primary)')]);
  const request = page.url();
  await looksRight(page, found, '(draft)');
  await page.goto(`${request}/edit`);
  await looksRight(page, found);
  await Promise.all([page.waitForNavigation(), page.click('main button[name=submit]')]);
  await page.goto(`${request}/assessment`);
  found.check((await page.locator('main form').count()) > 0, page.url(), 'the request cannot be assessed');
  await looksRight(page, found);
}

async function submitted(page, found) {
  await page.goto(`${REPORT}/edit`);
  await fill(page, 0, 'Arbetet går enligt planen.');
  await Promise.all([page.waitForNavigation(), page.click('button[formaction$="/submission"]')]);
  await looksRight(page, found, '(submitted)');
}

async function approval(page, found) {
  await page.goto(REPORT);
  await looksRight(page, found, '(to be approved)');
  await page.check('input[name=basis][value=chair]');
  await send(page, 0);
  await looksRight(page, found, '(answers)');
  await send(page, 0);
  found.check(await page.locator('.flash').isVisible(), page.url(), 'it was not approved');
  await looksRight(page, found, '(approved)');
}

async function delivery(page, found) {
  await page.goto(REPORT);
  await looksRight(page, found, '(to be sent)');
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/dispatch"] button')]);
  await looksRight(page, found, '(who gets it)');
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/dispatch"] button.btn--primary')]);
  found.check(await page.locator('#deliveries-h').isVisible(), page.url(), 'no delivery is shown');
  await looksRight(page, found, '(sent)');
}

/** The leader begins the final report, is told what is missing, writes it and submits it. */
async function finalReport(page, found) {
  await page.goto('/projects/H044/status-reports');
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/final-report"] button')]);
  await looksRight(page, found, '(begun)');
  await page.fill('#f-summary', '');
  await Promise.all([page.waitForNavigation(), page.click('button[formaction$="/submission"]')]);
  await tellsErrors(page, found, page.url());
  await looksRight(page, found, '(errors)');
  await fill(page, 0, 'Arbetet gick enligt planen.');
  await Promise.all([page.waitForNavigation(), page.click('button[formaction$="/submission"]')]);
  await looksRight(page, found, '(submitted)');
}

/** The steering group approves it; then it waits for the financier's representative. */
async function firstApproval(page, found) {
  await page.goto(FINAL);
  await looksRight(page, found, '(to be approved)');
  await page.check('input[name=basis][value=chair]');
  await send(page, 0);
  await looksRight(page, found, '(answers)');
  await send(page, 0);
  found.check(await page.locator('.flash').isVisible(), page.url(), 'it was not approved');
  found.check((await page.locator('.steps li.done').count()) === 3, page.url(), 'the steps do not say that one approval is given');
  await looksRight(page, found, '(approved once)');
}

/** The second project has no budget yet: its leader enters a line. */
async function budgetToAdopt(page, found) {
  await page.goto(`${SECOND}/economy/budget`);
  await looksRight(page, found, '(not adopted)');
  await fill(page, 0, 'Egen personal', { year: '2020', amount: '120000' });
  await send(page, 0);
  found.check(await page.locator('.flash').isVisible(), page.url(), 'the budget was not entered');
}

/** The orderer adopts it: first without its basis, which is told, then as its chair. */
async function adoption(page, found) {
  await page.goto(`${SECOND}/economy/adoption`);
  await looksRight(page, found, '(budget to adopt)');
  await sendEmpty(page, 0);
  await tellsErrors(page, found, page.url());
  await looksRight(page, found, '(errors)');
  await page.check('input[name=basis][value=meeting]');
  await looksRight(page, found, '(at a meeting)');
  await page.check('input[name=basis][value=chair]');
  await send(page, 0);
  found.check(await page.locator('.flash').isVisible(), page.url(), 'the budget was not adopted');
  await looksRight(page, found, '(adopted)');
}

/** What follows is told before the steering group loses its chair; nothing is decided. */
async function endOfRole(page, found) {
  await page.goto('/projects/H044/roles');
  await Promise.all([page.waitForNavigation(), page.click('tr:has-text("Styrgruppens ordförande") a[href$="/end"]')]);
  await sendEmpty(page, 0);
  await tellsErrors(page, found, page.url());
  await looksRight(page, found, '(errors)');
  await page.check('input[name=basis][value=chair]');
  await send(page, 0);
  found.check(await page.locator('.note--mid').first().isVisible(), page.url(), 'what follows is not told');
  await looksRight(page, found, '(what follows)');
}

/** A phase is added and left empty, which is told where it is; nothing is saved. */
async function lifecycleRefused(page, found) {
  await page.goto('/admin/templates/lifecycles/project_model');
  const phases = await page.locator('fieldset.matter').count();
  await Promise.all([page.waitForNavigation(), page.click('button[value="add"]')]);
  found.check((await page.locator('fieldset.matter').count()) === phases + 1, page.url(), 'no phase was added');
  await looksRight(page, found, '(a phase more)');
  const answer = await send(page, 0);
  found.check(answer.status() === 422, page.url(), `answered ${answer.status()}`);
  await tellsErrors(page, found, page.url());
  await looksRight(page, found, '(with errors)');
  await Promise.all([page.waitForNavigation(), page.click(`button[value="remove.${phases + 1}"]`)]);
  found.check((await page.locator('fieldset.matter').count()) === phases, page.url(), 'the phase was not taken away');
}

/** An address instead of the server's name; the password that was typed does not come back. */
async function mailServerRefused(page, found) {
  await page.goto('/admin/installation/mail');
  await fill(page, 0, 'smtp://mail.example.se', { port: '587' });
  await page.fill('[name=password]', 'ett hemligt ord');
  const answer = await send(page, 0);
  found.check(answer.status() === 422, page.url(), `answered ${answer.status()}`);
  found.check((await page.inputValue('[name=password]')) === '', page.url(), 'the password is sent back');
  await tellsErrors(page, found, page.url());
  await looksRight(page, found, '(with errors)');
}

/** A file of a forbidden kind: told at its field, and the rest of the form is kept. */
async function fileRefused(page, found) {
  await page.goto('/projects/H044/documents/new');
  await page.selectOption('#f-kind', 'other');
  await page.fill('#f-title', 'Bilaga');
  await page.setInputFiles('#f-file', { name: 'virus.exe', mimeType: 'application/pdf', buffer: Buffer.from('MZ') });
  const answer = await send(page, 0);
  found.check(answer.status() === 422, page.url(), `answered ${answer.status()}`);
  found.check((await page.inputValue('#f-title')) === 'Bilaga', page.url(), 'what was typed is lost');
  await tellsErrors(page, found, page.url());
  await looksRight(page, found, '(refused file)');
  await page.setInputFiles('#f-file', { name: 'Bilaga till planen.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF') });
  await send(page, 0);
  found.check(await page.locator('main a[href$="/file"]').first().isVisible(), page.url(), 'the file is not offered for download');
  await looksRight(page, found, '(file)');
}

/** The leader sends a draft for comments: first to nobody, which is told. */
async function sentForComments(page, found) {
  await page.goto('/projects/H044/documents/4/consultation');
  await page.fill('#f-last_day', '2020-12-04');
  await send(page, 0);
  await tellsErrors(page, found, page.url());
  await looksRight(page, found, '(nobody asked)');
  await page.check('#f-people');
  await send(page, 0);
  found.check(await page.locator('.flash').isVisible(), page.url(), 'it was not sent');
  await looksRight(page, found, '(out for comments)');
}
async function commented(page, found) {
  await page.goto('/projects/H044/documents/3');
  await page.fill('#f-text', 'Tydligt, men var hittar vi larmlistan?');
  await send(page, 0);
  found.check((await page.locator('main').innerText()).includes('larmlistan'), page.url(), 'the comments are not shown');
  await looksRight(page, found, '(commented)');
}
/** The chair adopts what waits: the answers are shown back, and the version is locked. */
async function documentDecided(page, found) {
  await page.goto('/projects/H044/documents/2/decision');
  await page.check('input[name=step][value=adopt]');
  await page.check('input[name=basis][value=chair]');
  await send(page, 0);
  await looksRight(page, found, '(answers, adoption)');
  await Promise.all([page.waitForNavigation(), page.click('button[name=checked]')]);
  found.check(await page.locator('.flash').isVisible(), page.url(), 'it was not adopted');
  await looksRight(page, found, '(adopted)');
}

async function linkByMail(page, found, data) {
  await page.goto('/forgot-password');
  await fill(page, 0, '', { email: 'ledamot3@demo.styrrum.example' });
  await send(page, 0);
  await looksRight(page, found, '(asked)');
  await page.goto(await resetLink(join(data, 'mail')));
  found.check(await page.locator('[type=password]').first().isVisible(), page.url(), 'the link of the mail does not lead to a new password');
  await looksRight(page, found);
}

/** The path in the newest mail that has such a link. */
async function resetLink(folder) {
  for (let tries = 0; tries < 100; tries += 1) {
    const mails = readdirSync(folder, { recursive: true }).filter((f) => f.endsWith('.eml')).map((f) => readFileSync(join(folder, f), 'utf8').replace(/=\r?\n/g, ''));
    const link = mails.map((m) => /\/reset-password\/[\w-]{16,}/.exec(m)?.[0]).find(Boolean);
    if (link) return link;
    await pause(100);
  }
  throw new Error('no mail with a link came');
}

await main(import.meta.url, states);
