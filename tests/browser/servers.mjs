// A demo of its own for each suite: on a free port, with its data in a folder that goes away.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE = 60_000;

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Runs `act(base, data)` against the program's demo. */
export async function withDemo(program, act) {
  const data = await mkdtemp(join(tmpdir(), 'styrrum-browser-'));
  const port = await freePort();
  const server = spawn(program, ['demo', '--data', data, '--port', String(port)], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, RUST_LOG: 'warn' } });
  const said = [];
  server.stderr.on('data', (text) => said.push(String(text)));
  try {
    await answers(server, `http://127.0.0.1:${port}`, said);
    return await act(`http://127.0.0.1:${port}`, data);
  } finally {
    if (server.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    await rm(data, { recursive: true, force: true });
  }
}

async function answers(server, base, said) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    if (server.exitCode !== null) throw new Error(`the demo ended: ${said.join('')}`);
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`the demo does not answer: ${said.join('')}`);
}
