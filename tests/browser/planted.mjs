// Faults planted in a page on its way to the browser: each is found in the widths and colours that have it, and nothing else is.
import { Findings, main, watch } from './browser.mjs';
import { looksRight } from './looks.mjs';

const PAGE = '/projects/H044/risks/R1/edit';
const NARROW = '@media (max-width: 400px)';
const before = (end, text) => (page) => page.replace(end, text + end);
/** What is put into the style sheet, the markup or the script, and what is to be found. */
const PLANTS = {
  'nothing': { found: [] },
  'too little contrast in the light': { css: ':root[data-theme="light"] main h1 { color: #ccc }', found: [/1280px light.*color-contrast/, /390px light.*color-contrast/] },
  'too little contrast in the dark': { css: ':root[data-theme="dark"] main h1 { color: #333 }', found: [/1280px dark.*color-contrast/, /390px dark.*color-contrast/] },
  'too little contrast in the dark on a telephone': { css: `${NARROW} { :root[data-theme="dark"] main h1 { color: #333 } }`, found: [/390px dark.*color-contrast/] },
  'too wide for a telephone': { css: '@media (min-width: 350px) and (max-width: 400px) { main h1 { width: 600px } }', found: [/sideways at 390 px/] },
  'too wide for the narrowest': { css: '@media (max-width: 330px) { main h1 { width: 600px } }', found: [/sideways at 320 px/] },
  'a field without a label': { html: before('</main>', '<input name="planted">'), found: [/1280px light.*axe label/, /390px light.*axe label/] },
  'a name that only wide windows show': { html: before('</main>', '<button class="planted"><span>Spara</span></button>'), css: `${NARROW} { .planted span { display: none } }`, found: [/390px light.*button-name/] },
  'two headings of the first level': { html: before('</main>', '<h1>Två</h1>'), found: [/headings of the first level/] },
  'an id twice': { html: before('</main>', '<p id="innehall">Två</p>'), found: [/ids that stand twice/] },
  'a script that the policy forbids': { html: before('</main>', '<script>alert(1)</script>'), found: [/console:.*Content Security Policy/] },
  'a script that fails': { js: 'throw new Error("planted");', found: [/script: planted/] },
};

export default async function planted(browser) {
  const found = new Findings('planted');
  for (const [name, plant] of Object.entries(PLANTS)) {
    const faults = await faultsWith(browser, plant);
    const fits = faults.length === plant.found.length && plant.found.every((one) => faults.some((fault) => one.test(fault)));
    found.check(fits, name, `found: ${faults.join('; ') || 'nothing'}`);
  }
  return found.told();
}

async function faultsWith(browser, { css = '', html = (page) => page, js = '' }) {
  const context = await browser.as('projektledare');
  const changes = { 'text/html': html, 'text/css': (sheet) => sheet + css, 'text/javascript': (script) => js + script };
  await context.route('**/*', async (route) => {
    const response = await route.fetch();
    const change = changes[(response.headers()['content-type'] ?? '').split(';')[0]];
    return route.fulfill(change ? { response, body: change(await response.text()) } : { response });
  });
  const seen = new Findings('', () => {});
  const page = watch(await context.newPage(), seen);
  await page.goto(PAGE);
  await looksRight(page, seen);
  await context.close();
  return seen.faults;
}

await main(import.meta.url, planted);
