import { describe, expect, it } from 'vitest';
import {
  figureSections,
  figuresCsv,
  figuresText,
} from '../../../../../renderer/views/instrument/levels/figure-rows';
import { fakeFigures } from '../../../../support/fake-selection';
import { parseCsv } from '../../../../support/parse-csv';

const T0 = Date.UTC(2026, 10, 1, 10);
const HOUR = 3_600_000;
const span = { from: T0, to: T0 + 3 * HOUR };
const channels = ['LAeq', 'LAFMax', 'LCPeak'];
const figures = fakeFigures({ channels, span, percents: [10, 90] });
const both = fakeFigures({ channels, span, percents: [10], excluded: [{ from: T0, to: T0 + HOUR }] });

describe('figures of a selection in rows', () => {
  it('begin with means, then maxima and peaks with their time, then the spread, then how much is valid', () => {
    const text = figureSections(figures, 'UTC').map((rows) =>
      rows.map(({ label, all }) => [label, all.at === undefined ? all.text : `${all.text} at ${all.at}`]),
    );
    expect(text).toEqual([
      [
        ['LAeq', '58.3'],
        ['LAE', '98.6'],
        ['LEX,8h', '54.0'],
      ],
      [
        ['LAFMax', '84.1 at 11:00:00'],
        ['LCPeak', '103.7 at 11:00:00'],
      ],
      [
        ['greatest 1 s LAeq', '79.3 at 11:00:00'],
        ['least 1 s LAeq', '36.3 at 10:00:00'],
        ['L10 of 1 s LAeq', '66.3'],
        ['L90 of 1 s LAeq', '50.3'],
      ],
      [['valid', '97 %']],
    ]);
  });
  it('name the day of a time when the selection has more than one', () => {
    const days = figureSections(fakeFigures({ channels, span: { from: T0, to: T0 + 48 * HOUR } }), 'UTC');
    expect(days[1]?.[0]?.all).toEqual({ text: '84.1', at: '2 Nov 02:00:00' });
  });
  it('stand beside those without what is left out, and only then', () => {
    expect(figureSections(figures, 'UTC').flat()[0]?.kept).toBeUndefined();
    expect(figureSections(both, 'UTC').flat()[0]).toMatchObject({
      all: { text: '58.3' },
      kept: { text: '57.1' },
    });
  });
  it('say why one cannot be told instead of a number', () => {
    const [first, ...others] = figures.channels;
    if (first === undefined) throw new Error('no channel');
    const mixed = { ...first, reasons: { percentiles: 'Samples of different lengths cannot be pooled.' } };
    const rows = figureSections({ ...figures, channels: [mixed, ...others] }, 'UTC').flat();
    expect(rows.find(({ label }) => label === 'Ln of 1 s LAeq')).toEqual({
      label: 'Ln of 1 s LAeq',
      all: { text: '–', at: undefined },
      kept: undefined,
      reason: 'Samples of different lengths cannot be pooled.',
    });
    expect(rows.some(({ label }) => label.startsWith('L90'))).toBe(false);
  });
  it('are copied with units, time zone and both columns', () => {
    const text = figuresText({ figures: both, instrument: 'QT410247', zone: 'Europe/London' });
    expect(text).toContain('Selection: 1 Nov 2026 10:00 to 13:00 (+00:00)');
    expect(text).toContain('LAeq: 58.3 dB; without what is left out: 57.1 dB');
    expect(text).toContain('LAFMax: 84.1 dB at 11:00:00');
    expect(text).toContain('valid: 97 %');
    const csv = parseCsv(figuresCsv({ figures: both, instrument: 'QT410247', zone: 'UTC' }));
    const leq = Object.fromEntries(csv.header.map((name, index) => [name, csv.rows[0]?.[index]]));
    expect(leq).toMatchObject({ figure: 'LAeq', unit: 'dB', zone: 'UTC', all: '58.3', kept_at: '' });
    expect(Number(leq['kept'])).toBeCloseTo(57.1, 9);
  });
});
