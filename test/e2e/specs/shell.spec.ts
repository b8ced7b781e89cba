/** What surrounds every screen: whose clocks, which keys, and how large; each screen usable up to twice its usual size. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type ElectronApplication, type Page } from 'playwright/test';
import { Gallery, SMALL } from '../gallery';
import { root } from '../launch';
import { Appearance } from '../pages/appearance';
import { ReviewPage } from '../pages/review-page';
import { syncDemo, test } from '../support/synced-demo';

const INSTRUMENT = 'QT410233';
const TABS = [
  ...['levels', 'spectra', 'events', 'sounds', 'environment'],
  ...['calibration', 'system', 'coverage', 'notes'],
];
const SCREENS = [
  ...['fleet', 'sounds', 'jobs', 'keep', 'rules'],
  ...TABS.map((tab) => `instrument/${INSTRUMENT}/${tab}`),
];
const REVIEW = 'sounds/review';
const ratio = (page: Page): Promise<number> => page.evaluate(() => devicePixelRatio);

async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/${place}`);
  await expect(page.getByRole('heading').first()).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /…$/ })).toHaveCount(0);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
/** Playwright's own picture is of as many pixels as the page counts, which is a part of one that is drawn larger. */
async function keepLarge(app: ElectronApplication, name: string): Promise<void> {
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const picture = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return picture?.toPNG().toString('base64') ?? '';
  });
  const folder = path.join(root, 'test-results', 'screens');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.png`), Buffer.from(png, 'base64'));
}
/** What one cannot get at: it sticks out of the window, and nothing that holds it scrolls. */
const unreachable = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const scrolls = (node: Element | null): boolean =>
      node !== null &&
      (/auto|scroll/.test(`${getComputedStyle(node).overflowX} ${getComputedStyle(node).overflowY}`) ||
        scrolls(node.parentElement));
    return [...document.querySelectorAll<HTMLElement>('button, a[href], input, select, [role=tab]')]
      .filter((node) => {
        const box = node.getBoundingClientRect();
        const shown = box.width > 1 && box.height > 1 && node.closest('[hidden], [inert]') === null;
        const outside =
          box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
        return shown && outside && !scrolls(node.parentElement);
      })
      .map((node) => `${node.tagName} ${node.getAttribute('aria-label') ?? node.innerText}`.slice(0, 80));
  });

test('the clocks are always in sight and chosen by mouse or keys, and the keys of each screen are told', async ({
  start,
  demo,
}) => {
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  await syncDemo(page, { instruments: [INSTRUMENT], days: 1, withoutSpectra: true });

  const times = page.getByRole('button', { name: /^Times in/ });
  await expect(times).toHaveText(/UTC.* this computer\s*$/);
  await times.click();
  await page.getByRole('menuitemradio', { name: 'UTC', exact: true }).click();
  await expect(times).toHaveText(/UTC · everywhere/);
  await times.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: /The site’s/ }).waitFor();
  await gallery.keep('times--menu');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(times).toHaveText(/this computer, no site on show/);

  await goTo(page, `instrument/${INSTRUMENT}/events`);
  await page.getByRole('tab', { name: 'Events' }).focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByRole('heading', { level: 3 }).first()).toHaveText('Events');
  await expect(sheet.getByRole('searchbox')).toBeFocused();
  await gallery.keepAll('keys');
  await page.keyboard.type('older event');
  await expect(sheet.getByRole('heading', { level: 3, name: 'Events' })).toBeVisible();
  await expect(sheet.getByRole('heading', { level: 3, name: 'Levels' })).toHaveCount(0);
  gallery.expectFlawless();
});

test('everything is drawn up to twice as large, by keys, remembered, with nothing out of reach', async ({
  start,
  demo,
}) => {
  test.setTimeout(240_000);
  const first = await start({ LEQBOOK_API_URL: demo.url });
  await new Appearance(first.app, first.page).setSize(...SMALL);
  await syncDemo(first.page, { instruments: [INSTRUMENT], days: 1, withoutSpectra: true });
  await first.page.keyboard.press('Control+-');
  for (let i = 0; i < 3; i++) await first.page.keyboard.press('Control+=');
  await expect.poll(() => ratio(first.page)).toBeCloseTo(1.5, 2);
  const problems: string[] = [];
  const look = async (page: Page, app: typeof first.app, percent: number) => {
    const looks = new Appearance(app, page);
    for (const theme of ['light', 'sunlight'] as const) {
      await looks.setTheme(theme);
      for (const place of [...SCREENS, REVIEW]) {
        if (place === REVIEW) await new ReviewPage(page).open();
        else await goTo(page, place);
        const name = `zoom-${String(percent)}--${place.replaceAll('/', '-')}--${theme}`;
        await keepLarge(app, name);
        const found = [...(await looks.cutOff()), ...(await unreachable(page))];
        problems.push(...found.map((problem) => `${name}: ${problem}`));
      }
    }
  };
  await look(first.page, first.app, 150);
  await first.close();

  const again = await start({ LEQBOOK_API_URL: demo.url });
  await again.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  await expect.poll(() => ratio(again.page)).toBeCloseTo(1.5, 2);
  await again.page.keyboard.press('Control+k');
  await again.page.keyboard.type('everything larger');
  await again.page.keyboard.press('Enter');
  await again.page.keyboard.press('Control+=');
  await expect.poll(() => ratio(again.page)).toBeCloseTo(2, 2);
  await look(again.page, again.app, 200);
  for (const key of ['?', 'Control+k']) {
    await again.page.keyboard.press(key);
    await again.page.getByRole('dialog').waitFor();
    await keepLarge(again.app, `zoom-200--dialog-${key.replace('?', 'keys')}`);
    problems.push(...(await unreachable(again.page)).map((problem) => `${key}: ${problem}`));
    await again.page.keyboard.press('Escape');
  }
  await again.page.keyboard.press('Control+0');
  await expect.poll(() => ratio(again.page)).toBeCloseTo(1, 2);
  expect(problems).toEqual([]);
});
