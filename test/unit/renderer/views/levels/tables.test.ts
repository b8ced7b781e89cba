import { describe, expect, it } from 'vitest';
import {
  exceedanceRows,
  rulesOf,
  stepsOf,
} from '../../../../../renderer/views/instrument/levels/tables/exceedance-rows';
import { minutesClock } from '../../../../../renderer/views/instrument/levels/tables/limit-words';

const MINUTE = 60_000;
const limit = (id: number, name: string, from: readonly number[]) => ({
  ...{ id, name, channel: 'LAeq', limit: 55, label: 'LAeq,15 min', periods: 9, judged: 8, thin: 1 },
  from: Float64Array.from(from),
  to: Float64Array.from(from, (at) => at + 15 * MINUTE),
  level: Float64Array.from(from, () => 57.5),
  over: Float64Array.from(from, () => 2.5),
  validFraction: Float32Array.from(from, () => 1),
});
const exceedances = {
  leastFraction: 0.9,
  limits: [limit(4, 'Night', [30 * MINUTE, 90 * MINUTE]), limit(9, 'Day', [60 * MINUTE])],
};

describe('what lies over the limits', () => {
  it('is one list by time, each with its own limit', () => {
    expect(exceedanceRows(exceedances).map(({ name, from, over }) => [name, from / MINUTE, over])).toEqual([
      ['Night', 30, 2.5],
      ['Day', 60, 2.5],
      ['Night', 90, 2.5],
    ]);
    expect(new Set(exceedanceRows(exceedances).map(({ key }) => key)).size).toBe(3);
  });
  it('is drawn over the periods, beside the limit itself, and nothing is drawn of what is closed', () => {
    expect(rulesOf(exceedances)[0]).toEqual({ value: 55, label: 'Night: LAeq,15 min 55 dB' });
    expect(stepsOf(undefined, exceedances).map(({ isOver }) => isOver)).toEqual([true, true]);
    expect([stepsOf(undefined, undefined), rulesOf(undefined)]).toEqual([[], []]);
  });
});

describe('a time of day', () => {
  it('is of 24 hours, and the end of a day its beginning', () => {
    expect([0, 450, 1_439, 1_440].map(minutesClock)).toEqual(['00:00', '07:30', '23:59', '00:00']);
  });
});
