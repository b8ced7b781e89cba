/** A display, a bus and a keyring for a worker of its own: two windows would take each other's focus and keys. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What of a session's environment leads to it. */
const NAMES = /^(DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|XDG_\w+)$/;
/** Tells its environment, and lasts until its input ends. */
const HOLD = 'process.stdout.write(JSON.stringify(process.env) + "\\n"); process.stdin.resume()';

export interface Session {
  readonly env: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

/** Starts one; it ends with this process at the latest. */
export async function startSession(): Promise<Session> {
  const program = path.resolve(import.meta.dirname, '../../build/with-session.mjs');
  const child = spawn(process.execPath, [program, process.execPath, '-e', HOLD], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('{')) continue;
    const all = Object.entries(JSON.parse(line) as Record<string, string>);
    return {
      env: Object.fromEntries(all.filter(([name]) => NAMES.test(name))),
      async end() {
        child.stdin.end();
        await ended;
      },
    };
  }
  throw new Error('the session of a worker ended before it could be used');
}
