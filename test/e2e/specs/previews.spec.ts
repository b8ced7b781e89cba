/** On a link that costs, a sound is heard as a small preview first, and its original comes for what is kept. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'playwright/test';
import { ReviewPage } from '../pages/review-page';
import { setZoom } from '../support/set-zoom';
import { syncDemo, test } from '../support/synced-demo';

const INSTRUMENT = 'QT410233';

/** Formats in the library of the sounds of which there is a preview. */
function formatsOfPreviewed(home: string): readonly string[] {
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ogg|flac)$/.test(file),
  );
  const names = files.filter((file) => file.endsWith('.ogg')).map((file) => path.basename(file, '.ogg'));
  return files
    .filter((file) => names.includes(path.basename(file, path.extname(file))))
    .map((file) => path.extname(file))
    .sort();
}

test('a preview is fetched by a key, heard and seen, and the original once it is kept', async ({
  start,
  demo,
  home,
}) => {
  test.setTimeout(120_000);
  const { app, page } = await start({ LEQBOOK_API_URL: demo.url });
  await syncDemo(page, { instruments: [INSTRUMENT], days: 2 });

  const review = new ReviewPage(page);
  const read: string[] = [];
  page.on('request', (request) => read.push(request.url()));
  await review.open();
  await review.spectrogram.waitFor({ timeout: 20_000 });
  await review.goMetered();
  // Past what was fetched ahead before.
  await review.skip(9);
  // Drawn twice as large, what is said of a sound that cannot be had leaves its buttons in view.
  await setZoom(app, 2);
  demo.levers.failNext(9, { match: '/data/', status: 404 });
  await page.keyboard.press('d');
  await review.region.getByText('Could not be downloaded').waitFor();
  await expect(review.region.getByRole('button', { name: /^Fetch a preview/ })).toBeInViewport({ ratio: 1 });
  await setZoom(app, 1);
  await demo.levers.reset();
  await page.keyboard.press('Space');
  await review.region.getByText('preview, lossy').waitFor({ timeout: 20_000 });
  await review.spectrogram.waitFor({ timeout: 20_000 });
  await expect.poll(() => review.played()).toBeGreaterThan(0.02);
  expect(await review.loudest(read.find((url) => url.endsWith('/ogg')) ?? '')).toBeGreaterThan(0.001);
  expect(formatsOfPreviewed(home)).toEqual(['.ogg']);

  await review.region.focus();
  await page.keyboard.press('1');
  await expect.poll(() => formatsOfPreviewed(home), { timeout: 20_000 }).toEqual(['.flac', '.ogg']);
});
