/** A page of ours as a PDF, drawn in a window nobody sees. */
import { BrowserWindow } from 'electron';
import { Failure } from '../contract/result';
import { PAGE } from './protocols';
import { confine, PAGE_PREFERENCES } from './window';

/** Years of samples take their time to be read; whoever does not want to wait cancels it. */
const TIMEOUT_MS = 600_000;
/** What every page of ours is called before it has shown anything. */
const BLANK_TITLE = 'Leqbook';
/** What it is called when it cannot be printed, with what the log calls the reason. */
const NOT_PRINTED = 'Not printed';
/** A4 at 96 dots to the inch. */
const SHEET = { width: 794, height: 1_123 };

/** Its bytes. Throws Failure `internal`, or `cancelled` when the signal fired; with the window, what it asked for ends too. */
export async function drawPage(hash: string, preload: string, signal: AbortSignal): Promise<Uint8Array> {
  const window = new BrowserWindow({
    ...SHEET,
    show: false,
    webPreferences: { ...PAGE_PREFERENCES, preload, backgroundThrottling: false },
  });
  confine(window);
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = () => reject(new Failure({ kind: 'cancelled' }));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([drawn(window, hash), stopped]);
    const pdf = window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
    return await Promise.race([pdf, stopped]);
  } finally {
    window.destroy();
  }
}

/** Resolves once the page has given itself the title of what it shows, which it does when all of it is there. */
function drawn(window: BrowserWindow, hash: string): Promise<void> {
  const contents = window.webContents;
  return new Promise((resolve, reject) => {
    const refuseAs = (ref: string) => {
      clearTimeout(late);
      reject(new Failure({ kind: 'internal', ref }));
    };
    const refuse = () => refuseAs('print');
    const late = setTimeout(refuse, TIMEOUT_MS);
    contents.once('destroyed', refuse);
    contents.on('page-title-updated', (_event, title) => {
      if (title.startsWith(NOT_PRINTED)) refuseAs(title.slice(NOT_PRINTED.length).trim() || 'print');
      else if (title !== BLANK_TITLE) {
        clearTimeout(late);
        resolve();
      }
    });
    contents.once('render-process-gone', refuse);
    contents.once('did-fail-load', refuse);
    void window.loadURL(`${PAGE}${hash}`).catch(refuse);
  });
}
