// Only makes pages quicker to use: every form and link works without this file.

const root = document.documentElement;
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

// Theme: at once here, and kept by the server's cookie.
each('form#theme', (form) => form.addEventListener('submit', (event) => {
  event.preventDefault();
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const next = (root.dataset.theme || system) === 'dark' ? 'light' : 'dark';
  root.dataset.theme = next;
  const body = new URLSearchParams(new FormData(form));
  body.set('theme', next);
  fetch(form.action, { method: 'POST', body, redirect: 'manual', keepalive: true }).catch(() => {});
}));

// A long report is folded where there is little room.
if (matchMedia('(max-width: 40rem)').matches) each('details[data-fold]', (part) => { part.open = false; });

// What came back with errors is read first.
document.querySelector('[data-focus]')?.focus();

// "/" goes to the list's search field, or else to the top bar's, unless something is being written.
addEventListener('keydown', (event) => {
  const busy = event.target.closest?.('input, textarea, select, [contenteditable]');
  const search = document.querySelector('main input[type=search]') ?? document.querySelector('input[type=search]');
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || busy || !search) return;
  event.preventDefault();
  search.focus();
});

// The chosen option's text is mirrored where the page shows what it leads to.
each('input[type=radio]', (radio) => {
  const mirror = () => {
    const label = radio.closest('label')?.querySelector('b')?.textContent;
    each(`[data-mirror="${radio.name}"]`, (place) => { place.textContent = radio.dataset.text ?? ''; });
    each(`[data-choice="${radio.name}"]`, (place) => { place.textContent = label ?? ''; });
  };
  radio.addEventListener('change', mirror);
  if (radio.checked) mirror();
});

// While S and K are chosen: the value, its level and who gets it.
each('[data-score]', (note) => {
  const form = note.closest('form');
  const line = note.querySelector('[data-scored]');
  const bands = [...note.querySelectorAll('[data-range]')];
  const show = () => {
    const value = form.elements.likelihood.value * form.elements.impact.value;
    for (const band of bands) {
      const [from, to] = band.dataset.range.split('–').map(Number);
      const now = value >= from && value <= to;
      band.classList.toggle('now', now);
      if (now) line.textContent = `${line.dataset.scored} ${value}: ${band.dataset.words}`;
    }
    line.hidden = !value;
  };
  form.addEventListener('change', show);
  show();
});

// On a narrow screen the preview waits to be opened.
if (matchMedia('(max-width: 68rem)').matches) each('details.preview', (details) => { details.open = false; });

// The preview shows the page named by data-preview; it is fetched again after each saving.
const refreshPreviews = () => each('[data-preview]', async (place) => {
  const answer = await fetch(place.dataset.preview, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  place.replaceChildren(...(page.querySelector('.paper') ?? page.body).childNodes);
});

// Forms with data-autosave save themselves a moment after the last key, and say so.
each('form[data-autosave]', (form) => {
  const state = form.querySelector('[data-autosave-state]');
  const say = (what) => { if (state) state.textContent = state.dataset[what] ?? ''; };
  let timer;
  let running = Promise.resolve();
  const save = async () => {
    say('saving');
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body, headers: { Accept: 'application/json' } });
      if (!answer.ok) throw answer;
      const saved = await answer.json().catch(() => ({}));
      if (saved.version !== undefined && form.elements.version) form.elements.version.value = saved.version;
      form.dataset.clean = 'yes';
      say('saved');
      refreshPreviews();
    } catch {
      delete form.dataset.clean;
      say('failed');
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => { running = running.then(save); }, 1200);
  });
});

// Leaving with unsaved input asks first.
each('form[method=post]', (form) => {
  if (!form.querySelector('textarea, input[type=text]')) return;
  let dirty = false;
  form.addEventListener('input', () => { dirty = true; delete form.dataset.clean; });
  form.addEventListener('submit', () => { dirty = false; });
  addEventListener('beforeunload', (event) => {
    if (dirty && !form.dataset.clean) event.preventDefault();
  });
});

// Copying a link needs the script, so the button shows only with it.
each('[data-copy]', (button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    button.querySelector('[aria-live]').textContent = button.dataset.done;
  });
});

// Figures pasted from a spreadsheet fill the grid from the cell that has the cursor.
each('[data-grid]', (grid) => grid.addEventListener('paste', (event) => {
  const text = event.clipboardData.getData('text').trimEnd();
  const start = event.target.closest('td');
  if (!start || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  text.split('\n').forEach((line, down) => line.split('\t').forEach((figure, across) => {
    const row = grid.tBodies[0].rows[start.parentElement.sectionRowIndex + down];
    const field = row?.cells[start.cellIndex + across]?.querySelector('input');
    if (field) field.value = figure.trim();
  }));
  event.target.dispatchEvent(new Event('input', { bubbles: true }));
}));
