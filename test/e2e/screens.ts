/** Screenshots kept as artifacts, of the window as it is: name, theme and size in the file name. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { root } from './launch';

export async function keepScreen(page: Page, name: string): Promise<void> {
  const folder = path.join(root, 'test-results', 'screens');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
}
