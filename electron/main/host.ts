/** What the core may ask of the desktop: secrets, folders, the demo service. */
import { dialog, shell, utilityProcess, BrowserWindow } from 'electron';
import type { HostCalls } from '../contract/host';
import { Failure } from '../contract/result';
import type { HandlersOf } from '../contract/rpc';
import type { Child } from '../host/child';
import { createDemoService } from '../host/demo';
import { readInput } from '../host/input';
import { createSecrets } from '../host/secrets';
import { choosePlace } from './place';
import { printPage } from './print';

export interface DesktopHost {
  readonly handlers: HandlersOf<HostCalls>;
  close(): void;
}

/** `script` says where a bundled program is. */
export function createHost(script: (name: string) => string): DesktopHost {
  const secrets = createSecrets(() => forkUtility(script('secrets'), 'Leqbook keychain'));
  const demo = createDemoService(() => forkUtility(script('demo'), 'Leqbook demo'));
  const handlers: HandlersOf<HostCalls> = {
    getSecret: (account) => secrets.get(account),
    setSecret: ([account, secret]) => secrets.set(account, secret),
    deleteSecret: (account) => secrets.delete(account),
    chooseFolder,
    async showFolder(path) {
      const problem = await shell.openPath(path);
      if (problem !== '') throw new Failure({ kind: 'not-found', what: path });
    },
    chooseDocument,
    async openDocument(path) {
      // Nothing but a paper is ever opened: a program among the attachments would run.
      const problem = path.toLowerCase().endsWith('.pdf') ? await shell.openPath(path) : 'not a PDF';
      if (problem !== '') throw new Failure({ kind: 'not-found', what: 'A program that shows PDF files' });
    },
    choosePlace,
    printPage: (request) => printPage(request, script('preload')),
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
