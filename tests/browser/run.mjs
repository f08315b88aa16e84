// All suites, each against a server of its own: `node run.mjs PROGRAM [SUITE…]`.
import { open } from './browser.mjs';
import { withServer } from './servers.mjs';

/** Each suite, and what its server begins with. */
const SUITES = { start: 'empty', pages: 'demo', states: 'demo', english: 'demo', keyboard: 'demo', nojs: 'demo', xss: 'demo' };

async function passes(program, name) {
  const { default: suite } = await import(`./${name}.mjs`);
  return withServer(program, SUITES[name], async (base, data) => {
    const browser = await open(base, data);
    try {
      return await suite(browser, data);
    } finally {
      await browser.close();
    }
  });
}

const [program, ...wanted] = process.argv.slice(2);
if (!program) throw new Error('which program? node run.mjs target/debug/styrrum');

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

let fine = true;
for (const name of wanted.length ? wanted : Object.keys(SUITES)) {
  const start = Date.now();
  const passed = await passes(program, name).catch((why) => {
    console.log(`FAILED ${name}: ${why.stack}`);
    return false;
  });
  console.log(`       ${name} took ${((Date.now() - start) / 1000).toFixed(0)} s`);
  fine &&= passed;
}
process.exitCode = fine ? 0 : 1;
