// Pictures of every page, 390 and 1280 px wide, light and dark: `node shots.mjs BASE DATA OUTDIR`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, read } from './browser.mjs';

const [base, data, out = new URL('out', import.meta.url).pathname] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const name = (key, path, width, theme) => `${key || 'nobody'}${path.replace(/[^\w-]+/g, '_')}-${width}-${theme}.png`;

const browser = await open(base, data);
for (const [key, paths] of Object.entries(read('pages.json'))) {
  for (const width of [390, 1280]) {
    for (const theme of ['light', 'dark']) {
      const context = await browser.as(key, { width, theme });
      const page = await context.newPage();
      for (const path of paths) {
        await page.goto(path);
        await page.screenshot({ path: join(out, name(key, path, width, theme)), fullPage: true });
      }
      await context.close();
    }
  }
}
await browser.close();
