/** Lays the pictures of a gallery out small, a sheet for each theme and size, so that all of them are looked at at once. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ElectronApplication } from 'playwright/test';

/** As many as can be told apart in one picture of the sheet. */
const TOGETHER = 12;
const KEPT = /^(?<name>.+)--(?<look>[a-z]+--\d+)\.png$/;
const PAGE = { width: 1_960, height: 1_000 };

/** Writes the sheets of what lies in the folder, as pages beside the pictures; answers with their paths. */
export function layOut(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const looks = new Map<string, string[]>();
  for (const file of readdirSync(folder).sort()) {
    const look = KEPT.exec(file)?.groups?.['look'];
    if (look !== undefined && !file.startsWith('contact-'))
      looks.set(look, [...(looks.get(look) ?? []), file]);
  }
  return [...looks].map(([look, files]) => {
    const sheet = path.join(folder, `contact-${look}.html`);
    writeFileSync(sheet, pageOf(look, files));
    return sheet;
  });
}

function pageOf(title: string, files: readonly string[]): string {
  const figures = files.map((file) => {
    const name = KEPT.exec(file)?.groups?.['name'] ?? file;
    return `<a href="${file}"><img src="${file}" alt="${name}">${name}</a>`;
  });
  const sections = Array.from(
    { length: Math.ceil(figures.length / TOGETHER) },
    (_, at) => `<section>${figures.slice(at * TOGETHER, (at + 1) * TOGETHER).join('\n')}</section>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>${title}</title>
<style>
  body { margin: 0; background: #777; color: #fff; font: 15px sans-serif; }
  section { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8px; padding: 8px; }
  img { display: block; width: 100%; }
  a { color: inherit; text-decoration: none; }
</style>
${sections.join('\n')}`;
}

/** Draws each sheet as well, a picture for each dozen, in a window of the app's own engine. */
export async function drawSheets(app: ElectronApplication, folder: string): Promise<void> {
  for (const sheet of layOut(folder)) {
    const opened = app.waitForEvent('window');
    await app.evaluate(
      async ({ BrowserWindow }, { url, size }) => {
        await new BrowserWindow({ ...size }).loadURL(url);
      },
      { url: pathToFileURL(sheet).href, size: PAGE },
    );
    const page = await opened;
    await page.setViewportSize(PAGE);
    for (const [at, section] of (await page.locator('section').all()).entries())
      await section.screenshot({ path: sheet.replace(/\.html$/, `-${String(at + 1)}.png`) });
    await page.close();
  }
}
