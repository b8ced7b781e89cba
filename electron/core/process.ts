/** The core's own process: wires it to Electron's main on one side and to pages on the other. */
import { net } from 'electron';
import { calls, type Calls, type Events } from '../contract';
import { CoreInit, type Host, type HostCalls, type HostEvents } from '../contract/host';
import { Failure, type Result } from '../contract/result';
import { connect, serve, type Client, type Port, type Server } from '../contract/rpc';
import { systemClock } from './clock';
import { createCore, logFile, type Core } from './core';
import { createFileLog, type FileLog } from './log';

const { parentPort } = process;
const host = connect<HostCalls, HostEvents>();
const waitingPages: Electron.MessagePortMain[] = [];
let running: { readonly core: Core; readonly log: FileLog } | undefined;

host.attach({
  post: (message) => parentPort.postMessage(message),
  onMessage: (listener) => void parentPort.on('message', ({ data }) => listener(data)),
  onClose: () => undefined,
  close: () => undefined,
});
host.on('network-hint', () => running?.core.hint());

parentPort.on('message', ({ data, ports }) => {
  const message = data as { readonly t?: unknown };
  if (message.t === 'init') void start(CoreInit.parse(data));
  else if (message.t === 'close') void stop();
  else if (message.t === 'page') for (const port of ports) admit(port);
});

async function start(init: CoreInit): Promise<void> {
  const log = createFileLog(logFile(init.home));
  if (init.apiKey !== undefined) log.hide(init.apiKey);
  const core = await createCore({
    home: init.home,
    app: { version: init.version, electron: init.electron, packaged: init.packaged },
    apiUrl: init.apiUrl,
    apiKey: init.apiKey,
    host: askMain(host),
    fetch: net.fetch.bind(net) as typeof fetch,
    clock: systemClock,
    log,
    whenOffline: 'wait',
  });
  running = { core, log };
  for (const port of waitingPages.splice(0)) admit(port);
}

async function stop(): Promise<void> {
  await running?.core.close();
  running?.log.close();
  process.exit(0);
}

/** A page's port: its calls wait until the core is there. */
function admit(port: Electron.MessagePortMain): void {
  if (running === undefined) {
    waitingPages.push(port);
    return;
  }
  const { core, log } = running;
  const server = serve<Calls, Events>({
    port: pagePort(port),
    calls,
    handlers: core.handlers,
    bug: (cause, name) => log.bug(cause, name),
  });
  const stops = forward(core, server);
  port.once('close', () => {
    for (const stopForwarding of stops) stopForwarding();
  });
}

const forward = (core: Core, server: Server<Events>) => [
  core.on('job-changed', (job) => server.emit('job-changed', job)),
  core.on('data-changed', (change) => server.emit('data-changed', change)),
  core.on('session-changed', (state) => server.emit('session-changed', state)),
  core.on('network-changed', (state) => server.emit('network-changed', state)),
];

const pagePort = (port: Electron.MessagePortMain): Port => ({
  post: (message) => port.postMessage(message),
  onMessage(listener) {
    port.on('message', ({ data }) => listener(data));
    port.start();
  },
  onClose: (listener) => void port.once('close', listener),
  close: () => port.close(),
});

/** Main's answers as the core wants them: a value, or a thrown Failure. */
function askMain(client: Client<HostCalls, HostEvents>): Host {
  const unwrap = async <T>(asked: Promise<Result<T>>): Promise<T> => {
    const result = await asked;
    if (!result.ok) throw new Failure(result.error);
    return result.value;
  };
  return {
    getSecret: (account) => unwrap(client.call('getSecret', account)),
    setSecret: (account, secret) => unwrap(client.call('setSecret', [account, secret])),
    deleteSecret: (account) => unwrap(client.call('deleteSecret', account)),
    chooseFolder: () => unwrap(client.call('chooseFolder')),
    showFolder: (path) => unwrap(client.call('showFolder', path)),
    startDemo: (epochMs) => unwrap(client.call('startDemo', epochMs)),
  };
}
