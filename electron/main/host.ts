/** What the core may ask of the desktop: secrets, folders, the demo service. */
import path from 'node:path';
import { app, dialog, shell, utilityProcess, BrowserWindow } from 'electron';
import type { HostCalls } from '../contract/host';
import { Failure } from '../contract/result';
import type { HandlersOf } from '../contract/rpc';
import type { Child } from '../host/child';
import { createDemoService } from '../host/demo';
import { readInput } from '../host/input';
import { createSecrets } from '../host/secrets';
import { choosePlace } from './place';
import { drawPage } from './print';
import { savePage } from './save-page';

export interface DesktopHost {
  readonly handlers: HandlersOf<HostCalls>;
  close(): void;
}

/** `script` says where a bundled program is. */
export function createHost(script: (name: string) => string): DesktopHost {
  const secrets = createSecrets(() => forkUtility(script('secrets'), 'Leqbook keychain'));
  const demo = createDemoService(() => forkUtility(script('demo'), 'Leqbook demo'));
  const draw = (hash: string, signal: AbortSignal) => drawPage(hash, script('preload'), signal);
  const handlers: HandlersOf<HostCalls> = {
    getSecret: (account) => secrets.get(account),
    setSecret: ([account, secret]) => secrets.set(account, secret),
    deleteSecret: (account) => secrets.delete(account),
    chooseFolder,
    async showFolder(folder) {
      const problem = await shell.openPath(folder);
      if (problem !== '') throw new Failure({ kind: 'not-found', what: folder });
    },
    chooseDocument,
    async openDocument(file) {
      // Nothing but a paper is ever opened: a program among the attachments would run.
      const problem = file.toLowerCase().endsWith('.pdf') ? await shell.openPath(file) : 'not a PDF';
      if (problem !== '') throw new Failure({ kind: 'not-found', what: 'A program that shows PDF files' });
    },
    async showLicences() {
      // Beside the program, or where a build leaves it.
      const folder = app.isPackaged ? process.resourcesPath : path.join(script('main'), '../..');
      const problem = await shell.openPath(path.join(folder, 'THIRD-PARTY-NOTICES.txt'));
      if (problem !== '') throw new Failure({ kind: 'not-found', what: 'The list of licences' });
    },
    choosePlace,
    printPage: (request, signal) => savePage({ choosePlace, draw }, request, signal),
    startDemo: demo.start,
    readInput,
  };
  return {
    handlers,
    close() {
      secrets.close();
      demo.close();
    },
  };
}

const chooseFolder = () => choose({ properties: ['openDirectory', 'createDirectory'] });
const chooseDocument = () =>
  choose({ properties: ['openFile'], filters: [{ name: 'PDF', extensions: ['pdf'] }] });

async function choose(options: Electron.OpenDialogOptions): Promise<string | undefined> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return answer.canceled ? undefined : answer.filePaths[0];
}

function forkUtility(script: string, serviceName: string): Child {
  const child = utilityProcess.fork(script, [], { serviceName });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  };
}
