import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursOf, partEdges } from '../../../../electron/core/acoustics/parts-of-day';

const at = (hour: number): number => hour * 60;
const usual = { day: at(7), evening: at(19), night: at(23) };

describe('parts of a day', () => {
  it('are day, evening and night, cut once more where those of Ldn begin', () => {
    const told = partEdges(usual, 0).map(
      ({ part, isLdnDay, fromMinute, toMinute }) =>
        `${fromMinute / 60}–${toMinute / 60} ${part}, ${isLdnDay ? 'day' : 'night'} of Ldn`,
    );
    expect(told).toEqual([
      '0–7 night, night of Ldn',
      '7–19 day, day of Ldn',
      '19–22 evening, day of Ldn',
      '22–23 evening, night of Ldn',
      '23–24 night, night of Ldn',
    ]);
    expect(hoursOf(usual)).toEqual({ day: 12, evening: 4, night: 8 });
  });

  it('that begin together leave the time to the last of them', () => {
    expect(hoursOf({ ...usual, evening: at(23) })).toEqual({ day: 16, evening: 0, night: 8 });
    expect(hoursOf({ ...usual, day: at(19) })).toEqual({ day: 0, evening: 4, night: 20 });
    expect(hoursOf({ ...usual, night: at(7) })).toEqual({ day: 12, evening: 12, night: 0 });
    expect(hoursOf({ day: 0, evening: 1_440, night: 0 })).toEqual({ day: 24, evening: 0, night: 0 });
  });

  it('tile a day from any minute on, and count by as much as they last', () => {
    const minute = fc.integer({ min: 0, max: 1_440 });
    fc.assert(
      fc.property(minute, minute, minute, minute, (day, evening, night, begins) => {
        const periods = { day, evening, night };
        const edges = partEdges(periods, begins);
        expect([edges[0]?.fromMinute, edges.at(-1)?.toMinute]).toEqual([begins, begins + 1_440]);
        for (const [i, { fromMinute, toMinute }] of edges.entries()) {
          expect(toMinute).toBeGreaterThan(fromMinute);
          if (i > 0) expect(fromMinute).toBe(edges[i - 1]?.toMinute);
        }
        const hours = { day: 0, evening: 0, night: 0 };
        let ldn = 0;
        for (const { part, isLdnDay, fromMinute, toMinute } of edges) {
          hours[part] += (toMinute - fromMinute) / 60;
          if (isLdnDay) ldn += (toMinute - fromMinute) / 60;
        }
        for (const part of ['day', 'evening', 'night'] as const)
          expect(hours[part]).toBeCloseTo(hoursOf(periods)[part], 9);
        expect(ldn).toBeCloseTo(15, 9);
      }),
    );
  });
});
