/** `--cli …`: the command line inside Electron, for the package, where no plain Node is at hand. No window opens. */
import { app, utilityProcess } from 'electron';
import { hostCalls, type HostCalls, type HostEvents } from '../contract/host';
import { serve, type HandlersOf } from '../contract/rpc';
import { withThreads } from '../host/thread-pool';
import { childPort } from './ports';

/** What follows `--cli`, or undefined when the window is wanted. */
export function commandLine(argv: readonly string[]): readonly string[] | undefined {
  const at = argv.indexOf('--cli');
  return at === -1 ? undefined : argv.slice(at + 1);
}

export function runCommandLine(deps: {
  readonly script: string;
  readonly args: readonly string[];
  readonly handlers: HandlersOf<HostCalls>;
  readonly bug: (cause: unknown, name: string) => string;
}): void {
  const child = utilityProcess.fork(deps.script, [...deps.args], {
    env: withThreads(process.env),
    stdio: 'inherit',
    serviceName: 'Leqbook command line',
  });
  serve<HostCalls, HostEvents>({
    port: childPort(child),
    calls: hostCalls,
    handlers: deps.handlers,
    bug: deps.bug,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => child.postMessage({ t: 'signal', signal }));
  child.once('exit', (code) => app.exit(code));
}
