import { describe, expect, it } from 'vitest';
import type { CalibrationRow, Job, JobIssue, SicRow } from '../../../../electron/contract/index';
import { parseSettings } from '../../../../renderer/state/settings.svelte';
import {
  filterFleet,
  oldestStatus,
  sortFleet,
  summarise,
  type Column,
} from '../../../../renderer/views/fleet/fleet-list';
import { calibrationLines } from '../../../../renderer/views/instrument/calibration/calibration-lines';
import { fromBaseline, sicBaseline } from '../../../../renderer/views/instrument/calibration/sic-lines';
import { measurementColumns } from '../../../../renderer/views/instrument/levels/measurement-columns';
import {
  firstPreset,
  knownSpan,
  presetSpan,
  reach,
} from '../../../../renderer/views/instrument/levels/presets';
import { progressLine } from '../../../../renderer/views/job-progress';
import { groupIssues, jobRemedy, listedIssues } from '../../../../renderer/views/jobs/issues';
import { jobToast } from '../../../../renderer/views/shell/job-toast';
import { instrumentEntries, matchEntries } from '../../../../renderer/views/shell/palette-entries';
import { togglePick } from '../../../../renderer/views/pick';
import { firstReach, parseDays, syncRequest } from '../../../../renderer/views/sync/sync-plan';
import { jobWord } from '../../../../renderer/views/verdict';
import { runningSync } from '../../../support/fake-core';
import { fakeFleet } from '../../../support/fake-data';

const NOW = Date.UTC(2026, 10, 22, 14, 2);
const DAY = 86_400_000;
const fleet = fakeFleet(NOW);
const serials = (column: Column, descending = false) =>
  sortFleet(fleet, { column, descending }).map(({ instrument }) => instrument.serial);

describe('the fleet', () => {
  it('sums up who is online and who needs attention, without calling the unknown offline', () => {
    expect(summarise(fleet)).toBe('8 instruments · 6 online · 1 not asked yet · 3 need attention');
    expect(summarise(fleet.slice(0, 1))).toBe('1 instrument · 1 online · none needs attention');
    expect(summarise([fleet[0], fleet[7]].flatMap((entry) => entry ?? []))).toBe(
      '2 instruments · 1 online · 1 not asked yet',
    );
    expect(summarise(fleet.slice(7))).toBe('1 instrument · not known which are online');
    expect(oldestStatus(fleet)).toBe(NOW - 3 * 3_600_000);
  });
  it('sorts the worst drift first and what is unknown last in both directions', () => {
    expect(serials('calibration').slice(0, 2)).toEqual(['QT480113', 'QT480201']);
    for (const descending of [false, true])
      expect(serials('calibration', descending).slice(-2).sort()).toEqual(['AQ110034', 'VB220871']);
    expect(serials('newest').at(-1)).toBe('VB220871');
  });
  it('filters by every word, in name, serial, model or what is wrong', () => {
    const found = (text: string) => filterFleet(fleet, text).map(({ instrument }) => instrument.serial);
    expect(found('mill SCHOOL')).toEqual(['QT480113']);
    expect(found('suspect')).toEqual(['QT480113']);
    expect(found('offline')).toEqual(['QT480203']);
    expect(found('')).toHaveLength(8);
  });
  it('is found from the palette with names that begin so first', () => {
    const found = matchEntries(instrumentEntries(fleet), 'station').map(({ label }) => label);
    expect(found).toEqual(['Station Road dust', 'Station Road, cellar wall']);
    expect(matchEntries(instrumentEntries(fleet), 'nothing')).toEqual([]);
  });
});

