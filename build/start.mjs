/** Opens Leqbook from this clone: `npm start [-- Electron's options]`. */
import { spawn } from 'node:child_process';
import { bundle } from './bundle.mjs';
import { root, runtime, sandboxArgs } from './runtime.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

async function start() {
  if (!hasDisplay()) {
    console.error(
      'There is no display here ($DISPLAY and $WAYLAND_DISPLAY are not set), so Leqbook cannot open its window.\n' +
        'Without a window, use the command line:\n\n  npm run --silent leqbook -- --help\n',
    );
    return 1;
  }
  await bundle({ say: console.log });
  const { executable, kind, version } = runtime();
  if (kind === 'fallback')
    console.log(
      `Running on the fallback runtime (Electron ${version}), for development and tests only. ` +
        'To try for the official one again: npm run setup -- --force',
    );
  const child = spawn(executable, [...sandboxArgs(), root, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined },
  });
  // Ctrl+C in a terminal reaches the app by itself; a signal sent to this process alone must be passed on.
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

process.exitCode = await start().catch((error) => {
  console.error(`start: ${error.message}`);
  return 1;
});
