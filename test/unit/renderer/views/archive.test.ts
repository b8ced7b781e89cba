import { describe, expect, it } from 'vitest';
import type {
  CoveragePiece,
  CoverageStrip,
  GapReason,
  SkipReason,
} from '../../../../electron/contract/index';
import { GROUPS, byDataset, byGroup } from '../../../../renderer/views/datasets';
import {
  dataChoice,
  dayField,
  daysSpan,
  exportRows,
  toggleRow,
} from '../../../../renderer/views/export/data-choice';
import {
  askedText,
  facesIn,
  fetchRequest,
  neverAsked,
  offerFor,
  pieceLine,
  sortStrips,
  unfinished,
} from '../../../../renderer/views/instrument/coverage/pieces';
import {
  changeWords,
  forget,
  ownChoices,
  roomOf,
  size,
  spansWith,
  undoOf,
} from '../../../../renderer/views/keep/keep-plan';
import { skippedLines, skippedSummary } from '../../../../renderer/views/sync/skipped';
import { fakeKeep, fakeStrips, withChoices } from '../../../support/fake-archive';
import { fakeFleet } from '../../../support/fake-data';

const NOW = Date.UTC(2026, 10, 22, 14, 2);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const fleet = fakeFleet(NOW);
const question = { now: NOW, fleet, choices: [] };
const piece = (reason?: GapReason, change: Partial<CoveragePiece> = {}): CoveragePiece => ({
  from: NOW - 2 * DAY,
  to: NOW - DAY,
  reason,
  detail: undefined,
  askedAt: NOW - 3 * HOUR,
  askAgainAt: undefined,
  ...change,
});
const strip = (pieces: readonly CoveragePiece[], skipped?: SkipReason): CoverageStrip => ({
  instrument: 'QT480112',
  dataset: 'timehistory',
  variant: '1s',
  title: 'Noise time history, 1 s',
  span: { from: NOW - 7 * DAY, to: NOW },
  skipped,
  pieces,
  held: 0.5,
  settled: 0.5,
});

describe('a piece of coverage', () => {
  it('is said in one line with its zone, its reason, its age and when it is asked again', () => {
    const offline = piece('offline', { askAgainAt: NOW + 3 * HOUR });
    expect(pieceLine(offline, NOW, 'UTC')).toBe(
      '20 Nov 2026 14:02 to 21 Nov 2026 14:02 (UTC), Instrument offline, asked 3 h ago, will be asked again 22 Nov 2026 17:02 (UTC)',
    );
    expect(askedText(piece('empty'), NOW, 'UTC')).toBe('asked 3 h ago; the answer is final');
    expect(askedText(piece('failed', { askAgainAt: NOW - 1 }), NOW, 'UTC')).toBe(
      'asked 3 h ago, the next sync asks again',
    );
    expect(askedText(piece('forbidden'), NOW, 'UTC')).toBe('asked 3 h ago');
    expect(askedText(piece('not-asked', { askedAt: undefined }), NOW, 'UTC')).toBe('');
  });
  it('offers what helps: fetching, another key, or keeping the dataset', () => {
    expect(offerFor(piece('not-asked'), undefined)).toMatchObject({ fetch: 'Fetch it', other: 'keep' });
    expect(offerFor(piece('forbidden'), 'off')).toMatchObject({ other: 'key' });
    expect(offerFor(piece('not-asked'), 'off')).toMatchObject({
      fetch: 'Fetch this stretch only',
      other: 'keep',
    });
    expect(offerFor(piece(), undefined).fetch).toBeUndefined();
    expect(offerFor(piece(undefined, { askAgainAt: NOW }), undefined).fetch).toBe('Ask now');
  });
  it('is fetched alone: its instrument, its variant, its span, and nothing of the future', () => {
    const asked = fetchRequest(strip([]), { from: NOW - DAY, to: NOW + DAY }, NOW);
    expect(asked).toEqual({
      instruments: ['QT480112'],
      datasets: ['timehistory'],
      variants: [{ dataset: 'timehistory', variant: '1s' }],
      span: { from: NOW - DAY, to: NOW },
    });
    expect(fetchRequest(strip([]), { from: NOW, to: NOW + DAY }, NOW)).toBeUndefined();
  });
});