describe('a sync request', () => {
  it('takes whole days within what the core takes', () => {
    expect(['7', ' 31 ', '3660', '0', '3661', '1.5', '-1', '', 'x'].map(parseDays)).toEqual([
      7,
      31,
      3_660,
      ...Array<undefined>(6).fill(undefined),
    ]);
  });
  it('names no instruments when all are wanted, so that new ones come too', () => {
    expect(syncRequest(['a', 'b'], 'all', 7)).toEqual({ days: 7 });
    expect(syncRequest(['a', 'b'], togglePick(['a', 'b'], 'all', 'a'), 7)).toEqual({
      days: 7,
      instruments: ['b'],
    });
    expect(syncRequest(['a', 'b'], new Set(), 7)).toBeUndefined();
    expect(syncRequest(['a', 'b'], 'all', undefined)).toBeUndefined();
  });
  it('names no days when each dataset is wanted as far back as it is kept', () => {
    expect(syncRequest(['a', 'b'], 'all', 'kept')).toEqual({});
    expect(syncRequest(['a', 'b'], new Set(['b']), 'kept')).toEqual({ instruments: ['b'] });
    expect([undefined, 31, 12].map(firstReach)).toEqual(['kept', 31, 'custom']);
  });
});

describe('a job', () => {
  const job: Job = runningSync(NOW);
  const issue = (instrument: string, text: string): JobIssue => ({
    dataset: 'recordings',
    instrument,
    item: undefined,
    text,
    error: { kind: 'forbidden' },
  });

  it('says how far it is, how long it takes, or why it waits and for how long', () => {
    expect(progressLine(job, NOW, 'UTC')).toBe('412 of 1,204 requests · about 4 min left');
    const waiting = {
      ...job,
      state: 'waiting' as const,
      waiting: { reason: 'MyCirrus asked for a pause', until: NOW + 41_200 },
    };
    expect(progressLine(waiting, NOW, 'UTC')).toBe(
      '412 of 1,204 requests · MyCirrus asked for a pause, next try in 42 s',
    );
    expect(
      progressLine({ ...waiting, waiting: { reason: 'no network', until: undefined } }, NOW, 'UTC'),
    ).toBe('412 of 1,204 requests · no network');
  });
  it('does not look complete when something is missing', () => {
    const done = { ...job, state: 'done' as const, issues: [issue('A', 'No permission.')] };
    expect([jobWord(done).word, jobWord({ ...done, issues: [] }).word]).toEqual([
      'something is missing',
      'complete',
    ]);
    expect(jobToast(done)).toEqual({
      kind: 'warning',
      title: 'Sync, 31 days: 1 thing is missing',
      description: 'No permission.',
      durationMs: 12_000,
      remedy: undefined,
    });
  });
  it('says the one thing that failed once, and asks for a new key when that is what helps', () => {
    const text = 'MyCirrus rejected the API key.';
    const rejected: Job = {
      ...runningSync(NOW),
      state: 'failed',
      summary: text,
      issues: [{ ...issue('A', text), instrument: undefined, error: { kind: 'unauthorized' } }],
    };
    expect(listedIssues(rejected)).toEqual([]);
    expect(listedIssues({ ...rejected, summary: 'Stopped.' })).toHaveLength(1);
    expect([jobRemedy(rejected), jobToast(rejected).remedy]).toEqual(['new-key', 'new-key']);
    expect(
      jobRemedy({ ...rejected, issues: [{ ...issue('A', text), error: { kind: 'server' } }] }),
    ).toBeUndefined();
  });
  it('tells many issues of one cause in one line with the places named', () => {
    const issues = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((serial) => issue(serial, 'No permission.'));
    expect(groupIssues([...issues, issue('A', 'Cut off.')])).toEqual([
      { key: 'recordings\nNo permission.', text: 'No permission.', where: 'A, B, C, D, E, F and 2 more' },
      { key: 'recordings\nCut off.', text: 'Cut off.', where: 'A' },
    ]);
  });
});

