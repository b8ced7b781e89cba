import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualRules } from '../../../../electron/contract/people';
import { isFailure } from '../../../../electron/contract/result';
import type { Archive } from '../../../../electron/core/db/archive';
import { openArchive } from '../../../../electron/core/db/open';
import { readExclusions } from '../../../../electron/core/queries/exclusions';
import { DAY_MS } from '../../../support/levels';
import { tempFolder } from '../../../support/temp';
import { clockAt } from '../../../support/temp-archive';

const MINUTE = 60_000;
const PER_DAY = DAY_MS / MINUTE;
const DAYS = 366;
const weather = { isOn: true, wind: 5, rain: true, dryMinutes: 60 };
const signal = new AbortController().signal;
let archive: Archive;

/** Wind swells and falls every hour; it rains for ten minutes before every midnight. A day is missing. */
beforeAll(() => {
  archive = openArchive(path.join(tempFolder('exclusions'), 'archive.db'), clockAt(DAYS * DAY_MS));
  const wind = Float64Array.from({ length: PER_DAY }, (_, i) => 4 + 2 * Math.sin((i * 2 * Math.PI) / 60));
  const rain = Float64Array.from({ length: PER_DAY }, (_, i) => (i >= PER_DAY - 10 ? 1.5 : 0));
  archive.transaction(() => {
    for (let day = 0; day < DAYS; day++) {
      if (day === 3) continue;
      archive.series.write('weather', 'QT1', [
        { channel: 'windSpeed', stepMs: MINUTE, start: day * DAY_MS, values: wind },
        { channel: 'precipitation', stepMs: MINUTE, start: day * DAY_MS, values: rain },
      ]);
    }
  });
  archive.records.upsert(
    'sic',
    'QT1',
    [{ key: 'a', time: DAY_MS + 500, until: undefined, data: { status: 'Success' } }],
    1,
  );
}, 60_000);
afterAll(() => archive.close());

describe('exclusions from an archive', () => {
  it('have what people wrote of the instrument and what the rules leave out of it', async () => {
    archive.people.setRules({ ...usualRules, weather });
    const [entry] = archive.people.put(
      [
        { instrument: 'QT1', from: DAY_MS, to: DAY_MS + MINUTE, added: { kind: 'exclusion', why: 'Lorry' } },
        {
          instrument: 'QT2',
          from: DAY_MS,
          to: DAY_MS + MINUTE,
          added: { kind: 'exclusion', why: 'Not here' },
        },
      ],
      1,
      'ana',
    );
    const span = { from: DAY_MS, to: DAY_MS + 100 * MINUTE };
    const { excluded, unknownWeather } = await readExclusions(archive, 'QT1', span, signal);
    expect(unknownWeather).toEqual([]);
    expect(excluded).toEqual([
      { from: DAY_MS, to: DAY_MS + MINUTE, why: 'hand', text: 'Lorry', entry: entry?.id },
      { from: DAY_MS, to: DAY_MS + 60 * MINUTE, why: 'rain', text: 'Rain up to 1.5 mm/h, and 60 min to dry' },
      { from: DAY_MS + 500, to: DAY_MS + 500 + MINUTE, why: 'check', text: 'SIC' },
      { from: DAY_MS + 6 * MINUTE, to: DAY_MS + 25 * MINUTE, why: 'wind', text: 'Wind up to 6.0 m/s' },
      { from: DAY_MS + 66 * MINUTE, to: DAY_MS + 85 * MINUTE, why: 'wind', text: 'Wind up to 6.0 m/s' },
    ]);
  });

  it('call weather unknown where none is held, after the last rain has dried', async () => {
    archive.people.setRules({ ...usualRules, weather });
    const span = { from: 3 * DAY_MS, to: 4 * DAY_MS };
    expect((await readExclusions(archive, 'QT1', span, signal)).unknownWeather).toEqual([
      { from: 3 * DAY_MS + 60 * MINUTE, to: 4 * DAY_MS },
    ]);
    expect((await readExclusions(archive, 'QT9', span, signal)).unknownWeather).toEqual([span]);
  });

  it('of a year come in turns that leave the thread free', async () => {
    archive.people.setRules({ ...usualRules, weather });
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const span = { from: 0, to: 365 * DAY_MS };
    const { excluded } = await readExclusions(archive, 'QT1', span, signal);
    isDone = true;
    expect(excluded.filter(({ why }) => why === 'wind')).toHaveLength(364 * 24);
    expect(turns).toBeGreaterThan(0);
    const stop = AbortSignal.abort();
    const error: unknown = await readExclusions(archive, 'QT1', span, stop).catch(
      (reason: unknown) => reason,
    );
    expect(isFailure(error, 'cancelled')).toBe(true);
  });
});
