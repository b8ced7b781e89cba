import { describe, expect, it } from 'vitest';
import { bandNamed, bandSetOf } from '../../../../electron/core/api/wire-bands';
import { readSeries } from '../../../../electron/core/api/wire-series';
import { BANDS } from '../../../../electron/core/dataset-list';

const FROM = Date.parse('2026-03-02T00:00:00Z');
const SPAN = { from: FROM, to: FROM + 20_000 };
const iso = (second: number): string => new Date(FROM + second * 1_000).toISOString();
const read = (body: unknown, variant = 'Third-Z-1s', stepMs = 1_000) =>
  readSeries({ dataset: 'frequencyhistory', variant, serial: 'QT1', span: SPAN, stepMs }, body);
const series = (blocks: readonly unknown[], more: object = {}) => [
  { type: 'Third', instrument: 'QT1', blocks, ...more },
];

describe('a frequency time history', () => {
  it('becomes a channel per band, named after set, weighting and band', () => {
    const bands = [
      { name: '31.5Hz', values: [55.3, null, '...', 43.1] },
      { Name: '1 kHz', Values: [1, '2'] },
    ];
    const { chunks, oddities } = read(
      series([{ start: iso(1), end: iso(5), sampleDuration: 1_000, bands }]),
      'Third-A-1s',
    );
    expect(chunks.map(({ channel, start, values }) => [channel, start, [...values]])).toEqual([
      ['Third A 31.5Hz', FROM + 1_000, [55.3, NaN, NaN, 43.1]],
      ['Third A 1KHz', FROM + 1_000, [1, 2]],
    ]);
    expect(oddities).toEqual([
      'A block holds another number of samples than its times say.',
      expect.stringMatching(/^Third A 6\.3Hz, .*Third A 20KHz were asked for and did not come\.$/),
    ]);
  });

  it('finds the length of a sample by the block when it is not stated', () => {
    const block = (count: number) => ({
      start: iso(0),
      end: iso(2),
      bands: [{ name: '63Hz', values: Array.from({ length: count }, (_, i) => i) }],
    });
    expect(read(series([block(20)]), 'Third-Z-100ms', 100).chunks[0]).toMatchObject({
      stepMs: 100,
      values: Float64Array.from({ length: 20 }, (_, i) => i),
    });
    expect(() => read(series([block(2)]), 'Third-Z-100ms', 100)).toThrow(/samples of 1000 ms came/);
  });

  it('takes bands of the set and weighting asked for only, and series that name neither', () => {
    const blocks = [{ start: iso(0), sampleDuration: 1_000, bands: [{ name: '63Hz', values: [7] }] }];
    const skipped = 'A series that was not asked for was skipped.';
    expect(read(series(blocks, { type: 'Octave' }))).toMatchObject({ chunks: [], oddities: [skipped] });
    expect(read(series(blocks, { weighting: 'A' }))).toMatchObject({ chunks: [], oddities: [skipped] });
    expect(read(series(blocks, { type: undefined })).chunks).toHaveLength(1);
    expect(read(series(blocks, { type: 'THIRD', weighting: 'z' })).chunks).toHaveLength(1);
  });

  it('keeps unknown bands and fields beside the samples', () => {
    const bands = [
      { name: '63Hz', values: [7], peak: 9 },
      { name: '25KHz', values: [1, 2] },
    ];
    expect(read(series([{ start: iso(0), sampleDuration: 1_000, bands, overload: true }])).rows).toEqual([
      {
        key: `extra Third-Z-1s Third Z ${FROM}`,
        variant: 'Third-Z-1s',
        time: FROM,
        until: undefined,
        data: {
          overload: true,
          bands: [
            { name: '63Hz', peak: 9 },
            { name: '25KHz', values: [1, 2] },
          ],
        },
      },
    ]);
  });
});

describe('the names of bands', () => {
  it('are found by frequency, each as documented', () => {
    for (const set of ['Octave', 'Third'] as const)
      for (const band of BANDS[set]) {
        expect(bandNamed(set, band)).toBe(band);
        expect(bandNamed(set, band.toUpperCase().replace('KHZ', ' kHz'))).toBe(band);
      }
    expect(bandNamed('Octave', '1000Hz')).toBe('1KHz');
    for (const name of ['12.5Hz', '1', 'Hz', '', null, 5, '1KHz3', {}])
      expect(bandNamed('Octave', name)).toBeUndefined();
  });

  it('belong to a set of some spelling', () => {
    expect(['Octave', 'octaves', 'Third', 'ThirdOctave', '1/3 octave', 'LAeq', '', 5].map(bandSetOf)).toEqual(
      [...['Octave', 'Octave', 'Third', 'Third', 'Third', undefined, undefined, undefined]],
    );
  });
});
