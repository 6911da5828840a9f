// Starts and ends the programs under test: their output goes to a file, a program that ends early fails the start.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';

/** The workspace's folder. */
export const root = resolve(import.meta.dirname, '../..');

/** A port on 127.0.0.1 that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The built program: what the build tool names in the environment, else the debug build. */
export function built(variable: string, name: string): string {
  return process.env[variable] ?? join(root, 'target/debug', name);
}

/** A running program and what made it ready. */
export interface Program<T> {
  ready: T;
  stop(): Promise<void>;
}

/** Starts `program`, its output in `log`, and waits until `ready` of that output is something. */
export async function start<T>(
  program: string,
  args: string[],
  log: string,
  ready: (output: string) => Promise<T | undefined>,
): Promise<Program<T>> {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', output, output] });
  closeSync(output);
  let ended: string | undefined;
  const exit = new Promise<void>((resolved) => {
    child.once('error', (error) => resolved(void (ended = error.message)));
    child.once('exit', (code, signal) => resolved(void (ended = `code ${code ?? signal}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exit;
    clearTimeout(patience);
  };
  const deadline = Date.now() + 40_000;
  while (Date.now() < deadline && ended === undefined) {
    const found = await ready(readFileSync(log, 'utf8'));
    if (found !== undefined) return { ready: found, stop };
    await new Promise((waited) => setTimeout(waited, 50));
  }
  await stop();
  throw new Error(`${program} is not ready (${ended ?? 'too slow'}):\n${readFileSync(log, 'utf8').slice(-4000)}`);
}
