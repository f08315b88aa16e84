// Forms as people meet them: left empty, or filled in with something that fits.

const REQUIRED = '[aria-required=true], fieldset:has(.req)';

/** Indices of the page's forms that ask for something. */
export const demanding = (page) => page.evaluate((required) => [...document.querySelectorAll('main form[method=post]')].flatMap((f, i) => (f.querySelector(required) ? [i] : [])), REQUIRED);

/** Sends a form with nothing in it, and waits for the answer. */
export function sendEmpty(page, index) {
  return sent(page, () => page.evaluate((i) => {
    const form = document.querySelectorAll('main form[method=post]')[i];
    for (const field of form.elements) {
      if (['radio', 'checkbox'].includes(field.type)) field.checked = false;
      else if (field.type !== 'hidden' && field.type !== 'submit') field.value = '';
    }
    form.noValidate = true;
    const buttons = [...form.querySelectorAll('button[type=submit], button:not([type])')];
    form.requestSubmit(buttons.find((b) => b.classList.contains('btn--primary')) ?? buttons[0]);
  }, index));
}

/**
 * Fills in a form: `text` in every text field, the last choice of lists, the first of radios, a PDF where a file is asked for; `given` goes before all.
 * Returns the names of the fields that hold `text`.
 */
export function fill(page, index, text, given = {}) {
  return page.evaluate(({ index, text, given }) => {
    const form = document.querySelectorAll('main form[method=post]')[index];
    const written = [];
    for (const field of form.elements) {
      const { name, type, tagName } = field;
      if (!name || field.readOnly || type === 'hidden' || type === 'submit' || type === 'password') continue;
      if (type === 'radio') field.checked = name in given ? field.value === given[name] : form.elements[name][0] === field || field === form.elements[name];
      else if (name in given) field.value = given[name];
      else if (type === 'file') {
        const files = new DataTransfer();
        files.items.add(new File(['%PDF-1.7\n%%EOF'], 'protokoll.pdf', { type: 'application/pdf' }));
        field.files = files.files;
      } else if (type === 'date') field.value ||= '2020-12-15';
      else if (tagName === 'SELECT') field.value ||= [...field.options].at(-1).value;
      else if (type === 'email') field.value ||= 'nagon@demo.styrrum.example';
      else if (field.inputMode === 'decimal' || field.inputMode === 'numeric') field.value ||= '3';
      else if (tagName === 'TEXTAREA' || ['text', 'search'].includes(type)) {
        field.value = text;
        written.push(name);
      }
    }
    return written;
  }, { index, text, given });
}

/** Sends a form by its main button. */
export const send = (page, index) => sent(page, () => page.evaluate((i) => {
  const form = document.querySelectorAll('main form[method=post]')[i];
  form.noValidate = true;
  const buttons = [...form.querySelectorAll('button[type=submit], button:not([type])')];
  form.requestSubmit(buttons.find((b) => b.classList.contains('btn--primary')) ?? buttons[0]);
}, index));

async function sent(page, act) {
  const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act()]);
  return answer;
}
