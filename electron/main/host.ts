/** What the core may ask of the desktop: secrets, folders, the demo service. */
import { dialog, shell, utilityProcess, BrowserWindow } from 'electron';
import type { HostCalls } from '../contract/host';
import { Failure } from '../contract/result';
import type { HandlersOf } from '../contract/rpc';
import type { Child } from '../host/child';
import { createDemoService } from '../host/demo';
import { readInput } from '../host/input';
import { createSecrets } from '../host/secrets';

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

async function chooseFolder(): Promise<string | undefined> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const options: Electron.OpenDialogOptions = { properties: ['openDirectory', 'createDirectory'] };
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
