import { describe, expect, it } from 'vitest';
import type { CalibrationRow, Job, JobIssue } from '../../../../electron/contract/index';
import { parseSettings } from '../../../../renderer/state/settings.svelte';
import { calibrationLines } from '../../../../renderer/views/instrument/calibration/calibration-lines';
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
describe('the fleet', () => {
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

describe('calibrations', () => {
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
    expect([time, lines[1]?.values]).toEqual([
      [DAY, 3 * DAY],
      [0.1, 0.2],
    ]);
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
