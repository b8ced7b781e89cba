/** What was printed: the file as it lies on disk, and its page drawn once more in the window one sees. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type ElectronApplication, type Page } from 'playwright/test';
import { root } from '../launch';

/** Pages of a PDF by its own account: the tree of pages names their number. */
const pageCount = (pdf: Buffer): readonly number[] =>
  [
    ...pdf
      .toString('latin1')
      .matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages\b/g),
  ].map(([, first, second]) => Number(first ?? second));

/** A whole PDF of so many pages, with fonts and a drawing in it: an empty sheet is one page as well. */
export function expectPdf(file: string, pages: number): Buffer {
  const pdf = readFileSync(file);
  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(pageCount(pdf)).toEqual([pages]);
  expect(pdf.length).toBeGreaterThan(60_000);
  expect(existsSync(`${file}.part`)).toBe(false);
  return pdf;
}

/** From now on notes which pages are printed. */
export const notePrints = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ app: own }) => {
    own.on('web-contents-created', (_event, contents) => {
      contents.on('did-finish-load', () => {
        (globalThis as { printed?: string }).printed = new URL(contents.getURL()).hash;
      });
    });
  });
export async function lastPrinted(app: ElectronApplication): Promise<string> {
  const hash = await app.evaluate(() => (globalThis as { printed?: string }).printed);
  if (hash === undefined) throw new Error('nothing was printed');
  return hash;
}

/** Draws the page in this window, keeps a picture of each sheet, and answers with what each says. */
export async function readSheets(page: Page, hash: string, name: string): Promise<readonly string[]> {
  await page.evaluate((wanted) => (location.hash = wanted), hash);
  await page.reload();
  await page.waitForFunction(() => !['Leqbook', ''].includes(document.title));
  expect(await page.title()).not.toBe('Not printed');
  const sheets = await page.locator('.sheet').all();
  const texts: string[] = [];
  for (const [index, sheet] of sheets.entries()) {
    expect(await sheet.evaluate((node) => node.scrollHeight <= node.clientHeight)).toBe(true);
    expect(await sheet.evaluate((node) => node.scrollWidth <= node.clientWidth)).toBe(true);
    const file = sheets.length === 1 ? name : `${name}-${String(index + 1)}`;
    await sheet.screenshot({ path: path.join(root, 'test-results', 'screens', `${file}.png`) });
    texts.push((await sheet.innerText()).replace(/\s+/g, ' '));
  }
  return texts;
}
