import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetId } from '../../../../electron/contract/model';
import { Failure } from '../../../../electron/contract/result';
import { readSeries } from '../../../../electron/core/api/wire-series';

const FROM = Date.parse('2026-03-02T00:00:00Z');
const MINUTE = 60_000;
const SPAN = { from: FROM, to: FROM + 20 * MINUTE };
const iso = (minute: number): string => new Date(FROM + minute * MINUTE).toISOString();
const read = (body: unknown, dataset: DatasetId = 'weather', span = SPAN, stepMs = MINUTE) =>
  readSeries({ dataset, variant: '', serial: 'QT1', span, stepMs }, body);
const channels = (parsed: ReturnType<typeof read>) =>
  Object.fromEntries(
    parsed.chunks.map(({ channel, start, values }) => [channel, [(start - FROM) / MINUTE, ...values]]),
  );

describe('samples that come as rows', () => {
  it('become a channel per numeric field, where null and absent are gaps', () => {
    const parsed = read([
      { time: iso(3), instrument: 'QT1', windSpeed: null, Temperature: '11.5' },
      { time: iso(1), instrument: 'QT1', windSpeed: 1.55, temperature: 10.48 },
      { time: iso(4), windSpeed: 2 },
    ]);
    expect(channels(parsed)).toEqual({
      windSpeed: [1, 1.55, NaN, NaN, 2],
      temperature: [1, 10.48, NaN, 11.5],
    });
    expect(parsed).toMatchObject({ rows: [], oddities: [] });
  });

  it('stand in the nearest minute; the second of two in one is kept beside', () => {
    const row = (minute: number, windSpeed: number) => ({ time: iso(minute), windSpeed });
    const parsed = read([row(2.1, 3), row(1.9, 2), row(5.4, 5), row(19.9, 19), row(0, 7), row(0, 7)]);
    expect(channels(parsed)).toEqual({
      windSpeed: [0, 7, NaN, 2, NaN, NaN, 5, ...Array.from({ length: 13 }, () => NaN), 19],
    });
    expect(parsed.rows).toEqual([
      {
        key: `extra ${FROM + 2.1 * MINUTE}`,
        time: FROM + 2.1 * MINUTE,
        until: undefined,
        data: row(2.1, 3),
      },
    ]);
    expect(parsed.oddities).toEqual([
      'Two rows came for one moment; the later one was kept beside the samples.',
    ]);
  });

  it('never take the place of a row that is nearer at the ends of the span', () => {
    const span = { from: FROM - 40_000, to: FROM + MINUTE };
    const parsed = read(
      [
        { time: iso(-0.6), windSpeed: 1 },
        { time: iso(0), windSpeed: 2 },
      ],
      'weather',
      span,
    );
    expect(channels(parsed)).toEqual({ windSpeed: [0, 2] });
    expect(parsed.rows.map(({ data }) => data['windSpeed'])).toEqual([1]);
  });

  it('lie inside the span and belong to the instrument', () => {
    const parsed = read([
      { time: iso(-1), windSpeed: 1 },
      { time: iso(20), windSpeed: 2 },
      { time: iso(5), windSpeed: 3, instrument: 'QT2' },
      { time: iso(5), windSpeed: 4, instrument: 'qt1' },
      { windSpeed: 5 },
      '...',
    ]);
    expect(channels(parsed)).toEqual({ windSpeed: [5, 4] });
    expect(parsed.oddities).toEqual([
      'A row of QT2 came when QT1 was asked for and was skipped.',
      'A row without a usable time was skipped (2 times).',
    ]);
  });

  it('keep what is not known: numbers as channels of their own, everything else beside', () => {
    const parsed = read([
      { time: iso(1), windSpeed: 1, gust: 4.5, quality: 'good', flags: [1], none: null, __x: 3 },
      { time: iso(2), windSpeed: '...', gust: null },
    ]);
    expect(channels(parsed)).toEqual({ windSpeed: [1, 1], gust: [1, 4.5] });
    expect(parsed.rows).toEqual([
      {
        key: `extra ${FROM + MINUTE}`,
        time: FROM + MINUTE,
        until: undefined,
        data: { quality: 'good', flags: [1], __x: 3 },
      },
      {
        key: `extra ${FROM + 2 * MINUTE}`,
        time: FROM + 2 * MINUTE,
        until: undefined,
        data: { windSpeed: '...' },
      },
    ]);
  });

  it('make only so many new channels, and lose nothing of the rest', () => {
    const names = Array.from({ length: 1_000 }, (_, i) => `x${i}`);
    const parsed = read([{ time: iso(1), ...Object.fromEntries(names.map((name, i) => [name, i])) }]);
    const kept = [...parsed.chunks.map(({ channel }) => channel), ...Object.keys(parsed.rows[0]?.data ?? {})];
    expect(parsed.chunks.length).toBeLessThan(100);
    expect(kept.sort()).toEqual(names.sort());
  });

  it('of a part of a minute stand for it, with their length; longer ones are not what was asked for', () => {
    const row = (minute: number, duration: number) => ({ startTime: iso(minute), duration, pM1: minute });
    const parsed = read([row(1, 60), row(2, 42), row(3, 3_600)], 'particulates');
    expect(channels(parsed)).toEqual({ pM1: [1, 1, 2] });
    expect(parsed.rows.map(({ data }) => data)).toEqual([{ duration: 42 }]);
    expect(parsed.oddities).toEqual([
      'A row of 3600000 ms came when 60000 ms was asked for and was skipped.',
    ]);
    expect(() => read([row(1, 3_600)], 'particulates')).toThrow(/samples of 3600000 ms came/);
    expect(channels(read([row(0, 3_600)], 'particulates', SPAN, 60 * MINUTE))).toEqual({ pM1: [0, 0] });
  });

  it('are refused when nothing of them makes sense', () => {
    for (const body of ['x', {}, ['...'], [{ windSpeed: 1 }]]) expect(() => read(body)).toThrow(Failure);
    expect(read([])).toEqual({ rows: [], chunks: [], oddities: [] });
  });

  it('come back value by value, in any order', () => {
    const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
    const rows = fc.array(fc.record({ windSpeed: value, humidity: value }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.infiniteStream<number>(fc.nat()), (samples, order) => {
        const body = samples.map((row, i) => ({ time: iso(i), ...row, at: order.next().value as number }));
        body.sort((a, b) => a.at - b.at);
        const { chunks } = read(body.map(({ time, windSpeed, humidity }) => ({ time, windSpeed, humidity })));
        for (const name of ['windSpeed', 'humidity'] as const) {
          const got = new Array<number | null>(20).fill(null);
          const chunk = chunks.find(({ channel }) => channel === name);
          chunk?.values.forEach((one, i) => {
            got[(chunk.start - FROM) / MINUTE + i] = Number.isNaN(one) ? null : one;
          });
          expect(got).toEqual(samples.map((row) => row[name]));
        }
      }),
    );
  });
});
