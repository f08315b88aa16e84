// A server of its own for each suite: on a free port, with its data in a folder that goes away.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE = 60_000;
const COMMANDS = {
  demo: (port) => ['demo', '--port', String(port)],
  empty: (port) => ['serve', '--listen', `127.0.0.1:${port}`],
};

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Runs `act(base, data)` against the program with the demo in it, or with nothing (`kind` is demo or empty). */
export async function withServer(program, kind, act) {
  const data = await mkdtemp(join(tmpdir(), 'styrrum-browser-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const server = spawn(program, [...COMMANDS[kind](port), '--data', data], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, RUST_LOG: 'warn' } });
  // Broken off from outside, the server must not stay behind.
  const takeAlong = () => server.kill('SIGKILL');
  process.once('exit', takeAlong);
  const said = [];
  server.stderr.on('data', (text) => said.push(String(text)));
  try {
    await answers(server, base, said);
    return await act(base, data);
  } finally {
    process.off('exit', takeAlong);
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
    if (server.exitCode !== null) throw new Error(`the server ended: ${said.join('')}`);
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`the server does not answer: ${said.join('')}`);
}
