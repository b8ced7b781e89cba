/** Listens to sounds of the demo service with its real files, and keeps pictures of the review. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { Gallery } from '../gallery';
import { ReviewPage } from '../pages/review-page';
import { keepScreen } from '../screens';
import { syncDemo, test } from '../support/synced-demo';

const INSTRUMENT = 'QT410233';
const SIXTY = 60;
const MEASURED = 20;
const OFTEN = { intervals: [50] };

const syncSounds = (page: Page, days: number) =>
  syncDemo(page, { instruments: [INSTRUMENT], days, withoutSpectra: true });

test('sounds are reviewed by keyboard, and look right in every theme and size', async ({ start, demo }) => {
  test.setTimeout(180_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  await syncSounds(page, 7);

  const review = new ReviewPage(page);
  await review.open();
  await review.spectrogram.waitFor({ timeout: 20_000 });
  await review.trace.waitFor();
  await expect(review.playing).toBeVisible();
  await expect.poll(() => review.played()).toBeGreaterThan(0.05);
  await page.keyboard.press('Space');
  await expect(review.playing).toHaveCount(0);
  await gallery.keepAll('review--full');

  await review.mark(0.3, 0.6);
  await page.keyboard.press('l');
  await page.keyboard.press('1');
  await expect(review.tag('traffic')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('2');
  await page.keyboard.press('u');
  await expect(review.said).toContainText('Undone: tagged “plant”');
  await page.keyboard.press('+');
  await gallery.keepAll('review--marked', () => review.point(0.8, 0.4));
  await page.keyboard.press('n');
  await review.note.fill('Reversing alarm behind the hoarding, twice; a voice after it.');
  await gallery.keep('review--note');
  await page.keyboard.press('Enter');
  await expect(review.region).toContainText('Reversing alarm behind the hoarding');
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await gallery.keepAll('review--keys');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  demo.levers.trickle({ match: '/data/', bytesPerSecond: 9_000 });
  await review.skip(8);
  await review.region.getByText('Downloading', { exact: true }).waitFor();
  await gallery.keep('review--downloading');
  await demo.levers.goOffline();
  await review.region.getByText('Waiting to download').waitFor({ timeout: 30_000 });
  await gallery.keep('review--waiting');
  await review.goMetered();
  await review.skip(8);
  await review.region.getByText('Not downloaded').waitFor();
  await gallery.keepAll('review--absent');
  gallery.expectFlawless();
  expect(trouble).toEqual([]);
});

test('sixty sounds are reviewed without the mouse: each is shown, played and tagged', async ({
  start,
  demo,
}) => {
  test.setTimeout(180_000);
  const { page } = await start({ LEQBOOK_API_URL: demo.url });
  await syncSounds(page, 7);
  const review = new ReviewPage(page);
  await review.open();
  await review.spectrogram.waitFor({ timeout: 20_000 });
  // How many a week has depends on the time of day.
  const all = Number(/^1 of (\d+)$/.exec((await review.place.textContent()) ?? '')?.[1]);
  expect(all).toBeGreaterThan(SIXTY);
  for (let sound = 1; sound <= SIXTY; sound += 1) {
    await expect(review.place).toHaveText(`${String(sound)} of ${String(all)}`);
    await review.spectrogram.waitFor();
    await expect.poll(() => review.started(), OFTEN).toBe(sound);
    await page.keyboard.press(String(1 + (sound % 6)));
    await expect(review.tagged).toHaveCount(1);
    await page.keyboard.press('j');
  }
  // Back over some of them at the pace of someone who listens to a little of each: they are on this computer now.
  await expect.poll(() => review.started(), OFTEN).toBe(SIXTY + 1);
  await review.forgetStarts();
  for (let sound = 1; sound <= MEASURED; sound += 1) {
    await expect.poll(() => review.played(), OFTEN).toBeGreaterThan(0.02);
    await page.keyboard.press('k');
    await expect.poll(() => review.started(), OFTEN).toBe(sound + 1);
    await expect(review.tagged).toHaveCount(1);
  }
  const ms = [...(await review.startedMs())].sort((a, b) => a - b);
  const at = (share: number) => ms[Math.floor(share * (ms.length - 1))]?.toFixed(0) ?? '–';
  process.stdout.write(
    `from the key to the sound: ${at(0.5)} ms median, ${at(0.95)} ms at 95 %, ${at(1)} ms at most, of ${String(ms.length)}\n`,
  );
});

test('what is played can be heard, and nothing but audio of the library can be read', async ({
  start,
  demo,
}) => {
  const { page } = await start({ LEQBOOK_API_URL: demo.url });
  await syncSounds(page, 1);
  const review = new ReviewPage(page);
  const read: string[] = [];
  page.on('request', (request) => read.push(request.url()));
  await review.open();
  await review.spectrogram.waitFor({ timeout: 20_000 });
  const file = read.find((url) => url.startsWith('media:'));
  expect(await review.loudest(file ?? '')).toBeGreaterThan(0.001);
  const answered = await page.evaluate(async () => {
    const status = (url: string) =>
      fetch(url).then(
        ({ status }) => status,
        () => 'refused',
      );
    return [await status('media://audio/demo/../../keys'), await status('media://elsewhere/x')];
  });
  expect(answered).toEqual([404, 404]);
});

test('a file that was spoilt on the disk is said to be so, and is there again after a key', async ({
  start,
  demo,
  home,
}) => {
  const first = await start({ LEQBOOK_API_URL: demo.url });
  await syncSounds(first.page, 1);
  const before = new ReviewPage(first.page);
  await before.open();
  await before.spectrogram.waitFor({ timeout: 20_000 });
  await before.skip(1);
  await expect.poll(() => before.started(), OFTEN).toBe(2);
  const [newest, ...others] = libraryFiles(home);
  if (newest === undefined || others.length === 0) throw new Error('two files are in the library');
  // One that claims to be a FLAC file of many hours, and holds noise.
  const spoilt = readFileSync(newest);
  spoilt.fill(0xff, 18, 26);
  spoilt.fill(0xa5, 200);
  writeFileSync(newest, spoilt);
  await first.page.reload();
  await before.region.waitFor();
  await before.region.getByText('Damaged', { exact: true }).waitFor({ timeout: 30_000 });
  await keepScreen(first.page, 'review--spoilt--light--1280');
  await first.page.keyboard.press('d');
  await before.spectrogram.waitFor({ timeout: 20_000 });
  await before.skip(1);
  await expect.poll(() => before.played()).toBeGreaterThan(0);
});

/** The audio files below a data folder, by name, the latest sound first. */
function libraryFiles(home: string): readonly string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.flac'))
    .sort()
    .reverse()
    .map((file) => path.join(home, file));
}
