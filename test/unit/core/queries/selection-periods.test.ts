import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryInput } from '../../../../electron/contract/people';
import type { Exceedances } from '../../../../electron/contract/selection';
import type { Archive } from '../../../../electron/core/db/archive';
import { selectionExceedances, selectionPeriods } from '../../../../electron/core/queries/selection-periods';
import { kindOf } from '../../../support/levels';
import {
  everyTurn,
  inside,
  plainLeq,
  plainMax,
  plainSamples,
  withArchiveFor,
  writeRuns,
} from '../../../support/plain-selection';
import { nows, oneLength, severalLengths, spanAbout } from '../../../support/random-levels';

const MINUTE = 60_000;
const LATER = Date.parse('2030-01-01');
const at = (text: string): number => Date.parse(text);
const failure = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return kindOf(() => {
    throw error;
  });
};

it('periods of any selection are those of a plain computation over its samples', async () => {
  for (const now of nows)
    await withArchiveFor(now, async (archive) => {
      let count = 0;
      const cases = fc.oneof({ arbitrary: oneLength, weight: 3 }, severalLengths).chain((runs) =>
        fc.record({
          runs: fc.constant(runs),
          span: spanAbout(runs),
          channel: fc.constantFrom('LAeq', 'LAFMax', 'LCPeak'),
          minutes: fc.constantFrom(1, 5, 15, 60, 1_440),
          zone: fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns'),
          excluded: fc.array(spanAbout(runs), { maxLength: 2 }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(cases, async ({ runs, span, channel, minutes, zone, excluded }) => {
          const instrument = `Q${count++}`;
          writeRuns(archive, instrument, channel, runs);
          const input = { instrument, channel, span, minutes, zone, excluded };
          const periods = await selectionPeriods(archive, input, everyTurn());
          const samples = plainSamples(runs).filter(
            ({ time }) => inside([span], time) && !inside(excluded, time),
          );
          const { from, to, level, validFraction } = periods;
          expect(from[0]).toBeLessThanOrEqual(span.from);
          expect(to.at(-1)).toBeGreaterThanOrEqual(span.to);
          // None of these zones changes its clocks here.
          expect([...to].every((end, i) => end - (from[i] ?? NaN) === minutes * MINUTE)).toBe(true);
          expect([...from].every((begin, i) => i === 0 || begin === to[i - 1])).toBe(true);
          let next = 0;
          for (const [i, end] of to.entries()) {
            const first = next;
            while (next < samples.length && (samples[next]?.time ?? end) < end) next++;
            const own = samples.slice(first, next);
            const plain = channel === 'LAeq' ? plainLeq(own) : plainMax(own)?.level;
            const isClose =
              own.length === 0
                ? Number.isNaN(level[i])
                : Math.abs((level[i] ?? NaN) - (plain ?? NaN)) < (channel === 'LAeq' ? 2e-5 : 1e-12);
            const validMs = own.reduce((sum, { weight }) => sum + weight, 0);
            const fraction = Math.fround(Math.min(1, validMs / (minutes * MINUTE)));
            if (!isClose || validFraction[i] !== fraction)
              expect({ level: level[i], fraction: validFraction[i] }).toEqual({ level: plain, fraction });
          }
          expect(next).toBe(samples.length);
        }),
        { numRuns: 70 },
      );
    });
}, 120_000);

describe('periods', () => {
  it('are days of the site, and say what they are', async () => {
    await withArchiveFor(LATER, async (archive) => {
      const input = { instrument: 'Q', channel: 'LAFMax', minutes: 1_440, zone: 'Europe/London' };
      const span = { from: at('2025-03-29T12:00Z'), to: at('2025-03-31T12:00Z') };
      const { from, to, level, label, by } = await selectionPeriods(archive, { ...input, span }, everyTurn());
      expect([...from].map((each, i) => ((to[i] ?? NaN) - each) / (60 * MINUTE))).toEqual([24, 23, 24]);
      expect({ by, label, level: [...level] }).toEqual({
        by: 'greatest',
        label: 'LAFMax,24 h',
        level: [NaN, NaN, NaN],
      });
    });
  });

  it('that are too many to be shown are refused', async () => {
    await withArchiveFor(LATER, async (archive) => {
      const span = { from: at('2025-01-01T00:00Z'), to: at('2026-01-01T00:00Z') };
      const input = { instrument: 'Q', channel: 'LAeq', minutes: 1, zone: 'UTC', span };
      expect(await failure(selectionPeriods(archive, input, everyTurn()))).toBe('invalid');
    });
  });

  it('stop when they are told to', async () => {
    await withArchiveFor(LATER, async (archive) => {
      writeRuns(archive, 'Q', 'LAeq', [{ stepMs: MINUTE, start: at('2025-01-01T00:00Z'), values: [50] }]);
      const span = { from: at('2025-01-01T00:00Z'), to: at('2025-01-02T00:00Z') };
      const input = { instrument: 'Q', channel: 'LAeq', minutes: 60, zone: 'UTC', span };
      const { createPace } = await import('../../../../electron/core/export/table-pace');
      expect(await failure(selectionPeriods(archive, input, createPace(AbortSignal.abort())))).toBe(
        'cancelled',
      );
    });
  });
});

type Limit = Extract<EntryInput['added'], { kind: 'limit' }>;
const limit = (rest: Partial<Limit>): Limit => ({
  ...{ kind: 'limit', name: 'Limit', channel: 'LAeq', periodMinutes: 60, level: 60, from: 0, to: 0 },
  ...{ weekdays: [1, 2, 3, 4, 5, 6, 7], ...rest },
});

async function judge(
  archive: Archive,
  zone: string,
  from: string,
  to: string,
): Promise<readonly (Exceedances['limits'][number] & { readonly times: readonly string[] })[]> {
  const span = { from: at(from), to: at(to) };
  const { limits } = await selectionExceedances(archive, { instrument: 'Q', span, zone }, everyTurn());
  return limits.map((each) => ({
    ...each,
    times: [...each.from].map(
      (begin, i) => `${new Date(begin).toISOString().slice(5, 16)} ${((each.to[i] ?? NaN) - begin) / MINUTE}`,
    ),
  }));
}

/** One level each minute of a stretch. */
function writeMinutes(
  archive: Archive,
  from: string,
  minutes: number,
  levelOf: (minute: number) => number,
): void {
  const values = Array.from({ length: minutes }, (_, i) => levelOf(i));
  writeRuns(archive, 'Q', 'LAeq', [{ stepMs: MINUTE, start: at(from), values }]);
}

describe('exceedances', () => {
  it('are the periods over a limit, and by how much', async () => {
    await withArchiveFor(LATER, async (archive) => {
      archive.people.put([{ added: limit({ name: 'Hour' }) }], 0, 'A');
      // Exactly the limit in the first hour, over it in the second, half of the third, nothing in the fourth.
      writeMinutes(archive, '2026-03-02T10:00Z', 150, (minute) => (minute < 60 ? 60 : 63));
      const [hour] = await judge(archive, 'UTC', '2026-03-02T10:00Z', '2026-03-02T14:00Z');
      expect(hour?.times).toEqual(['03-02T11:00 60', '03-02T12:00 60']);
      expect([...(hour?.over ?? [])].map((each) => Math.round(each * 1e4) / 1e4)).toEqual([3, 3]);
      expect([...(hour?.validFraction ?? [])]).toEqual([1, 0.5]);
      expect([hour?.periods, hour?.judged, hour?.thin, hour?.label]).toEqual([4, 3, 1, 'LAeq,1 h']);
    });
  });

  it('are looked for in the hours and on the days of the limit, over midnight too', async () => {
    await withArchiveFor(LATER, async (archive) => {
      const night = limit({ name: 'Fridays', from: 22 * 60, to: 6 * 60, periodMinutes: 240, weekdays: [5] });
      const noon = limit({ name: 'Noon', from: 12 * 60, to: 13 * 60 + 30, weekdays: [6, 7] });
      archive.people.put([{ added: night }, { added: noon }], 0, 'A');
      // The sixth of March 2026 is a Friday.
      writeMinutes(archive, '2026-03-05T00:00Z', 5 * 1_440, () => 70);
      const [fridays, noons] = await judge(archive, 'UTC', '2026-03-05T00:00Z', '2026-03-10T00:00Z');
      expect(fridays?.times).toEqual(['03-06T22:00 240', '03-07T02:00 240']);
      expect(noons?.times).toEqual(['03-07T12:00 60', '03-07T13:00 30', '03-08T12:00 60', '03-08T13:00 30']);
    });
  });

  it('of a night have the length that a clock change gives it', async () => {
    await withArchiveFor(LATER, async (archive) => {
      archive.people.put([{ added: limit({ from: 23 * 60, to: 7 * 60, periodMinutes: 480 }) }], 0, 'A');
      writeMinutes(archive, '2025-03-29T00:00Z', 3 * 1_440, () => 70);
      writeMinutes(archive, '2025-10-25T00:00Z', 3 * 1_440, () => 70);
      const spring = await judge(archive, 'Europe/London', '2025-03-29T12:00Z', '2025-03-30T12:00Z');
      expect(spring[0]?.times).toEqual(['03-29T23:00 420']);
      const autumn = await judge(archive, 'Europe/London', '2025-10-25T12:00Z', '2025-10-26T12:00Z');
      expect(autumn[0]?.times).toEqual(['10-25T22:00 540']);
    });
  });

  it('count for limits of the instrument and of all, not for those of others or removed', async () => {
    await withArchiveFor(LATER, async (archive) => {
      const entries = archive.people.put(
        [
          { added: limit({ name: 'all' }) },
          { instrument: 'Q', added: limit({ name: 'own' }) },
          { instrument: 'R', added: limit({ name: 'other' }) },
          { added: limit({ name: 'removed' }) },
        ],
        0,
        'A',
      );
      archive.people.remove([entries[3]?.id ?? 0], 1);
      const found = await judge(archive, 'UTC', '2026-03-02T10:00Z', '2026-03-02T14:00Z');
      expect(found.map(({ name, periods, judged }) => [name, periods, judged])).toEqual([
        ['all', 4, 0],
        ['own', 4, 0],
      ]);
    });
  });

  it('leave out what is excluded', async () => {
    await withArchiveFor(LATER, async (archive) => {
      archive.people.put([{ added: limit({ periodMinutes: 15 }) }], 0, 'A');
      writeMinutes(archive, '2026-03-02T10:00Z', 60, (minute) => (minute === 20 ? 90 : 50));
      const span = { from: at('2026-03-02T10:00Z'), to: at('2026-03-02T11:00Z') };
      const excluded = [{ from: span.from + 20 * MINUTE, to: span.from + 21 * MINUTE }];
      const over = async (without: typeof excluded): Promise<number> => {
        const input = { instrument: 'Q', span, zone: 'UTC', excluded: without };
        const { limits } = await selectionExceedances(archive, input, everyTurn());
        return limits[0]?.from.length ?? NaN;
      };
      expect([await over([]), await over(excluded)]).toEqual([1, 0]);
    });
  });
});
