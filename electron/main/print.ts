/** A page of ours as a PDF: drawn in a window nobody sees, saved where the person says. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { BrowserWindow } from 'electron';
import type { PrintRequest } from '../contract/host';
import { Failure } from '../contract/result';
import { choosePlace } from './place';
import { PAGE } from './protocols';
import { confine, PAGE_PREFERENCES } from './window';

/** A year of samples takes its time to be read. */
const TIMEOUT_MS = 120_000;
/** What every page of ours is called before it has shown anything. */
const BLANK_TITLE = 'Leqbook';
/** A4 at 96 dots to the inch. */
const SHEET = { width: 794, height: 1_123 };

/** The path it was saved at, or undefined when dismissed. Throws Failure `not-writable`, `disk-full` or `internal`. */
export async function printPage({ hash, name }: PrintRequest, preload: string): Promise<string | undefined> {
  const file = await choosePlace({ name, ending: 'pdf' });
  if (file === undefined) return undefined;
  await writeWhole(file, await drawPage(hash, preload));
  return file;
}

async function drawPage(hash: string, preload: string): Promise<Buffer> {
  const window = new BrowserWindow({
    ...SHEET,
    show: false,
    webPreferences: { ...PAGE_PREFERENCES, preload, backgroundThrottling: false },
  });
  confine(window);
  try {
    await drawn(window, hash);
    return await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
  } finally {
    window.destroy();
  }
}

/** Resolves once the page has given itself the title of what it shows, which it does when all of it is there. */
function drawn(window: BrowserWindow, hash: string): Promise<void> {
  const contents = window.webContents;
  return new Promise((resolve, reject) => {
    const refuse = () => {
      clearTimeout(late);
      reject(new Failure({ kind: 'internal', ref: 'print' }));
    };
    const late = setTimeout(refuse, TIMEOUT_MS);
    contents.on('page-title-updated', (_event, title) => {
      if (title === 'Not printed') refuse();
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

/** Under its name it is whole. */
async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, bytes, { flush: true });
    await rename(part, file);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    throw new Failure(isFull ? { kind: 'disk-full', where: file } : { kind: 'not-writable', where: file }, {
      cause,
    });
  }
}
