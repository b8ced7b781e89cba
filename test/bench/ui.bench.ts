/** The window over ten instrument-years: clicks to pixels, frames while moving, size of its scripts, memory and start. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page, Request } from 'playwright';
import { withApp } from './app';
import { inTempFolder } from './bench-archive';
import { atMost, type BenchReport } from './bench-report';
import { p95, scriptPerFrame } from './frames';
import { emptyApp, enter, leave, reportAbove, reportTimes, startInTurn, type Contestant } from './starts';
import { copyTenYears, needTenYears, SERIALS } from './ten-years';
import { CHART, timeRounds, timeSearch } from './ui-times';
import { memoryOf, scriptsAmong, weighPage } from './weights';

export const name = 'ui';

const ROUNDS = 7;
const STARTS = 7;
const MEMORY_ROUNDS = 7;
/** As long as starting leaves things to do. */
const SETTLE_MS = 4_000;
/** Nobody answers there. */
const NOWHERE = { LEQBOOK_API_URL: 'http://127.0.0.1:9', LEQBOOK_API_KEY: undefined };
const STANDS = 'bench: the fleet stands';
/** What the page says is heard in the order of what it asks for. */
const tellWhen = (selector: string, word: string): string => `
  const observer = new MutationObserver(() => {
    if (document.querySelector('${selector}') === null) return;
    observer.disconnect();
    console.info('${word}');
  });
  observer.observe(document, { childList: true, subtree: true });
`;
const SOON = atMost(100, 50);
const FRAME = atMost(16, 8);

export async function run(report: BenchReport): Promise<void> {
  await needTenYears((text) => report.say(`ui: ${text}`));
  await inTempFolder(async (folder) => {
    const home = path.join(folder, 'home');
    mkdirSync(home);
    copyTenYears(home);
    await inApp(home, async (page) => {
      await clicks(page, report);
      await moves(page, report);
    });
    await weigh(home, report);
    await inApp(home, (page) => searches(page, report));
  });
  report.note(
    'ten instruments, each with a year of LAeq, LAFMax and LCPeak of a second, in one archive; no network',
  );
}

const inApp = (home: string, work: (page: Page) => Promise<void>): Promise<void> =>
  withApp('.', { ...NOWHERE, LEQBOOK_HOME: home }, async (page) => {
    await page.locator('tbody tr[data-serial]').first().waitFor();
    await work(page);
  });

async function clicks(page: Page, report: BenchReport): Promise<void> {
  await firstScripts(page, report);
  const timed = await timeRounds(page, ROUNDS, (text) => report.say(text));
  for (const [label, samples] of timed) report.row(`click to pixels: ${label}`, 'ms', samples, SOON);
}

async function searches(page: Page, report: BenchReport): Promise<void> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) samples.push(await timeSearch(page));
  report.row('click to pixels: search, a letter', 'ms', samples, SOON);
}

/** What the page fetches before the fleet stands; the rest comes while nobody waits. */
async function firstScripts(page: Page, report: BenchReport): Promise<void> {
  const fetched: string[] = [];
  const note = (request: Request): void => void fetched.push(request.url());
  page.on('request', note);
  const stands = page.waitForEvent('console', (message) => message.text() === STANDS);
  await page.addInitScript({ content: tellWhen('[data-serial]', STANDS) });
  await page.reload();
  await stands;
  page.off('request', note);
  const limit = atMost(200, 150);
  const same = (value: number): number[] => Array.from({ length: 7 }, () => value);
  report.row('scripts until the fleet stands, gzipped', 'kB', same(scriptsAmong(fetched)), limit);
  const { parts, polyfill, all } = weighPage();
  const heaviest = Math.max(...parts.map(([, bytes]) => bytes)) + polyfill;
  report.row('scripts of the heaviest screen or dialog, gzipped', 'kB', same(heaviest / 1e3), limit);
  report.row('scripts of all screens and dialogs, gzipped', 'kB', same((all + polyfill) / 1e3));
}

