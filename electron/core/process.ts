/** The core's own process: wires it to Electron's main on one side and to pages on the other. */
import path from 'node:path';
import { net } from 'electron';
import { calls, type Calls, type Events } from '../contract';
import { coreCalls, CoreInit, type CoreCalls } from '../contract/host';
import { serve, type Port, type Server } from '../contract/rpc';
import { remoteHost } from '../host/remote';
import { fetchTransport } from './api/transport';
import { systemClock } from './clock';
import { createCore, logFile, type Core } from './core';
import { findAudioFile } from './queries/audio-file';
import { createFileLog, type FileLog } from './log';

/** Whatever is asked for. */
const CHROMIUM_PER_HOST = 6;

const { parentPort } = process;
const host = remoteHost(parentPort);
const waitingPages: Electron.MessagePortMain[] = [];
let running: { readonly core: Core; readonly log: FileLog } | undefined;

host.on('network-hint', () => running?.core.hint());

serve<CoreCalls, Record<string, never>>({
  port: {
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    // A utility process ends with its parent.
    onClose: () => undefined,
    close: () => undefined,
  },
  calls: coreCalls,
  handlers: { audioFile: (query) => running && findAudioFile(running.core.open(), query) },
  bug: (cause, name) => running?.log.bug(cause, name) ?? 'starting',
});

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
    host,
    transport: fetchTransport(net.fetch.bind(net) as typeof fetch),
    connectionsPerHost: CHROMIUM_PER_HOST,
    clock: systemClock,
    log,
    whenOffline: 'wait',
    parserFile: path.join(import.meta.dirname, 'parser.cjs'),
    writerFile: path.join(import.meta.dirname, 'writer.cjs'),
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
  core.on('page-step', (step) => server.emit('page-step', step)),
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
