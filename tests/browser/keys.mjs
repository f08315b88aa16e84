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
  /** A new page begins with the link past the menu, unless it puts the focus on its errors. */
  async startsAtTop() {
    const errors = await this.page.evaluate(() => document.activeElement?.matches('[data-focus]') ?? false);
    if (errors) return;
    await this.page.keyboard.press('Tab');
    const first = await this.page.evaluate(() => document.activeElement?.classList.contains('skip'));
    this.found.check(first, this.page.url(), 'the first stop is not the link past the menu');
  }
  async kept(after) {
    const lost = await this.page.evaluate(() => document.activeElement === document.body || document.activeElement === null);
    this.found.check(!lost, this.page.url(), `the focus is lost after ${after}`);
  }
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
