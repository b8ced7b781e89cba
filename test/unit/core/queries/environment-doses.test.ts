import { expect, test } from 'vitest';
import { createPace } from '../../../../electron/core/export/table-pace';
import { vibrationDoses } from '../../../../electron/core/queries/environment-doses';
import { withArchiveDuring } from '../../../support/async-archive';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SERIAL = 'FK1';
const zone = 'Europe/London';
const pace = () => createPace(new AbortController().signal);

test('doses of days and nights add up by their fourth powers, by the clock of the site, also when it goes forward', async () => {
  await withArchiveDuring(async (archive) => {
    // From noon on Saturday to noon on Monday; at one on Sunday the clocks go forward.
    const from = Date.parse('2026-03-28T12:00:00Z');
    const values = Float64Array.from({ length: 48 * 60 }, (_, i) => (i % 10) / 100);
    const night = Date.parse('2026-03-28T23:00:00Z');
    values.fill(NaN, (night - from) / MINUTE, (night + 3.5 * HOUR - from) / MINUTE);
    archive.series.write('vdv', SERIAL, [{ channel: 'vdvX', stepMs: MINUTE, start: from, values }]);
    const span = { from, to: from + 48 * HOUR };
    const told = await vibrationDoses(archive, { instrument: SERIAL, span, zone }, pace());
    const expected = [
      ['2026-03-30', 'day', '2026-03-30T06:00:00Z', '2026-03-30T12:00:00Z', true, 1],
      ['2026-03-29', 'night', '2026-03-29T22:00:00Z', '2026-03-30T06:00:00Z', false, 1],
      ['2026-03-29', 'day', '2026-03-29T06:00:00Z', '2026-03-29T22:00:00Z', false, 1],
      // Seven hours long, because the clock leaps over one of its eight.
      ['2026-03-28', 'night', '2026-03-28T23:00:00Z', '2026-03-29T06:00:00Z', false, 0.5],
      ['2026-03-28', 'day', '2026-03-28T12:00:00Z', '2026-03-28T23:00:00Z', true, 1],
    ];
    expect(
      told.map(({ date, part, from: begin, to, isCut, held }) => [
        ...[date, part, begin, to].map((each) =>
          typeof each === 'number' ? new Date(each).toISOString().replace('.000', '') : each,
        ),
        ...[isCut, held],
      ]),
    ).toEqual(expected);
    for (const { from: begin, to, doses } of told) {
      const own = [...values].filter((_, i) => from + i * MINUTE >= begin && from + i * MINUTE < to);
      const sum = own.reduce((all, dose) => all + (Number.isNaN(dose) ? 0 : dose ** 4), 0);
      expect(doses[0]).toBeCloseTo(sum ** 0.25, 12);
      expect([doses[1], doses[2]]).toEqual([NaN, NaN]);
    }
  });
});

test('days without a dose are not told, and a zone that there is not is refused', async () => {
  await withArchiveDuring(async (archive) => {
    const span = { from: 0, to: 48 * HOUR };
    expect(await vibrationDoses(archive, { instrument: SERIAL, span, zone }, pace())).toEqual([]);
    await expect(
      vibrationDoses(archive, { instrument: SERIAL, span, zone: 'Mars/Olympus' }, pace()),
    ).rejects.toMatchObject({ error: { kind: 'invalid' } });
  });
});
