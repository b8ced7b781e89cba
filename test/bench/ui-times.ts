/** What is clicked and pressed in the app over ten instrument-years, and how soon its pixels are there. */
import type { Page } from 'playwright';
import { SERIALS } from './ten-years';
import { clickAt, nameAt, pixelsAfter, type Answer } from './pixels';

/** Samples of one thing, ms. */
export type Timed = Map<string, number[]>;

export const CHART = '.plot[aria-busy] [role=img][aria-label^="Levels of"]';
const DRAWN = { like: '% of the period valid$', gone: '.plot[aria-busy="true"]' };
const LENGTHS = [
  ['1 day', '24 h'],
  ['31 days', '31 d'],
  ['1 year', 'All'],
] as const;
const PANEL = '[role=tabpanel]';
/** Nothing in the tab is still being read. */
const SETTLED = `${PANEL} [aria-busy="true"], ${PANEL} .loading[role=status]`;
/** What is in no other tab. */
const TABS = [
  ['Spectra', '[role=img][aria-label^="Spectrogram of"]'],
  ['Events', '[role=listbox][aria-label^="Events"] [role=option]'],
  ['Sounds', '[role=grid] [role=row][tabindex]'],
  ['Environment', 'section[aria-label="Wind speed"][aria-busy="false"] [role=img]'],
  ['Calibration', '[role=img][aria-label^="Calibration offset"]'],
  ['System', 'section[aria-label="Input voltage"][aria-busy="false"] [role=img]'],
  ['Notes', 'table tbody tr'],
  ['Levels', '[role=img][aria-label^="Levels of"][aria-label$="valid"]'],
] as const;

/** Each instrument in turn: what one of them left in memory does not help the next. */
export async function timeRounds(page: Page, rounds: number, say: (text: string) => void): Promise<Timed> {
  const timed: Timed = new Map();
  for (let round = -1; round < rounds; round++) {
    say(`ui: round ${String(round + 1)} of ${String(rounds)}`);
    const serial = SERIALS[(round + SERIALS.length) % SERIALS.length] ?? '';
    const note = (label: string, ms: number): void => {
      // The first brings code and pages of files that the others find there.
      if (round >= 0) timed.set(label, [...(timed.get(label) ?? []), ms]);
    };
    await timeFleet(page, serial, note);
    await timeLengths(page, note);
    await timeTabs(page, note);
    await timeCoverage(page, note);
  }
  return timed;
}

type Note = (label: string, ms: number) => void;

async function timeFleet(page: Page, serial: string, note: Note): Promise<void> {
  const link = 'nav a[href="#/fleet"]';
  const fleet = 'tbody tr[data-serial]';
  const head = `tr[data-serial="${serial}"] th`;
  // Wherever one is, there is a way there and back.
  await clickAt(page, 'nav a[href="#/jobs"]');
  await page.locator(fleet).first().waitFor({ state: 'detached' });
  note('fleet', await pixelsAfter(page, 'click', () => clickAt(page, link), { there: fleet }));
  const chart = { there: CHART, ...DRAWN };
  note('from the fleet to the levels', await pixelsAfter(page, 'click', () => clickAt(page, head), chart));
}

async function timeLengths(page: Page, note: Note): Promise<void> {
  for (const [title, label] of [LENGTHS[1], ...LENGTHS]) {
    const not = (await nameAt(page, CHART)) ?? undefined;
    const button = `[role=group][aria-label="Length of time"] button:text-is("${label}")`;
    const answer: Answer = { there: CHART, not, ...DRAWN };
    const ms = await pixelsAfter(page, 'click', () => clickAt(page, button), answer);
    note(`levels, ${title}`, ms);
  }
}

async function timeTabs(page: Page, note: Note): Promise<void> {
  for (const [tab, there] of TABS) {
    await page.locator(SETTLED).first().waitFor({ state: 'detached' });
    const button = `[role=tab]:text-is("${tab}")`;
    const answer = { there: `${PANEL} ${there}`, gone: SETTLED };
    note(`tab ${tab}`, await pixelsAfter(page, 'click', () => clickAt(page, button), answer));
  }
}

/** Its shorter lengths reckon from now, and may hold nothing. */
async function timeCoverage(page: Page, note: Note): Promise<void> {
  await clickAt(page, '[role=tab]:text-is("Coverage")');
  await page.locator(`${PANEL} button:text-is("365 d")`).waitFor();
  await page.locator(SETTLED).first().waitFor({ state: 'detached' });
  const answer = { there: `${PANEL} [role=slider]`, gone: SETTLED, like: '% held' };
  const click = (): Promise<void> => clickAt(page, `${PANEL} button:text-is("365 d")`);
  note('coverage of 365 days', await pixelsAfter(page, 'click', click, answer));
}

/** From a word that is nowhere to one that is in notes. */
export async function timeSearch(page: Page): Promise<number> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('lorryx');
  await page.getByText('Nothing stored here is called that.').waitFor();
  const option = '#palette-list [role=option]';
  const answer = { there: option, like: 'Lorry idling' };
  const press = (): Promise<void> => page.keyboard.press('Backspace');
  const ms = await pixelsAfter(page, 'keydown', press, answer);
  await page.keyboard.press('Escape');
  await page.locator(option).first().waitFor({ state: 'detached' });
  return ms;
}
