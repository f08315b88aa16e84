// Chromium and the people of the demo.
import { chromium } from 'playwright-core';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

export const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** Chromium against the server at `base`; the demo's data folder holds accounts.json. */
export async function open(base, data) {
  const chrome = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET });
  const list = join(data, 'accounts.json');
  const accounts = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  return new Browser(chrome, base, accounts);
}

class Browser {
  constructor(chrome, base, accounts) {
    Object.assign(this, { chrome, base, accounts, sessions: new Map() });
  }

  account(key) {
    const found = this.accounts.find((a) => a.email.startsWith(`${key}@`));
    if (!found) throw new Error(`accounts.json has nobody named ${key}`);
    return found;
  }

  /** A context in which `key` is signed in ("" for nobody). One sign-in serves all contexts of a person. */
  async as(key, { lang = 'sv', theme = 'light', width = 1280, script = true } = {}) {
    if (key && !this.sessions.has(key)) this.sessions.set(key, this.signIn(key));
    const context = await this.chrome.newContext({
      baseURL: this.base, javaScriptEnabled: script, reducedMotion: 'reduce', viewport: { width, height: 900 }, acceptDownloads: false,
    });
    const own = (name, value) => ({ name, value, url: this.base });
    await context.addCookies([own('lang', lang), own('tema', theme), ...((await this.sessions.get(key)) ?? [])]);
    return context;
  }

  async signIn(key) {
    const context = await this.chrome.newContext({ baseURL: this.base });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await fillSignIn(page, this.account(key));
    await page.click('main button[type=submit]');
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    const kept = (await context.cookies()).filter((c) => !['lang', 'tema'].includes(c.name));
    await context.close();
    return kept;
  }

  close() {
    return this.chrome.close();
  }
}

export async function fillSignIn(page, { email, password }) {
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
}

/** What a page does that it should not: scripts that fail, policies broken, dialogs, failing answers. */
export function watch(page, found) {
  const add = (what) => found.add(page.url(), what);
  page.on('console', (m) => {
    // Chromium tells of every answer over 399; pages that mean one are asked for it by their test.
    if (m.type() === 'error' && !/the server responded with a status of 4\d\d/.test(m.text())) add(`console: ${m.text()}`);
  });
  page.on('pageerror', (e) => add(`script: ${e.message}`));
  page.on('dialog', async (d) => {
    if (d.type() !== 'beforeunload') add(`dialog: ${d.message()}`);
    await d.accept();
  });
  page.on('response', (r) => r.status() >= 500 && add(`${r.status()} ${r.request().method()} ${r.url()}`));
  page.on('request', (r) => /^https?:/.test(r.url()) && new URL(r.url()).host !== new URL(page.url() === 'about:blank' ? r.url() : page.url()).host && add(`third party: ${r.url()}`));
  return page;
}

/** Faults by place: each is told at once, and how it went at the end. */
export class Findings {
  constructor(suite, tell = console.log) {
    Object.assign(this, { suite, tell, faults: [], checked: 0 });
  }
  add(where, what) {
    const line = `${where.replace(/^https?:\/\/[^/]+/, '')}  ${what}`;
    if (!this.faults.includes(line)) {
      this.faults.push(line);
      this.tell(`  FAULT ${this.suite}: ${line}`);
    }
  }
  check(fine, where, what) {
    this.checked += 1;
    if (!fine) this.add(where, what);
  }
  /** Says how it went; true when all was well. */
  told() {
    this.tell(`${this.faults.length ? 'FAILED' : 'ok    '} ${this.suite}: ${this.checked} checks, ${this.faults.length} faults`);
    return this.faults.length === 0;
  }
}

/** Runs a suite from the command line: `node pages.mjs BASE DATA`. */
export async function main(url, suite) {
  if (process.argv[1] !== new URL(url).pathname) return;
  const [base, data] = process.argv.slice(2);
  const browser = await open(base, data);
  try {
    process.exitCode = (await suite(browser, data)) ? 0 : 1;
  } finally {
    await browser.close();
  }
}
