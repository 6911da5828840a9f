// Starts and ends the programs under test: their output goes to a file, a program that ends early fails the start.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';

/** The workspace's folder. */
export const root = resolve(import.meta.dirname, '../..');

/** A running program. */
export interface Program {
  log: string;
  stop(): Promise<void>;
}

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

/** Starts `program` and waits until `ready` answers 200. */
export async function start(
  program: string,
  args: string[],
  options: { log: string; ready: string; env?: Record<string, string>; seconds?: number },
): Promise<Program> {
  mkdirSync(dirname(options.log), { recursive: true });
  const output = openSync(options.log, 'w');
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', output, output],
  });
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
  const deadline = Date.now() + (options.seconds ?? 30) * 1000;
  while (Date.now() < deadline && ended === undefined) {
    const answer = await fetch(options.ready).catch(() => undefined);
    if (answer?.ok) return { log: options.log, stop };
    await new Promise((waited) => setTimeout(waited, 100));
  }
  await stop();
  const log = readFileSync(options.log, 'utf8').slice(-4000);
  throw new Error(`${program} is not ready (${ended ?? 'too slow'}):\n${log}`);
}