async function moves(page: Page, report: BenchReport): Promise<void> {
  const wheel: number[] = [];
  const drag: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    report.say(`ui: moving, ${String(round + 1)} of ${String(ROUNDS)}`);
    await showYear(page, SERIALS[round] ?? '');
    wheel.push(p95(await scriptPerFrame(page, () => turnWheel(page))));
    await showYear(page, SERIALS[round] ?? '');
    drag.push(p95(await scriptPerFrame(page, () => pan(page))));
  }
  report.row('script in a frame while zooming the year, 95 of 100', 'ms', wheel, FRAME);
  report.row('script in a frame while moving it, 95 of 100', 'ms', drag, FRAME);
}

async function showYear(page: Page, serial: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/instrument/${serial}/levels`);
  await page.locator(`${CHART}[aria-label*="${serial}"]`).waitFor();
  await page.getByRole('group', { name: 'Length of time' }).getByRole('button', { name: 'All' }).click();
  await page
    .locator(`[aria-busy="false"] [role=img][aria-label*="${serial}"][aria-label$="valid"]`)
    .waitFor();
}

async function middle(
  page: Page,
): Promise<{ readonly x: number; readonly y: number; readonly width: number }> {
  const box = await page.locator(CHART).boundingBox();
  if (box === null) throw new Error('there is no chart');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
}

const TURNS = 60;
async function turnWheel(page: Page): Promise<void> {
  const { x, y } = await middle(page);
  await page.mouse.move(x, y);
  for (let turn = 0; turn < TURNS; turn++) await page.mouse.wheel(0, turn < TURNS / 2 ? -60 : 60);
}
/** Closer first, so that there is somewhere to go. */
async function pan(page: Page): Promise<void> {
  const { x, y, width } = await middle(page);
  await page.mouse.move(x, y);
  for (let turn = 0; turn < 10; turn++) await page.mouse.wheel(0, -120);
  await page.mouse.down({ button: 'middle' });
  for (let step = 0; step < TURNS; step++)
    await page.mouse.move(x + (width / 3) * Math.sin((step / TURNS) * 2 * Math.PI), y);
  await page.mouse.up({ button: 'middle' });
}

/** Start and memory, beside the empty app, in turn. */
async function weigh(home: string, report: BenchReport): Promise<void> {
  const empty = enter(emptyApp);
  const own = enter({
    label: 'Leqbook, ten instrument-years',
    app: '.',
    selector: '[data-serial]',
    env: { ...NOWHERE, LEQBOOK_HOME: home },
  });
  try {
    report.say('ui: starts');
    await startInTurn([empty, own], STARTS);
    for (const each of [empty, own]) reportTimes(each, report);
    reportAbove(own, empty, report, atMost(300, 150));
    await memory(empty, home, report);
  } finally {
    for (const each of [empty, own]) leave(each);
  }
}

async function memory(empty: Contestant, home: string, report: BenchReport): Promise<void> {
  const held = { empty: [] as number[], own: [] as number[] };
  for (let round = 0; round < MEMORY_ROUNDS; round++) {
    report.say(`ui: memory, ${String(round + 1)} of ${String(MEMORY_ROUNDS)}`);
    await withApp(empty.app, { EMPTY_APP_HOME: empty.home }, async (page, root) => {
      await page.locator(empty.selector).waitFor();
      held.empty.push(await atRest(root));
    });
    await withApp('.', { ...NOWHERE, LEQBOOK_HOME: home }, async (page, root) => {
      await showYear(page, SERIALS[round] ?? '');
      held.own.push(await atRest(root));
    });
  }
  if (held.own.some(Number.isNaN)) {
    report.note('memory: this system does not tell what processes share');
    return;
  }
  report.row('memory of the empty app', 'MB', held.empty);
  report.row('memory with the chart of a year', 'MB', held.own);
  const extra = held.own.map((each, round) => each - (held.empty[round] ?? NaN));
  report.row('memory above the empty app', 'MB', extra, atMost(100, 60));
}

/** Nothing tells that a process is at rest. */
async function atRest(root: number): Promise<number> {
  await delay(SETTLE_MS);
  return memoryOf(root) ?? NaN;
}