describe('the strips of an instrument', () => {
  it('are drawn when asked for or held, and named beneath when neither', () => {
    const off = strip([], 'off');
    const held = strip([piece()], 'off');
    const fresh = strip([piece('not-asked', { askedAt: undefined })]);
    expect(sortStrips([off, held, fresh])).toEqual({ drawn: [held, fresh], left: [off] });
    expect(neverAsked([off, fresh])).toBe(true);
    expect(neverAsked([off, fresh, held])).toBe(false);
  });
  it('count as unfinished when a sync would fetch more than the newest hours', () => {
    const tail = piece('not-asked', { from: NOW - 3 * HOUR, to: NOW, askedAt: undefined });
    const old = piece('not-asked', { askedAt: undefined });
    expect(unfinished([strip([piece(), tail])])).toBe(0);
    expect(unfinished([strip([old, piece(), tail])])).toBe(1);
    expect(unfinished([strip([piece(), piece('failed'), tail])])).toBe(1);
    expect(unfinished([strip([old])])).toBe(0);
    expect(unfinished([strip([{ ...old, from: NOW - 9 * DAY }])])).toBe(1);
  });
  it('show in the legend only what occurs', () => {
    expect(facesIn([strip([piece('failed'), piece(), piece(undefined, { askAgainAt: NOW })])])).toEqual([
      'held',
      'held-open',
      'failed',
    ]);
  });
});

describe('datasets on screen', () => {
  const strips = fakeStrips(question, { instruments: ['QT480112'], span: { from: NOW - DAY, to: NOW } });
  it('come in their groups, none left out', () => {
    const groups = byGroup(strips);
    expect(groups.map(({ group }) => group)).toEqual(GROUPS);
    expect(groups.flatMap(({ rows }) => rows)).toHaveLength(strips.length);
  });
  it('fold their variants under the title they have in common', () => {
    const folded = byDataset(
      strips.filter(({ dataset }) => dataset === 'frequencyhistory' || dataset === 'ppv'),
    );
    expect(folded.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['Vibration, PPV', 1],
      ['Frequency time history', 12],
    ]);
    expect(folded[1]?.rows[0]?.tail).toBe('octaves, Z, 1 s');
  });
});

describe('what is left out of a sync', () => {
  it('is one line for each dataset and reason, with how many instruments it concerns', () => {
    const skip = (dataset: 'weather' | 'frequency', variant: string, instrument: string) =>
      ({ dataset, variant, instrument, reason: dataset === 'weather' ? 'feature' : 'type' }) as const;
    const lines = skippedLines(
      [
        skip('weather', '', 'a'),
        skip('weather', '', 'b'),
        skip('frequency', 'Octave-Z', 'c'),
        skip('frequency', 'Octave-A', 'c'),
        { dataset: 'monitorcurrent', variant: '', instrument: 'c', reason: 'model' },
      ],
      fakeKeep(question, undefined).all,
    );
    expect(lines.map(({ title, reason, instruments }) => [title, reason, instruments])).toEqual([
      ['Weather', 'feature', 2],
      ['Frequency measurements', 'type', 1],
      ['Monitor, current statistics', 'model', 1],
    ]);
    expect(skippedSummary(lines)).toBe('Weather · Frequency measurements · Monitor, current statistics');
    expect(skippedSummary(lines, 1)).toBe('Weather and 2 more');
  });
});

