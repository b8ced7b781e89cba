import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSeries } from '../../../../electron/core/api/wire-series';

const FROM = Date.parse('2026-03-02T00:00:00Z');
const SPAN = { from: FROM, to: FROM + 20_000 };
const iso = (second: number): string => new Date(FROM + second * 1_000).toISOString();
const ASKED = { dataset: 'timehistory', variant: '1s', serial: 'QT1', span: SPAN, stepMs: 1_000 } as const;
const read = (blocks: readonly unknown[], more: object = {}) =>
  readSeries(ASKED, [{ type: 'LAeq', instrument: 'QT1', blocks, ...more }]);
/** All slots of the span, NaN where nothing came. */
function slots(blocks: readonly unknown[], more: object = {}): number[] {
  const out = new Array<number>(20).fill(NaN);
  for (const { channel, start, stepMs, values } of read(blocks, more).chunks)
    if (channel === 'LAeq') values.forEach((value, i) => (out[(start - FROM) / stepMs + i] = value));
  return out;
}
const filled = (at: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 20 }, (_, i) => at[i] ?? NaN);

describe('a time history', () => {
  it('keeps the slot of everything that is no number', () => {
    const values = [50, null, '...', '51.5', 'x', {}, true, 52, Infinity, ''];
    expect(slots([{ start: iso(2), end: iso(12), sampleDuration: 1000, values }])).toEqual(
      filled({ 2: 50, 5: 51.5, 9: 52 }),
    );
  });

  it('reads keys and channels whatever their case, and a duration in ms, seconds, ISO or not at all', () => {
    const block = { Start: iso(0), END: iso(2), Values: [1, 2] };
    for (const sampleDuration of [1000, '1000', 1, 'PT1S', undefined])
      expect(slots([{ ...block, sampleDuration }], { type: 'LAEQ' })).toEqual(filled({ 0: 1, 1: 2 }));
  });

  it('puts unsorted and overlapping blocks where they belong, the later one winning', () => {
    const blocks = [
      { start: iso(10), end: iso(12), sampleDuration: 1000, values: [10, 11] },
      { start: iso(0), end: iso(4), sampleDuration: 1000, values: [1, 2, 3, 4] },
      { start: iso(2), end: iso(5), sampleDuration: 1000, values: [30, null, 50] },
    ];
    expect(slots(blocks)).toEqual(filled({ 0: 1, 1: 2, 2: 30, 3: 4, 4: 50, 10: 10, 11: 11 }));
  });

  it('takes what lies beyond a block’s own end only where nothing else is', () => {
    const blocks = [
      { start: iso(0), end: iso(2), sampleDuration: 1000, values: [1, 2, 3, 4] },
      { start: iso(3), end: iso(4), sampleDuration: 1000, values: [40] },
    ];
    expect(slots(blocks)).toEqual(filled({ 0: 1, 1: 2, 2: 3, 3: 40 }));
    expect(read(blocks).oddities).toContain('A block holds another number of samples than its times say.');
  });

  it('puts samples that are off the grid into the nearest slot, and drops those outside the span', () => {
    const start = (ms: number): string => new Date(FROM + ms).toISOString();
    expect(slots([{ start: start(2_300), sampleDuration: 1000, values: [1, 2] }])).toEqual(
      filled({ 2: 1, 3: 2 }),
    );
    expect(slots([{ start: iso(-2), sampleDuration: 1000, values: [1, 2, 3] }])).toEqual(filled({ 0: 3 }));
    expect(slots([{ start: iso(19), sampleDuration: 1000, values: [1, 2, 3] }])).toEqual(filled({ 19: 1 }));
    expect(read([{ start: iso(50), values: [1] }]).chunks).toEqual([]);
  });

  it('skips and names what it cannot use, and takes the rest', () => {
    const good = { start: iso(0), end: iso(1), sampleDuration: 1000, values: [7] };
    const { chunks, oddities } = readSeries(ASKED, [
      '...',
      { type: 'LAeq', instrument: 'QT1', blocks: ['...', good, { values: [1] }, { ...good, values: 'x' }] },
      { type: 'LAeq', instrument: 'QT2', blocks: [{ ...good, values: [99] }] },
      { type: 'LZeq', blocks: [good] },
      { type: 'LAFMax', blocks: [{ ...good, sampleDuration: 60_000 }] },
      { type: 'LCPeak', blocks: [good] },
    ]);
    expect(chunks.map(({ channel, start, values }) => [channel, start, [...values]])).toEqual([
      ['LAeq', FROM, [7]],
      ['LCPeak', FROM, [7]],
    ]);
    expect(oddities).toEqual([
      'Something that is no series was skipped.',
      'A block without a start or values was skipped (3 times).',
      'A series of QT2 came when QT1 was asked for and was skipped.',
      'A series that was not asked for was skipped.',
      'A block of samples of 60000 ms came when 1000 ms was asked for and was skipped.',
      'LAFMax was asked for and did not come.',
    ]);
  });

  it('gives back every sample of any blocks that do not overlap', () => {
    const values = fc.array(fc.option(fc.double({ min: 0, max: 140, noNaN: true }), { nil: null }), {
      minLength: 20,
      maxLength: 20,
    });
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 19 }), { maxLength: 5 });
    fc.assert(
      fc.property(values, cuts, fc.integer(), (samples, at, shuffle) => {
        const edges = [0, ...at.sort((a, b) => a - b), 20];
        const blocks = edges.slice(1).map((end, i) => ({
          start: iso(edges[i] ?? 0),
          end: iso(end),
          sampleDuration: 1000,
          values: samples.slice(edges[i], end),
        }));
        if (shuffle % 2 === 0) blocks.reverse();
        expect(slots(blocks)).toEqual(samples.map((value) => value ?? NaN));
      }),
      { numRuns: 300 },
    );
  });

  it('tells the length of a sample by the block when nobody states it', () => {
    const block = (seconds: number, count: number) => ({
      start: iso(0),
      end: iso(seconds),
      values: Array.from({ length: count }, () => 50),
    });
    expect(slots([block(3, 3)])).toEqual(filled({ 0: 50, 1: 50, 2: 50 }));
    expect(slots([block(4, 3)])).toEqual(filled({ 0: 50, 1: 50, 2: 50 }));
    expect(read([block(2, 20), block(1, 1)]).oddities).toContain(
      'A block of samples of 100 ms came when 1000 ms was asked for and was skipped.',
    );
  });

  it('says that there are no samples so short when all that came are longer, and only then', () => {
    const long = { start: iso(0), end: iso(20), sampleDuration: 10_000, values: [1, 2] };
    expect(() => read([long])).toThrow(
      expect.objectContaining({
        error: {
          kind: 'invalid',
          path: 'period',
          reason: 'samples of 10000 ms came when 1000 ms was asked for',
        },
      }) as Error,
    );
    const short = { start: iso(0), end: iso(1), sampleDuration: 100, values: [1] };
    expect(read([short]).chunks).toEqual([]);
    expect(slots([long, { start: iso(3), sampleDuration: 1_000, values: [7] }])).toEqual(filled({ 3: 7 }));
    expect(read([long, { start: iso(3), sampleDuration: 1_000, values: [null] }]).chunks).toEqual([]);
    const elsewhen = { ...long, start: iso(-60), end: iso(-40) };
    expect(read([elsewhen]).chunks).toEqual([]);
  });

  it('keeps what it does not know beside the samples, once per block', () => {
    const block = { start: iso(2), sampleDuration: 1_000, values: [1], quality: { ok: 0.5 }, note: null };
    const { rows } = read(
      ['...', block, { ...block, start: iso(3) }, { start: iso(30), values: [1], x: 1 }],
      {
        Firmware: '2.1',
      },
    );
    expect(rows).toEqual([
      {
        key: `extra 1s LAeq ${FROM + 2_000}`,
        variant: '1s',
        time: FROM + 2_000,
        until: undefined,
        data: { Firmware: '2.1', quality: { ok: 0.5 } },
      },
      {
        key: `extra 1s LAeq ${FROM + 3_000}`,
        variant: '1s',
        time: FROM + 3_000,
        until: undefined,
        data: { quality: { ok: 0.5 } },
      },
    ]);
  });

  it('keeps what is unknown of two blocks that begin together, once when they say the same', () => {
    const block = { start: iso(2), sampleDuration: 1_000, values: [1], x: 1 };
    const { rows } = read([block, block, { ...block, x: 2 }]);
    expect(rows.map(({ data }) => data)).toEqual([{ x: 1 }, { x: 2 }]);
    expect(new Set(rows.map((row) => ('key' in row ? row.key : ''))).size).toBe(2);
  });

  it('is refused when nothing of it makes sense, which is not the same as nothing measured', () => {
    for (const body of [
      ['...'],
      [{ type: 'LAeq', blocks: ['...'] }],
      [{ type: 'LAeq', blocks: [{ values: [1] }] }],
    ])
      expect(() => readSeries(ASKED, body)).toThrow(
        expect.objectContaining({ error: expect.objectContaining({ kind: 'server' }) as unknown }) as Error,
      );
    for (const body of [[], [{ type: 'LAeq', instrument: 'QT1', blocks: [] }]])
      expect(readSeries(ASKED, body)).toEqual({ rows: [], chunks: [], oddities: [] });
  });

  it('takes a week of three channels', () => {
    const week = { from: FROM - 7 * 86_400_000, to: FROM };
    const values = Array.from({ length: 604_800 }, (_, i) => (i % 97 === 0 ? null : 40 + (i % 200) / 10));
    const blocks = [{ start: iso(-604_800), end: iso(0), sampleDuration: 1000, values }];
    const body = JSON.parse(
      JSON.stringify(['LAeq', 'LAFMax', 'LCPeak'].map((type) => ({ type, instrument: 'QT1', blocks }))),
    ) as unknown;
    const { chunks } = readSeries({ ...ASKED, span: week }, body);
    expect(chunks.map((chunk) => chunk.values.length)).toEqual([604_799, 604_799, 604_799]);
  });
});
