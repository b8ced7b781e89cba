/** What the core may ask of the desktop: secrets, folders, the demo service. */
import { dialog, shell, utilityProcess, BrowserWindow } from 'electron';
import type { HostCalls } from '../contract/host';
import { Failure } from '../contract/result';
import type { HandlersOf } from '../contract/rpc';
import type { Secrets } from '../secrets/secrets';

export function createHost(deps: {
  readonly secrets: Secrets;
  readonly demoScript: string;
}): HandlersOf<HostCalls> {
  const demo = createDemo(deps.demoScript);
  return {
    getSecret: (account) => deps.secrets.get(account),
    setSecret: async ([account, secret]) => {
      await deps.secrets.set(account, secret);
      return undefined;
    },
    deleteSecret: async (account) => {
      await deps.secrets.delete(account);
      return undefined;
    },
    async chooseFolder() {
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
      const options: Electron.OpenDialogOptions = { properties: ['openDirectory', 'createDirectory'] };
      const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
      return answer.canceled ? undefined : answer.filePaths[0];
    },
    async showFolder(path) {
      const problem = await shell.openPath(path);
      if (problem !== '') throw new Failure({ kind: 'not-found', what: path });
      return undefined;
    },
    startDemo: demo,
    readInput: () => readAll(process.stdin),
  };
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}

/** Starts the demo service once, and again when it has died. */
function createDemo(script: string): (epochMs: number) => Promise<string> {
  let running: Promise<string> | undefined;
  return (epochMs) => {
    running ??= new Promise<string>((resolve, reject) => {
      const child = utilityProcess.fork(script, [], { serviceName: 'Leqbook demo' });
      child.once('message', (message: { readonly url: string }) => resolve(message.url));
      child.once('exit', () => {
        running = undefined;
        reject(new Failure({ kind: 'offline', reason: 'the demo service stopped' }));
      });
      child.postMessage({ epochMs });
    });
    return running;
  };
}