describe('calibration and SIC', () => {
  const sic = (day: number, value: number | undefined, status = 'Success'): SicRow => ({
    time: day * DAY,
    status,
    bands: value === undefined ? {} : { '1kHz': value },
  });
  const calibration = (day: number, offset: number | undefined, status: string): CalibrationRow => ({
    time: day * DAY,
    status,
    level: 93.7,
    offset,
    drift: undefined,
    verdict: 'unknown',
  });

  it('draws successes in order of time and leaves failures to the table', () => {
    const { time, lines } = calibrationLines([
      calibration(3, 0.2, 'Success'),
      calibration(2, 5, 'Failed'),
      calibration(1, 0.1, 'Success'),
    ]);
    expect([time, lines[0]?.values]).toEqual([
      [DAY, 3 * DAY],
      [0.1, 0.2],
    ]);
  });
  it('takes each band against the median of its successes since the last successful calibration', () => {
    const rows = [sic(1, 40), sic(2, 40), sic(5, 48.6), sic(6, 48.4), sic(7, 48.5), sic(8, 44, 'Error')];
    const baseline = sicBaseline(rows, [calibration(4, 0.1, 'Success'), calibration(7.5, 0, 'Failed')]);
    expect(baseline).toMatchObject({
      bands: { '1kHz': 48.5 },
      results: 3,
      sinceCalibration: true,
      from: 5 * DAY,
    });
    expect(fromBaseline(sic(8, 44, 'Error'), '1kHz', baseline)).toBeCloseTo(-4.5);
    expect(fromBaseline(sic(8, undefined), '1kHz', baseline)).toBeUndefined();
  });
  it('says so when too few results came since the calibration, and has no baseline without a success', () => {
    expect(sicBaseline([sic(1, 40), sic(2, 42), sic(5, 48)], [calibration(4, 0.1, 'Success')])).toMatchObject(
      { bands: { '1kHz': 42 }, sinceCalibration: false },
    );
    expect(sicBaseline([sic(1, 40, 'Error')], [])).toBeUndefined();
  });
});

describe('small things', () => {
  it('puts the usual quantities first and the others by name', () => {
    expect(measurementColumns([{ from: 0, to: 1, values: { Zz: 1, LCPeak: 2, LAeq: null, Ab: 3 } }])).toEqual(
      ['LAeq', 'LCPeak', 'Ab', 'Zz'],
    );
  });
  it('takes settings that make no sense as the defaults', () => {
    const defaults = { theme: 'system', timeDisplay: 'local', metered: false };
    for (const text of [null, '', '{', 'null', '[]', '{"theme":"pink","timeDisplay":3,"metered":1}'])
      expect(parseSettings(text)).toEqual(defaults);
    expect(parseSettings('{"theme":"sunlight","timeDisplay":"utc","metered":true}')).toEqual({
      theme: 'sunlight',
      timeDisplay: 'utc',
      metered: true,
    });
  });
});

describe('the span of levels on show', () => {
  const asked = (dataset: 'timehistory' | 'recordings', from: number, to: number) =>
    ({ dataset, instrument: 'A', from, to, state: 'settled', askedAt: to }) as const;

  it('reaches to the last question, so that an instrument gone silent is seen to be silent', () => {
    const held = { from: 3 * DAY, to: 7 * DAY };
    const known = knownSpan(held, [
      asked('timehistory', 2 * DAY, 10 * DAY),
      asked('recordings', 0, 99 * DAY),
    ]);
    expect(known).toEqual({ from: 2 * DAY, to: 10 * DAY });
    expect(knownSpan(held, [])).toEqual(held);
    expect(firstPreset(held, known)).toBe('7d');
    expect(firstPreset(held, held)).toBe('24h');
    expect(firstPreset(held, { ...held, to: 90 * DAY })).toBe('all');
  });
  it('is as long as was chosen, even where less was asked for; all is all that is known', () => {
    const known = { from: 93 * DAY, to: 100 * DAY };
    expect(presetSpan('31d', known)).toEqual({ from: 69 * DAY, to: 100 * DAY });
    expect(presetSpan('7d', known)).toEqual(known);
    expect(presetSpan('all', known)).toEqual(known);
    expect(reach({ from: 0, to: 100 * DAY })).toEqual({ from: 0, to: 100 * DAY });
  });
});
