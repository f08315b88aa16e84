// All suites, each against a server of its own, two at a time for the two cores: `node run.mjs PROGRAM [SUITE…]`.
import { open } from './browser.mjs';
import { withServer } from './servers.mjs';

/** Each suite, the longest first, and what its server begins with. */
const SUITES = { pages: 'demo', errors: 'demo', journeys: 'demo', states: 'demo', xss: 'demo', nojs: 'demo', english: 'demo', keyboard: 'demo', 'keyboard-project': 'demo', planted: 'demo', print: 'demo', start: 'empty' };
const LANES = 2;

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

const waiting = wanted.length ? wanted : Object.keys(SUITES);
let fine = true;

async function lane() {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const start = Date.now();
    const passed = await passes(program, name).catch((why) => {
      console.log(`FAILED ${name}: ${why.stack}`);
      return false;
    });
    console.log(`       ${name} took ${((Date.now() - start) / 1000).toFixed(0)} s`);
    fine &&= passed;
  }
}

await Promise.all(Array.from({ length: LANES }, lane));
process.exitCode = fine ? 0 : 1;
