/** Electron's main process: windows, keychain, dialogs, power; it forks the core and touches no data itself. */
import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, powerMonitor, type IpcMainEvent } from 'electron';
import { homeFolder } from '../home';
import { commandLine, runCommandLine } from './command-line';
import { LEAN_YOUTH, startCoreProcess } from './core-process';
import { createHost, type DesktopHost } from './host';
import { setMenu } from './menu';
import { declareSchemes, serveSchemes } from './protocols';
import { ZOOM_STEPS } from '../contract/zoom';
import { openWindow, refusePermissions, zoomPage } from './window';

const script = (name: string) => path.join(import.meta.dirname, `${name}.cjs`);

// It would take --no-sandbox, which only root passes, away from child processes, and they would not start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.commandLine.appendSwitch('js-flags', LEAN_YOUTH);
declareSchemes();
const home = ownHome();
const args = commandLine(process.argv);
app.setPath('userData', path.join(home, args === undefined ? 'window' : 'cli'));
/** Taken out of the environment, so that no child inherits it. */
const apiKey = given('LEQBOOK_API_KEY');
delete process.env['LEQBOOK_API_KEY'];

/** Main has no log of its own: what fails here is printed where a developer or a service sees it. */
function bug(cause: unknown, name: string): string {
  process.stderr.write(
    `leqbook: ${name}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
  );
  return 'main';
}
/** A variable that is set to something. */
function given(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}
function ownHome(): string {
  const folder = homeFolder(process.env);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return realpathSync(folder);
  } catch (cause) {
    dialog.showErrorBox(
      'Leqbook cannot start',
      `Its data folder ${folder} cannot be made or opened: ${String(cause)}\n\nNothing was changed. Make room or give yourself the right to write there, or name another folder in LEQBOOK_HOME.`,
    );
    app.exit(1);
    throw cause;
  }
}
/** Only the top frame of our own page is listened to. */
function isOurPage({ senderFrame }: IpcMainEvent): boolean {
  if (senderFrame === null || senderFrame.parent !== null) return false;
  const { protocol, host } = new URL(senderFrame.url);
  return protocol === 'app:' && host === 'renderer';
}

function startApp(host: DesktopHost): void {
  // First of all: its process takes the longest to come up.
  const core = startCoreProcess({
    script: script('start'),
    program: script('core'),
    kept: path.join(app.getPath('userData'), 'core.code'),
    init: {
      t: 'init',
      home,
      version: app.getVersion(),
      electron: process.versions.electron,
      packaged: app.isPackaged,
      apiUrl: given('LEQBOOK_API_URL'),
      apiKey,
    },
    handlers: host.handlers,
    bug,
  });
  const renderer = path.join(import.meta.dirname, '..', 'renderer');
  refusePermissions();
  serveSchemes({ renderer, home, audioFile: core.audioFile });
  const open = () => openWindow({ home, preload: script('preload') });
  ipcMain.on('page-ready', (event) => {
    if (isOurPage(event)) core.connect(event.sender);
  });
  ipcMain.on('zoom', (event, asked: unknown) => {
    const step = ZOOM_STEPS.find((each) => each === asked);
    if (isOurPage(event) && step !== undefined) zoomPage(event.sender, step);
  });
  powerMonitor.on('resume', () => core.hint());
  app.on('second-instance', () => {
    const window = BrowserWindow.getAllWindows()[0];
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void core.close().then(() => {
      closed = true;
      host.close();
      app.quit();
    });
  });
  open();
  setMenu();
}

async function start(): Promise<void> {
  if (args === undefined && !app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  await app.whenReady();
  const host = createHost(script);
  if (args === undefined) startApp(host);
  else {
    if (apiKey !== undefined) process.env['LEQBOOK_API_KEY'] = apiKey;
    runCommandLine({ script: script('cli'), args, handlers: host.handlers, bug });
  }
}
start().catch((error: unknown) => {
  bug(error, 'start');
  app.exit(1);
});
