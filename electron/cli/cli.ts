/** The command line's entry: under plain Node, or as a utility process of an installed Leqbook. */
import './threads';
import { version } from '../../package.json';
import { homeFolder } from '../home';
import { remoteHost, type ParentPort } from '../host/remote';
import type { CliHost } from './context';
import { EXIT } from './exit-codes';
import { createNodeHost } from './host';
import { createOutput } from './output';
import { run } from './run';

const interrupt = new AbortController();
function onSignal(): void {
  // Twice means now.
  if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
  interrupt.abort();
}

/** A reader that has seen enough, as `head` has, is no failure. */
function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      process.exit(error.code === 'EPIPE' ? EXIT.complete : EXIT.disk);
    });
  }
}

function chooseHost(): CliHost {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  if (parentPort !== undefined) {
    // Only Electron's main process can catch Ctrl+C.
    parentPort.on('message', ({ data }) => {
      if ((data as { readonly t?: unknown } | undefined)?.t === 'signal') onSignal();
    });
    return { ...remoteHost(parentPort), close: () => undefined };
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return createNodeHost(import.meta.dirname);
}

/** Taken out of the environment, so that no child inherits it. */
function takeKey(): string | undefined {
  const key = process.env['LEQBOOK_API_KEY'];
  delete process.env['LEQBOOK_API_KEY'];
  return key === undefined || key.trim() === '' ? undefined : key.trim();
}

async function main(): Promise<void> {
  tolerateClosedPipes();
  const host = chooseHost();
  const apiKey = takeKey();
  const out = createOutput({ stdout: process.stdout, stderr: process.stderr, now: () => Date.now() });
  const { electron } = process.versions;
  const code = await run(process.argv.slice(2), {
    out,
    host,
    signal: interrupt.signal,
    home: homeFolder(process.env),
    app: { version, electron, packaged: import.meta.dirname.includes('app.asar') },
    apiUrl: process.env['LEQBOOK_API_URL'],
    apiKey,
  });
  host.close();
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  // What a child or a kept-alive connection still holds open must not keep a finished command.
  process.exit(code);
}

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write('', () => resolve()));

void main();
