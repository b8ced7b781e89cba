import { describe, expect, it } from 'vitest';
import type { SyncRequest } from '../../../../electron/contract/index';
import type { KeepChoice } from '../../../../electron/contract/model';
import { DAY_MS, datasets } from '../../../../electron/core/datasets';
import { wantedBy } from '../../../../electron/core/sync/facts';
import { keptOf } from '../../../../electron/core/sync/keep';

const NOW = Date.parse('2026-03-02T12:00:00.400Z');
const SECOND = Date.parse('2026-03-02T12:00:00Z');
/** Days wanted of each variant; `off` and `now` as they are. */
function wanted(request: SyncRequest, choices: readonly KeepChoice[] = [], serial = 'QT1') {
  const { of } = wantedBy(request, choices, NOW);
  return Object.fromEntries(
    datasets.flatMap((dataset) =>
      dataset.variants.flatMap((variant) => {
        const want = of(serial, dataset, variant);
        if (want === undefined) return [];
        if (typeof want === 'object') expect(want.to).toBe(SECOND);
        const name = [dataset.id, variant.id].filter((part) => part !== '').join(':');
        return [[name, typeof want === 'object' ? (want.to - want.from) / DAY_MS : want]];
      }),
    ),
  );
}
const always = { instruments: 'now', status: 'now' };

describe('a sync of everything', () => {
  it('reaches back as far as each is kept, and as far as is usual unless a person says otherwise', () => {
    const all = wanted({});
    expect(all).toMatchObject({ ...always, monitorcurrent: 'now', calibrations: 365, 'timehistory:1s': 31 });
    expect(all).toMatchObject({
      'timehistory:100ms': 'off',
      'frequency:Octave-Z': 31,
      'frequencyhistory:Third-Z-1s': 'off',
    });
    const choice = (dataset: KeepChoice['dataset'], variant: string, days: number, instrument = '') => ({
      ...{ dataset, variant, days, instrument },
    });
    const choices = [
      choice('timehistory', '1s', 400),
      choice('timehistory', '100ms', 3, 'QT1'),
      choice('calibrations', '', 30),
      choice('weather', '', 0),
    ];
    const chosen = { 'timehistory:1s': 400, 'timehistory:100ms': 3, calibrations: 30, weather: 'off' };
    expect(wanted({}, choices)).toMatchObject(chosen);
    expect(wanted({}, choices, 'QT2')).toMatchObject({ ...chosen, 'timehistory:100ms': 'off' });
  });

  it('of a number of days brings a year of calibrations too, without which no drift could be told', () => {
    expect(wanted({ days: 7 })).toMatchObject({ calibrations: 365, sic: 365, measurements: 7, weather: 7 });
    const choices = [{ dataset: 'sic' as const, variant: '', instrument: '', days: 14 }];
    expect(wanted({ days: 7 }, choices)).toMatchObject({ calibrations: 365, sic: 7 });
  });
});

describe('a request', () => {
  it('for an exact span gets exactly that, and nothing of the future', () => {
    const span = { from: SECOND - 2 * DAY_MS, to: SECOND + DAY_MS };
    const days = Object.values(wanted({ span })).filter((value) => typeof value === 'number');
    expect(new Set(days)).toEqual(new Set([2]));
  });

  it('for datasets brings those alone, and the records that details are about', () => {
    expect(wanted({ datasets: ['weather'], days: 3 })).toEqual({ ...always, weather: 3 });
    expect(wanted({ datasets: ['eventhistory'], days: 3 })).toEqual({
      ...always,
      events: 3,
      eventhistory: 3,
    });
  });

  it('for a variant brings it even if it is switched off, and no other of its dataset', () => {
    const variants = [{ dataset: 'timehistory' as const, variant: '100ms' }];
    expect(wanted({ variants })).toEqual({ ...always, 'timehistory:100ms': 31 });
    expect(wanted({ variants, datasets: ['sic'], days: 2 })).toEqual({
      ...always,
      sic: 365,
      'timehistory:100ms': 2,
    });
  });

  it('for a variant that nobody knows is refused', () => {
    const variants = [{ dataset: 'timehistory' as const, variant: '1ms' }];
    expect(() => wanted({ variants })).toThrow('timehistory has no variant 1ms');
  });
});

describe('what is kept', () => {
  it('is the choice for the instrument, else for all, else the default', () => {
    const choices = [
      { dataset: 'events' as const, variant: '', instrument: '', days: 90 },
      { dataset: 'events' as const, variant: '', instrument: 'QT1', days: 0 },
    ];
    const of = keptOf(choices);
    expect([of('QT1', 'events', ''), of('QT2', 'events', ''), of('QT2', 'weather', '')]).toEqual([
      { days: 0, from: 'instrument' },
      { days: 90, from: 'all' },
      { days: 31, from: 'default' },
    ]);
    expect(of('', 'events', '')).toEqual({ days: 90, from: 'all' });
  });
});
