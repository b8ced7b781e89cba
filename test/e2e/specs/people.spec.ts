/** What people add: notes and exclusions of an instrument, and the rules of the house; by mouse, by keyboard, offline. */
import { expect, type Locator, type Page } from 'playwright/test';
import type { Demo } from '../../support/demo';
import { Gallery } from '../gallery';
import { FleetPage } from '../pages/fleet-page';
import { Shell } from '../pages/shell';
import { signInDemo, test } from '../support/synced-demo';

const INSTRUMENT = 'QT410247';

/** Nothing here needs the service after that. */
async function signIn(page: Page, demo: Demo): Promise<void> {
  await signInDemo(page);
  demo.levers.stall({ where: 'before-headers' });
}
const rows = (page: Page): Locator => page.getByRole('row').filter({ has: page.getByRole('cell') });
const textBox = (page: Page): Locator => page.getByRole('dialog').getByRole('textbox', { name: /Text|Why/ });

test('a note and an exclusion are written, changed, removed and had back', async ({ start, demo }) => {
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  await signIn(page, demo);
  await new FleetPage(page).open(INSTRUMENT);
  await page.getByRole('tab', { name: 'Notes' }).click();
  await page.getByText('Nothing written of this instrument yet').waitFor();
  await gallery.keep('notes--empty');

  await page.getByRole('button', { name: 'New note…' }).click();
  await textBox(page).fill('Blasting in the quarry next door.');
  await gallery.keepAll('note--new');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(rows(page)).toContainText([/Note.*Blasting in the quarry/]);

  // By keyboard alone.
  await page.getByRole('button', { name: 'Leave out a stretch…' }).focus();
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toBeFocused();
  await page.keyboard.type('Lorry idling at the fence');
  await page.keyboard.press('Control+Enter');
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).filter({ hasText: 'Lorry' })).toContainText('1 h');

  await page.getByRole('button', { name: 'Edit note: Blasting' }).click();
  await page.getByRole('dialog').getByLabel('To, time').fill('00:00:01');
  await page.getByRole('dialog').getByLabel('To, day').fill('2020-01-01');
  await page.getByText('It ends before it begins.').waitFor();
  await gallery.keep('note--wrong');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Edit note: Blasting' }).click();
  await textBox(page).fill('Blasting, announced for 14:00.');
  await gallery.keep('note--edit');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(rows(page).filter({ hasText: 'announced' })).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page).filter({ hasText: 'quarry next door' })).toHaveCount(1);

  await page.getByRole('button', { name: 'Remove exclusion: Lorry' }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'Show 1 removed' }).check();
  await expect(rows(page)).toHaveCount(2);
  await gallery.keepAll('notes--full');
  await page.getByRole('button', { name: 'Restore exclusion: Lorry' }).click();
  await expect(page.getByRole('button', { name: 'Remove exclusion: Lorry' })).toBeVisible();
  gallery.expectFlawless();
});

test('the house rules are changed by mouse and by keyboard, and are as usual again', async ({
  start,
  demo,
}) => {
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  await signIn(page, demo);
  await new Shell(page).choose('House rules…');
  await page.getByRole('heading', { level: 1, name: 'House rules' }).waitFor();
  const allUsual = page.getByRole('button', { name: 'All as usual' });
  await expect(allUsual).toBeDisabled();
  await gallery.keepAll('rules--usual');

  const suspect = page.getByLabel('Suspect over');
  await suspect.fill('0.2');
  await suspect.press('Enter');
  await page.getByText('What is suspect must drift further').waitFor();
  await gallery.keep('rules--conflict');
  await expect(suspect).toHaveValue('1');
  await suspect.fill('eleven');
  await page.getByText('0 to 10 dB').waitFor();
  await suspect.press('Escape');
  await suspect.fill('0.8');
  await suspect.press('Enter');
  await expect(allUsual).toBeEnabled();
  await page.getByLabel('Leave out minutes of wind and rain').click();
  await expect(page.getByRole('button', { name: 'As usual: Leave out bad weather' })).toBeVisible();
  await gallery.keep('rules--own');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Leave out minutes of wind and rain')).not.toBeChecked();
  await expect(suspect).toHaveValue('0.8');
  await page.reload();
  await expect(suspect).toHaveValue('0.8');
  await page.getByRole('button', { name: /^As usual: Calibration drift/ }).press('Enter');
  await expect(suspect).toHaveValue('1');
  await expect(allUsual).toBeDisabled();
  gallery.expectFlawless();
});
