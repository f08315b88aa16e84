// Forms filled in with text that would like to be more than text: which fields there are, what each of them is given, and what became of it.
import { routeOf } from './routes.mjs';

export const PAYLOADS = [
  // First, so that a field that becomes a link is one that runs.
  'javascript:alert(1)//<a href="javascript:alert(1)" data-xss>x</a>',
  '<xss-probe>',
  '"><img src=/x onerror=alert(1) data-xss>',
  '<script data-xss>alert(1)</script>',
  '</textarea></title></style><svg data-xss onload=alert(1)>',
  "' onfocus=alert(1) autofocus data-xss='",
  '{{ 7 * 7 }}{% raw %}<b data-xss>',
  '<iframe srcdoc="<script>parent.alert(1)</script>" data-xss>',
  '&lt;script&gt;alert(1)&lt;/script&gt;<base href="//evil.example" data-xss>',
  // What a document's text may be written in.
  '[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>) ![z](/x "\" onerror=alert(1) data-xss=\"")\n\n<javascript:alert(1)>\n\n# <b data-xss>x</b>\n\n|<i data-xss>|\n|-|\n|[x](vbscript:alert(1))|',
];
/** The name of a file that is sent. */
const FILE = '"><img src=x onerror=alert(1) data-xss>.pdf';

/** What goes before the payloads where a form would not be taken with them, by the field's name. */
const USUAL = {
  meeting_date: '2020-11-20', measured_on: '2020-11-20', decided_on: '2020-11-20', from_on: '2020-11-27', to_on: '2020-12-18',
  link: 'https://handbok.example/v',
};

/** The fields that the server takes less of than a line, by a part of the page's address and their name, and how much. */
const SHORTEST = [['', 'code', 20], ['', 'label', 9], ['/requirements/', 'unit', 40], ['/risks/views/', 'name', 60]];

/**
 * The forms of a page: where each is sent, and its text fields. One that is `bound` takes no free text (a number, an address, a
 * link), so that there the payload is only to be refused, and shown again.
 */
export async function planted(page) {
  const forms = await page.evaluate(() => [...document.forms].map((form, index) => {
    const isText = (f) => f.tagName === 'TEXTAREA' || (f.tagName === 'INPUT' && ['text', 'search', 'email', 'url', 'tel'].includes(f.type));
    const bound = (f) => f.type === 'email' || ['decimal', 'numeric', 'url'].includes(f.inputMode);
    const path = (action) => new URL(action ?? location.href, location.href).pathname;
    const buttons = [...form.elements].filter((e) => e.type === 'submit' && (!e.name || e.hasAttribute('formaction') || e.classList.contains('btn--primary')));
    return {
      index,
      method: (form.getAttribute('method') ?? 'get').toUpperCase(),
      targets: [...new Set([...(buttons.length ? buttons : [form])].map((b) => path(b.getAttribute('formaction') ?? form.getAttribute('action'))))],
      fields: [...form.elements].filter((f) => f.name && !f.readOnly && (isText(f) || f.type === 'file')).map((f) => ({ name: f.name, bound: bound(f) })),
    };
  }));
  return forms.map((form) => ({
    ...form,
    routes: form.targets.map((target) => routeOf(form.method, target) ?? `${form.method} ${target}`),
    fields: form.fields.map((field) => ({ ...field, name: nameOf(field.name) })),
  }));
}

/** A row's or a line's own name says no more than its table's. */
const nameOf = (name) => name.replace(/\.[^.]+\./g, '.*.').replace(/\d+/g, '*');

/**
 * Fills in a form for the time `round`: of radio buttons the next, of files one, in each text field as many payloads as it holds, and the
 * rest the next time; with `everywhere` also where no free text is taken. Tells which fields hold a payload where somebody could have
 * written it, and how many rounds it takes until all have been in each.
 */
