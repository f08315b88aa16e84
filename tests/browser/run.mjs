// All suites, each against a demo of its own: `node run.mjs PROGRAM [SUITE…]`.
import { open } from './browser.mjs';
import { withDemo } from './servers.mjs';

const SUITES = ['pages', 'english', 'keyboard', 'nojs', 'xss'];

const [program, ...wanted] = process.argv.slice(2);
if (!program) throw new Error('which program? node run.mjs target/debug/styrrum');

let fine = true;
for (const name of wanted.length ? wanted : SUITES) {
  const { default: suite } = await import(`./${name}.mjs`);
  const start = Date.now();
  const passed = await withDemo(program, async (base, data) => {
    const browser = await open(base, data);
    try {
      return await suite(browser, data);
    } finally {
      await browser.close();
    }
  });
  console.log(`       ${name} took ${((Date.now() - start) / 1000).toFixed(0)} s`);
  fine &&= passed;
}
process.exitCode = fine ? 0 : 1;
