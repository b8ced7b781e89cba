/** An archive with something of everything, and a strict look at what is left of it. */
import { expect } from 'vitest';
import type { Archive, CoverageRow, StoredRecord } from '../../../../electron/core/db/archive';
import type { AudioFile } from '../../../../electron/core/db/audio-store';
import { openArchive, type OpenOptions } from '../../../../electron/core/db/open';
import { isAnswer } from '../../../../electron/core/sync/plan';
import type { DatasetId } from '../../../../electron/contract/model';
import { usualRules, type EntryInput } from '../../../../electron/contract/people';
import { DAY_MS, noise } from '../../../support/levels';
import { clockAt } from '../../../support/temp-archive';

export const DAYS = 4;
export const NOW = (DAYS + 2) * DAY_MS;
export const CHANNELS = ['LAeq', 'LAFMax', 'LCPeak'];
const PER_DAY = 9_000;
const ALL = { from: 0, to: DAYS * DAY_MS };

export const open = (file: string, options?: OpenOptions): Archive =>
  openArchive(file, clockAt(NOW), options);

const made = new Map<number, Float64Array>();
function samples(channel: number, day: number): Float64Array {
  const seed = 10 * day + channel + 1;
  const values = made.get(seed) ?? noise(seed, PER_DAY);
  made.set(seed, values);
  return values;
}
const RECORDS: readonly DatasetId[] = ['calibrations', 'measurements', 'recordings'];
const rowsOf = (dataset: DatasetId): readonly StoredRecord[] =>
  Array.from({ length: 24 * DAYS }, (_, hour) => ({
    key: `${dataset} ${hour}`,
    time: (hour * DAY_MS) / 24,
    until: ((hour + 1) * DAY_MS) / 24,
    data: { dataset, hour, LAeq: 40 + hour / 100, note: 'x'.repeat(hour * 3) },
  }));
const covered = (dataset: DatasetId, params: string): CoverageRow => ({
  ...{ dataset, instrument: 'QT1', params, ...ALL },
  ...{ state: 'settled', askedAt: 5, asks: 1, why: undefined },
});
const INSTRUMENTS = ['QT1', 'QT2'].map((serial) => ({
  serial,
  data: { serialNumber: serial, name: `Gate ${serial}` },
}));
const CHOICE = { instrument: 'QT1', dataset: 'timehistory', variant: '100ms', days: 9 } as const;
const FILE: AudioFile = {
  ...{ recording: 'recordings 1', format: 'FLAC', path: 'QT1/1.flac', sizeBytes: 9, sha256: 'ab' },
  ...{ durationMs: 5, fetchedAt: 6 },
};
const NOTE: EntryInput = {
  ...{ instrument: 'QT1', from: DAY_MS, to: 2 * DAY_MS },
  added: { kind: 'note', text: 'Blasting next door' },
};
const RULES = { ...usualRules, sicDb: 2.5 };

export function fill(archive: Archive): void {
  archive.people.put([NOTE], 8, 'ana');
  archive.people.setRules(RULES);
  archive.instruments.replace(INSTRUMENTS, 7);
  archive.keep.put([CHOICE]);
  archive.audio.put(FILE);
  archive.audio.measured('QT1', 'FLAC', 9, 5);
  for (let day = 0; day < DAYS; day++)
    archive.series.write(
      'timehistory',
      'QT1',
      CHANNELS.map((channel, i) => ({
        channel,
        stepMs: 1_000,
        start: day * DAY_MS,
        values: samples(i, day),
      })),
    );
  for (const dataset of RECORDS) archive.records.upsert(dataset, 'QT1', rowsOf(dataset), 3);
  archive.coverage.put(covered('timehistory', '1s'));
  for (const dataset of RECORDS) archive.coverage.put(covered(dataset, ''));
  const job = archive.jobs.add({
    ...{ kind: 'audio-export', state: 'queued', title: 'All of it', request: { folder: '/x' }, issues: [] },
    ...{
      done: 0,
      total: 2,
      bytes: 0,
      createdAt: 1,
      startedAt: undefined,
      endedAt: undefined,
      summary: undefined,
    },
  });
  archive.jobs.addItems(job.id, [
    { key: 'a', data: { id: 1 } },
    { key: 'b', data: { id: 2 } },
  ]);
}

/** Looks are many, and an array of each would be more work than the look. */
function countWhere(values: Float64Array, is: (value: number, at: number) => boolean): number {
  let count = 0;
  for (let at = 0; at < values.length; at++) if (is(values[at] ?? NaN, at)) count++;
  return count;
}
const isHeld = (value: number): boolean => !Number.isNaN(value);

/** How much of what was there is there, each thing as it was. Fails when anything reads as something else. */
export function look(archive: Archive): { samples: number; records: number } {
  const found = { samples: 0, records: 0 };
  for (const [i, channel] of CHANNELS.entries())
    for (let day = 0; day < DAYS; day++) {
      const span = { from: day * DAY_MS, to: (day + 1) * DAY_MS };
      const read = archive.series.read('timehistory', 'QT1', channel, 1_000, span);
      const right = countWhere(samples(i, day), (value, at) => read[at] === value);
      expect([channel, day, countWhere(read, isHeld)]).toEqual([channel, day, right]);
      found.samples += right;
    }
  for (const dataset of RECORDS) {
    const wanted = new Map(rowsOf(dataset).map((row) => [row.key, row]));
    const rows = archive.records.list(dataset, 'QT1', ALL);
    expect(rows).toEqual(rows.map(({ key }) => wanted.get(key)));
    found.records += rows.length;
  }
  for (const { serial, name } of archive.instruments.list()) expect(name).toBe(`Gate ${serial}`);
  for (const choice of archive.keep.list()) expect(choice).toEqual(CHOICE);
  const file = archive.audio.get(FILE.recording);
  if (file !== undefined) expect(file).toEqual(FILE);
  for (const entry of archive.people.list())
    expect(entry).toMatchObject({ ...NOTE, author: 'ana', createdAt: 8 });
  expect([RULES, usualRules]).toContainEqual(archive.people.rules());
  return found;
}

/** What the ledger claims is there to the last sample and row. */
export function expectClaimsHeld(archive: Archive): void {
  for (const { dataset, from, to } of archive.coverage.list().filter(isAnswer)) {
    if (dataset === 'timehistory')
      for (let day = 0; day < DAYS; day++) {
        const span = { from: Math.max(from, day * DAY_MS), to: Math.min(to, (day + 1) * DAY_MS) };
        if (span.from >= span.to) continue;
        for (const channel of CHANNELS) {
          const first = (span.from - day * DAY_MS) / 1_000;
          const last = Math.min(PER_DAY, (span.to - day * DAY_MS) / 1_000);
          const read = archive.series.read('timehistory', 'QT1', channel, 1_000, span);
          expect([channel, day, countWhere(read, isHeld)]).toEqual([channel, day, Math.max(0, last - first)]);
        }
      }
    else {
      const wanted = rowsOf(dataset).filter(({ time }) => time >= from && time < to);
      expect(archive.records.list(dataset, 'QT1', { from, to }).map(({ key }) => key)).toEqual(
        wanted.map(({ key }) => key),
      );
    }
  }
}

export const SAMPLES = CHANNELS.length * DAYS * PER_DAY;
export const ROWS = RECORDS.length * 24 * DAYS;
export const check = (archive: Archive) => archive.check(() => undefined, new AbortController().signal);