export async function fillWith(page, index, round, { everywhere = false, given = {} } = {}) {
  const { written, rounds } = await page.evaluate(({ index, round, everywhere, given, variants, payloads, shortest, file }) => {
    const form = document.forms[index];
    const packs = (most) => payloads.map((p) => p.slice(0, most)).reduce((all, p) => {
      const last = all.at(-1);
      if (last !== undefined && last.length + 1 + p.length <= most) all[all.length - 1] = `${last}\n${p}`;
      else all.push(p);
      return all;
    }, []);
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    const written = [];
    const chosen = new Set();
    let rounds = variants;
    const givenTo = (name) => given[name] ?? given[nameOf(name)];
    const nameOf = (name) => name.replace(/\.[^.]+\./g, '.*.').replace(/\d+/g, '*');
    // What must be alone of its name differs from page to page, and from row to row.
    const write = (field) => {
      const own = ` ${(location.pathname + location.search).length}.${[...form.elements].indexOf(field)}`;
      const short = shortest.find(([part, name]) => location.pathname.includes(part) && field.name === name);
      const most = short?.[2] ?? (field.tagName === 'TEXTAREA' ? 2000 : 100);
      const all = packs(most - own.length);
      field.value = all[round % all.length] + own;
      written.push(field);
      if (most >= 60) rounds = Math.max(rounds, all.length);
    };
    for (const field of form.elements) {
      const { name, type, tagName } = field;
      if (!name || field.readOnly || ['hidden', 'submit', 'fieldset'].includes(type) || (type === 'password' && !given[name])) continue;
      if (type === 'radio') {
        const group = [...form.elements].filter((f) => f.name === name);
        rounds = Math.max(rounds, group.length);
        const value = givenTo(name) ?? group[round % group.length].value;
        field.checked = field.value === value;
      } else if (type === 'checkbox') {
        // The first of each name one time, those that came the next.
        if (givenTo(name) !== undefined) field.checked = givenTo(name) === field.value;
        else if (round % 2 === 0 && !chosen.has(name)) field.checked = true;
        chosen.add(name);
      } else if (givenTo(name) !== undefined && !everywhere) {
        field.value = givenTo(name);
        if (field.value.includes('xss')) written.push(field);
      } else if (type === 'file') {
        const files = new DataTransfer();
        files.items.add(new File(['%PDF-1.7\n%%EOF'], file, { type: 'application/pdf' }));
        field.files = files.files;
        written.push(field);
      } else if (type === 'date') field.value ||= '2020-12-15';
      else if (tagName === 'SELECT') field.value ||= [...field.options].at(-1).value;
      else {
        const bound = type === 'email' || ['decimal', 'numeric', 'url'].includes(field.inputMode);
        if (!bound || everywhere) write(field);
        else field.value ||= type === 'email' ? 'nagon@demo.styrrum.example' : field.inputMode === 'url' ? 'https://handbok.example/' : '3';
      }
    }
    return { written: written.filter((f) => f.checkVisibility()).map((f) => f.name), rounds };
  }, { index, round, everywhere, given: asGiven(round, { ...USUAL, ...given }), variants: Math.max(1, ...Object.values(given).map((v) => (Array.isArray(v) ? v.length : 1))), payloads: PAYLOADS, shortest: SHORTEST, file: FILE });
  return { written: written.map(nameOf), rounds };
}

/** Of several values one a round, of which null is the payload; `{round}` makes a value another each time. */
function asGiven(round, given) {
  const now = Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value[round % value.length] : value]);
  return Object.fromEntries(now.filter(([, value]) => value !== null).map(([name, value]) => [name, value.replace('{round}', round)]));
}

/** Sends a form to one of its targets, by its main button and the next time by another, or by the one of the name `press`, and confirms what is shown back; `look` is called at each page. Tells whether it was taken. */
export async function sendTo(page, index, target, { round, press }, look) {
  let answer = await answered(page, () => page.evaluate(({ index, target, round, press }) => {
    const form = document.forms[index];
    form.noValidate = true;
    const path = (action) => new URL(action ?? location.href, location.href).pathname;
    const leads = [...form.elements].filter((e) => e.type === 'submit' && path(e.getAttribute('formaction') ?? form.getAttribute('action')) === target);
    const main = leads.filter((b) => b.classList.contains('btn--primary'));
    const plain = leads.filter((b) => !main.includes(b) && !b.name);
    const named = leads.filter((b) => b.name === press);
    const buttons = [named, [...main, ...plain], leads].find((some) => some.length > 0) ?? leads;
    form.requestSubmit(buttons[(round ?? 0) % buttons.length]);
  }, { index, target, round, press }));
  const refused = await page.evaluate(() => [...document.querySelectorAll('[aria-invalid=true]')].flatMap((e) => (e.name ? [e.name] : [...e.querySelectorAll('[name]')].map((f) => f.name))));
  await look();
  const again = page.locator('main button[name=checked]');
  if (answer.ok() && (await again.count()) > 0) {
    answer = await answered(page, () => again.first().click());
    await look();
  }
  return { taken: answer.ok() && answer.request().redirectedFrom() !== null, refused: refused.map(nameOf), status: answer.status() };
}

async function answered(page, act) {
  const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act()]);
  return answer;
}