describe('a plan of keeping', () => {
  const choose = { instrument: 'QT480112', dataset: 'timehistory', variant: '100ms', days: 90 } as const;
  const forAll = { ...choose, instrument: '', days: 0 } as const;
  const plan = fakeKeep({ ...question, choices: [choose] }, 1_000);
  it('sums up what is kept and can be, and says when it does not fit', () => {
    const room = roomOf(plan);
    const kept = plan.rows.filter(({ days, skipped }) => days > 0 && skipped === undefined);
    expect(room.inAll).toBe(kept.reduce((sum, { diskBytes }) => sum + diskBytes, 0));
    expect(room).toMatchObject({ measured: false, fits: false, toCome: room.inAll - plan.archiveBytes });
    expect(roomOf({ ...plan, freeBytes: undefined }).fits).toBe(true);
    expect(roomOf({ ...plan, archiveBytes: 1e15 })).toMatchObject({ toCome: 0, fits: true });
  });
  it('can be put back as it was, with choices that were none forgotten again', () => {
    const undo = undoOf(plan, [{ ...choose, days: 7 }, forAll]);
    expect(undo).toEqual([choose, { ...forAll, days: undefined }]);
    const changed = withChoices([choose], [{ ...choose, days: 7 }, forAll]);
    expect(withChoices(changed, undo)).toEqual([choose]);
  });
  it('knows which instruments have choices of their own, and forgets them together', () => {
    expect([...ownChoices(plan)]).toEqual([['QT480112', 1]]);
    expect(forget(plan, 'QT480112')).toEqual([{ ...choose, days: undefined }]);
    expect(forget(plan, 'QT480113')).toEqual([]);
  });
  it('says guesses to be guesses, and what becomes of data that is here', () => {
    expect([size(1_500, true), size(1_500, false), size(0, true)]).toEqual(['1.5 kB', 'about 1.5 kB', '–']);
    expect(changeWords('Weather', 31, 0)).toEqual({
      title: 'Weather: no longer kept',
      description: 'Data that is here already stays.',
    });
    expect(changeWords('Weather', 31, 365).title).toBe('Weather: kept for 1 year');
    expect(
      spansWith(14)
        .map(({ label }) => label)
        .slice(0, 3),
    ).toEqual(['7 days', '14 days', '31 days']);
  });
});

describe('a data export', () => {
  const both = [
    { ...strip([piece()]), instrument: 'a', held: 0.4 },
    { ...strip([]), instrument: 'b', held: 0 },
    { ...strip([]), instrument: 'a', dataset: 'weather', variant: '', title: 'Weather', held: 0 },
  ] as const;
  const rows = exportRows(both);
  const span = { from: NOW - DAY, to: NOW };
  const ask = (chosen: Parameters<typeof dataChoice>[0]['chosen'], picked: ReadonlySet<string> | 'all') =>
    dataChoice({ rows, chosen, known: ['a', 'b'], picked, span });
  it('takes what has data unless told otherwise, and names no instruments when all are wanted', () => {
    expect(rows.map(({ title, instruments, held }) => [title, instruments, held])).toEqual([
      ['Noise time history, 1 s', 1, 0.4],
      ['Weather', 0, 0],
    ]);
    expect(ask('with-data', 'all')).toEqual({
      datasets: [{ dataset: 'timehistory', variant: '1s' }],
      span,
    });
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error('no rows');
    const more = toggleRow(rows, 'with-data', second);
    expect(ask(more, new Set(['b']))?.datasets).toHaveLength(2);
    expect(ask(more, new Set(['b']))?.instruments).toEqual(['b']);
    expect(ask(toggleRow(rows, 'with-data', first), 'all')).toBeUndefined();
    expect(ask('with-data', new Set())).toBeUndefined();
  });
  it('takes days whole by the clocks of the zone, also the short one in spring', () => {
    const spring = daysSpan('2026-03-29', '2026-03-29', 'Europe/London');
    expect(spring).toEqual({ from: Date.UTC(2026, 2, 29), to: Date.UTC(2026, 2, 29, 23) });
    expect(daysSpan('2026-03-30', '2026-03-29', 'UTC')).toBeUndefined();
    expect(daysSpan('', '2026-03-29', 'UTC')).toBeUndefined();
    expect(dayField(Date.UTC(2026, 6, 1, 23, 30), 'Europe/London')).toBe('2026-07-02');
  });
});
