// The catalogue's Swedish texts, as far as a page in English must not show them.
import { readFileSync, readdirSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);
const text = (path) => readFileSync(new URL(path, ROOT), 'utf8');

/** Messages of a language by key; continued lines are joined, variants stand as they are written. */
function messages(lang) {
  const found = new Map();
  for (const file of readdirSync(new URL(`locales/${lang}/`, ROOT))) {
    let key;
    for (const line of text(`locales/${lang}/${file}`).split('\n')) {
      const start = /^([a-z][\w-]*)\s*=\s*(.*)$/.exec(line);
      if (start) [, key] = start;
      if (start) found.set(key, start[2]);
      else if (key && /^\s+\S/.test(line)) found.set(key, `${found.get(key)}\n${line.trim()}`);
      else key = undefined;
    }
  }
  return found;
}

/** The pieces of a message between its placeables and variants. */
const pieces = (message) => message.split(/\{[^{}]*\}|\{|\}|\n|\*?\[\w+\]/).map((p) => p.trim());

/**
 * Swedish texts that differ from the English: whole ones, and long pieces of those with something put in.
 * What the demo's own data say too may stand on any page.
 */
export function swedish() {
  const [sv, en, data] = [messages('sv'), messages('en'), text('demo/fyrbodal.toml') + text('demo/digitala-moten.toml')];
  const whole = new Set();
  const parts = new Set();
  for (const [key, message] of sv) {
    if (message === en.get(key)) continue;
    const plain = !message.includes('{');
    const english = pieces(en.get(key) ?? '');
    for (const piece of pieces(message)) {
      if (piece.length < 4 || data.includes(piece) || english.includes(piece)) continue;
      if (plain) whole.add(piece);
      else if (piece.length >= 12) parts.add(piece);
    }
  }
  for (const message of en.values()) whole.delete(message);
  return { whole: [...whole], parts: [...parts] };
}
