/** What was printed: the file as it lies on disk, and its page drawn once more in the window one sees. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
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

/** How large things are drawn on the pages: their sheets, sizes of letters, and scales, each once. */
export function sizesIn(pdf: Buffer): readonly string[] {
  const text = pdf.toString('latin1');
  const drawn = [...text.matchAll(/stream\r?\n/g)].flatMap(({ index, 0: mark }) => {
    const start = index + mark.length;
    try {
      return inflateSync(pdf.subarray(start, text.indexOf('endstream', start))).toString('latin1');
    } catch {
      // A font, or something else that is not drawn.
      return [];
    }
  });
  const sizes = drawn
    .filter((page) => page.includes(' Tf'))
    .flatMap((page) => [
      ...[...page.matchAll(/\/F\d+ ([\d.]+) Tf/g)].map(([, size]) => `letters of ${String(size)}`),
      ...[...page.matchAll(/^([\d.]+) 0 0 (-?[\d.]+) \S+ \S+ cm/gm)].map(
        ([, across, down]) => `scale ${String(across)}, ${String(down)}`,
      ),
    ]);
  return [...new Set([...sizes, ...(text.match(/\/MediaBox \[[^\]]+\]/g) ?? [])])].sort();
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
  expect(await page.title()).not.toMatch(/^Not printed/);
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
