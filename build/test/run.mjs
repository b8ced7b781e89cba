/** Runs a program to its end or to its time limit, with everything it started. */
import { spawn } from 'node:child_process';
import { root } from '../runtime.mjs';

const KILL_AFTER_MS = 5_000;

/** On Unix the program leads a process group of its own, so that nothing it started outlives it. */
function stop(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has just ended.
  }
}

const running = new Set();

/** Ends what runs now, because the person or the system that started the tests asks for it. */
export const stopAll = () => running.forEach((child) => stop(child, 'SIGTERM'));

/**
 * @param {{ command: string, args: string[], env?: object, shell?: boolean, limitMs: number, capture?: boolean }} job
 * @returns {Promise<{ code: number | undefined, output: string, late: boolean }>} the output only when captured; no code
 *   when a signal ended it or it could not be started
 */
export function run({ command, args, env = {}, shell = false, limitMs, capture = false }) {
  const child = spawn(command, args, {
    cwd: root,
    shell,
    detached: process.platform !== 'win32',
    env: { ...process.env, ...env },
    stdio: ['ignore', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop(child, 'SIGTERM');
    setTimeout(() => stop(child, 'SIGKILL'), KILL_AFTER_MS).unref();
  }, limitMs);
  running.add(child);
  return new Promise((resolve) => {
    const finish = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code: code ?? undefined, output, late });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(undefined);
    });
    child.on('close', finish);
  });
}
