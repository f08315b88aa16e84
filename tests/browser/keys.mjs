// Somebody who has a keyboard and nothing else.

const LIMIT = 250;

/** Presses keys on a page and sees that the focus is always somewhere, and always to be seen. */
export class Keys {
  constructor(page, found) {
    Object.assign(this, { page, found });
  }

  /** Tabs until the focus is on what matches `selector`, from wherever it is now. */
  async to(selector) {
    let wrapped = 0;
    for (let i = 0; i < LIMIT; i += 1) {
      const at = await this.page.evaluate(standing, selector);
      if (at.matches) return this.seen(selector);
      // Past the last link the browser itself has the focus once, and then the first link.
      if (i > 0 && at.body && (wrapped += 1) > 1) break;
      await this.page.keyboard.press('Tab');
    }
    this.found.add(this.page.url(), `the keyboard does not reach ${selector}`);
    throw new Error(`the keyboard does not reach ${selector} on ${this.page.url()}`);
  }
  async seen(selector) {
    const visible = await this.page.evaluate(ringIsSeen);
    this.found.check(visible, this.page.url(), `the focus on ${selector} is not to be seen`);
  }

  /** Types into a field; a date by its parts would depend on the browser's language, so it is pasted. */
  async type(selector, text) {
    await this.to(selector);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.type(text);
    await this.kept(`typing in ${selector}`);
  }
  async date(selector, iso) {
    await this.to(selector);
    await this.page.evaluate((day) => {
      document.activeElement.value = day;
      document.activeElement.dispatchEvent(new Event('input', { bubbles: true }));
    }, iso);
    await this.kept(`the date ${selector}`);
  }
  /** Chooses a radio button of a group by Space, or by the arrows once the group has a choice. */
  async choose(name, value) {
    await this.to(`input[name="${name}"]`);
    for (let i = 0; i < 12; i += 1) {
      if (await this.page.evaluate((v) => document.activeElement.value === v, value)) break;
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Space');
    const chosen = await this.page.evaluate((n) => document.querySelector(`input[name="${n}"]:checked`)?.value, name);
    this.found.check(chosen === value, this.page.url(), `${name} is ${chosen}, not ${value}`);
    await this.kept(`choosing ${name}`);
  }
  /** Ticks a box, or takes its tick away; opens or closes what is folded. */
  async tick(selector) {
    await this.to(selector);
    const before = await this.page.evaluate(() => document.activeElement.checked);
    await this.page.keyboard.press('Space');
    const after = await this.page.evaluate(() => document.activeElement.checked);
    this.found.check(before !== after, this.page.url(), `${selector} does not take a tick`);
    await this.kept(`ticking ${selector}`);
  }
  async press(selector) {
    await this.to(selector);
    await this.page.keyboard.press('Enter');
    await this.kept(`pressing ${selector}`);
  }
  /** Chooses in a list by the arrows. */
  async select(selector, value) {
    await this.to(selector);
    for (let i = 0; i < 30; i += 1) {
      if (await this.page.evaluate((v) => document.activeElement.value === v, value)) break;
      await this.page.keyboard.press('ArrowDown');
    }
    const chosen = await this.page.evaluate(() => document.activeElement.value);
    this.found.check(chosen === value, this.page.url(), `${selector} is ${chosen}, not ${value}`);
    await this.kept(`choosing in ${selector}`);
  }
  /** Presses a button or follows a link, and waits for the page that comes. */
  async enter(selector) {
    await this.to(selector);
    const [answer] = await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.page.keyboard.press('Enter')]);
    await this.startsAtTop();
    return answer;
  }
  /** Sends a form that lacks something: what is wrong is read first, and its first line leads to its field. */
  async refused(selector) {
    const answer = await this.enter(selector);
    const where = this.page.url();
    this.found.check(answer.status() === 422, where, `a form that lacks something is answered ${answer.status()}`);
    this.found.check(await this.page.evaluate(() => document.activeElement.matches('.errsum')), where, 'the focus is not at the errors');
    await this.to('.errsum a');
    const field = await this.page.evaluate(() => document.activeElement.getAttribute('href').slice(1));
    await this.page.keyboard.press('Enter');
    const there = await this.page.evaluate((id) => document.activeElement.id === id, field);
    this.found.check(there, where, `the error of ${field} does not lead to it`);
    await this.kept(`following the error to ${field}`);
  }
  /** Chooses a file in the browser's own window, which a key opens. */
  async file(selector, file) {
    await this.to(selector);
    await (await this.chooser()).setFiles(file);
    await this.kept(`choosing a file in ${selector}`);
  }
  /** The browser's window, by a key; pressed again, as anybody would, where a busy machine has let it go by. */
  async chooser() {
    for (let times = 0; times < 3; times += 1) {
      const opened = this.page.waitForEvent('filechooser', { timeout: 8000 }).catch(() => null);
      await this.page.keyboard.press('Enter');
      const chooser = await opened;
      if (chooser) return chooser;
    }
    throw new Error('no key opens the window for files');
  }
  /** Round the page from its top and back again: nothing holds the focus, and both ways have the same stops. */
  async goesRound() {
    const [there, back] = [await this.stops('Tab'), await this.stops('Shift+Tab')];
    const missed = there.filter((stop) => !back.includes(stop)).concat(back.filter((stop) => !there.includes(stop)));
    this.found.check(there.length > 10 && missed.length === 0, this.page.url(), `stops of one way only: ${missed.slice(0, 3).join(', ')}`);
    await this.startsAtTop();
  }
  /** Every stop until the focus leaves the page; where it is held, there is no end. */
  async stops(key) {
    const stops = [await this.page.evaluate(stopName)].filter(Boolean);
    for (let i = 0; i < LIMIT; i += 1) {
      await this.page.keyboard.press(key);
      const stop = await this.page.evaluate(stopName);
      if (stop === '') return [...new Set(stops)];
      stops.push(stop);
    }
    throw new Error(`the focus does not leave ${this.page.url()} by ${key}`);
  }
  async firstStop() {
    await this.page.waitForLoadState('load');
    await this.page.keyboard.press('Tab');
    return this.page.evaluate(() => document.activeElement?.classList.contains('skip'));
  }
  /** A new page begins with the link past the menu, unless it puts the focus on its errors. */
  async startsAtTop() {
    const errors = await this.page.evaluate(() => document.activeElement?.matches('[data-focus]') ?? false);
    if (errors) return;
    // A key that comes while a slow page is still being drawn may start anywhere: then once more, on the page as it stands.
    const first = (await this.firstStop()) || (await this.page.goto(this.page.url(), { waitUntil: 'load' }), await this.firstStop());
    this.found.check(first, this.page.url(), 'the first stop is not the link past the menu');
  }
  async kept(after) {
    const lost = await this.page.evaluate(() => document.activeElement === document.body || document.activeElement === null);
    this.found.check(!lost, this.page.url(), `the focus is lost after ${after}`);
  }
}

/** Runs in the page: which element has the focus; a group of radio buttons is one stop, and the browser itself none. */
function stopName() {
  const at = document.activeElement;
  if (at === document.body || at === null) return '';
  return at.type === 'radio' ? `radio ${at.name}` : `${at.tagName.toLowerCase()} ${[...document.querySelectorAll('*')].indexOf(at)}`;
}
function standing(selector) {
  const at = document.activeElement;
  return { matches: at?.matches(selector) ?? false, body: at === document.body || at === null };
}

/** Runs in the page: an outline or a shadow, on the element or on the label that stands for it, within the window. */
function ringIsSeen() {
  const at = document.activeElement;
  const rings = [at, at.closest('label'), at.nextElementSibling].filter(Boolean).some((e) => {
    const style = getComputedStyle(e);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  });
  const box = (at.closest('label') ?? at).getBoundingClientRect();
  return rings && box.bottom > 0 && box.top < innerHeight;
}
