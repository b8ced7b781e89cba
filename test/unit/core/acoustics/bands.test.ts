import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bandIndex, bandsOf, broadbandOf } from '../../../../electron/core/acoustics/bands';
import { BANDS } from '../../../../electron/core/dataset-list';

test('nominal names stand on exact base-10 centres', () => {
  const thirds = bandsOf('Third');
  expect(thirds.map(({ name }) => name).join(' · ')).toBe(
    '6.3 Hz · 8 Hz · 10 Hz · 12.5 Hz · 16 Hz · 20 Hz · 25 Hz · 31.5 Hz · 40 Hz · 50 Hz · 63 Hz · 80 Hz · ' +
      '100 Hz · 125 Hz · 160 Hz · 200 Hz · 250 Hz · 315 Hz · 400 Hz · 500 Hz · 630 Hz · 800 Hz · 1 kHz · ' +
      '1.25 kHz · 1.6 kHz · 2 kHz · 2.5 kHz · 3.15 kHz · 4 kHz · 5 kHz · 6.3 kHz · 8 kHz · 10 kHz · ' +
      '12.5 kHz · 16 kHz · 20 kHz',
  );
  expect(thirds[0]?.centreHz).toBeCloseTo(6.3096, 4);
  expect(thirds[21]?.centreHz).toBeCloseTo(794.33, 2);
  expect(thirds[22]?.centreHz).toBe(1_000);
  expect(thirds.at(-1)?.centreHz).toBeCloseTo(19_952.6, 1);
  expect(
    bandsOf('Octave')
      .map(({ name }) => name)
      .join(' · '),
  ).toBe('31.5 Hz · 63 Hz · 125 Hz · 250 Hz · 500 Hz · 1 kHz · 2 kHz · 4 kHz · 8 kHz · 16 kHz');
  expect(bandsOf('Octave').at(-1)?.centreHz).toBeCloseTo(15_848.9, 1);
});

test("a band is found by the service's name for it and by other spellings, and by no other name", () => {
  for (const set of ['Octave', 'Third'] as const) {
    expect(BANDS[set].map((name) => bandIndex(set, name))).toEqual(BANDS[set].map((_, i) => i));
    expect(BANDS[set].map((name) => bandIndex(set, name.toLowerCase().replace(/k?hz/, ' $&')))).toEqual(
      BANDS[set].map((_, i) => i),
    );
  }
  expect(bandIndex('Third', '1250Hz')).toBe(bandIndex('Third', '1.25KHz'));
  expect(
    ['', '32Hz', '1KHz1', 'LAeq', '5Hz', '25KHz', '0Hz'].map((name) => bandIndex('Third', name)),
  ).toEqual(Array(7).fill(undefined));
  expect(bandIndex('Octave', '100Hz')).toBeUndefined();
});

test('bands add up by energy, and missing ones are left out and not taken for 0 dB', () => {
  expect(broadbandOf(Float64Array.of(60, 60))).toEqual({
    level: expect.closeTo(63.0103, 4) as number,
    bands: 2,
  });
  expect(broadbandOf(Float64Array.of(60, NaN, 60)).bands).toBe(2);
  expect(broadbandOf(Float64Array.of(NaN, NaN))).toEqual({ level: NaN, bands: 0 });
  const level = fc.double({ min: -20, max: 140, noNaN: true });
  fc.assert(
    fc.property(fc.array(level, { minLength: 1, maxLength: 36 }), (levels) => {
      const plain = 10 * Math.log10(levels.reduce((sum, each) => sum + 10 ** (each / 10), 0));
      expect(broadbandOf(Float64Array.from(levels)).level).toBeCloseTo(plain, 9);
    }),
  );
});
