import { expect, test } from 'vitest';
import type { CoverageRow } from '../../../../electron/core/db/archive';
import { queryLevels } from '../../../../electron/core/queries/levels';
import { readStrips } from '../../../../electron/core/queries/coverage';
import { withArchive } from '../../../support/temp-archive';

const MINUTE = 60_000;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const SERIAL = 'QT1';
const at = (minute: number): number => FROM + minute * MINUTE;
const row = (params: string, from: number, to: number, rest: Partial<CoverageRow> = {}): CoverageRow => ({
  ...{ dataset: 'timehistory', instrument: SERIAL, params, from: at(from), to: at(to) },
  ...{ state: 'settled', askedAt: at(to), asks: 1, why: undefined, ...rest },
});
const levels = (minutes: number) => new Float64Array(minutes * 60).fill(50);

test('an empty stretch of a chart has the reasons that its strip of coverage has', () => {
  withArchive((archive) => {
    archive.instruments.replace([{ serial: SERIAL, data: { serialNumber: SERIAL, type: 'Noise' } }], FROM);
    const chunk = { channel: 'LAeq', stepMs: 1_000 };
    archive.series.write('timehistory', SERIAL, [
      { ...chunk, start: at(0), values: levels(20) },
      { ...chunk, start: at(24), values: levels(6) },
    ]);
    archive.records.upsert('sic', SERIAL, [{ key: '1', time: at(21), until: undefined, data: {} }], FROM);
    archive.coverage.put(row('1s', 0, 60));
    archive.coverage.put(row('1s', 70, 90, { state: 'provisional', why: 'offline' }));
    archive.coverage.put(row('1s', 90, 100, { state: 'failed', reason: 'it broke' }));
    const span = { from: FROM, to: at(120) };
    const { gaps } = queryLevels(archive, { instrument: SERIAL, channels: ['LAeq'], span, maxPoints: 7_200 });
    expect(
      gaps.map(({ from, to, reason }) => [(from - FROM) / MINUTE, (to - FROM) / MINUTE, reason]),
    ).toEqual([
      [20, 24, 'self-check'],
      [30, 60, 'empty'],
      [60, 70, 'not-asked'],
      [70, 90, 'offline'],
      [90, 100, 'failed'],
      [100, 120, 'not-asked'],
    ]);
    const strip = readStrips(archive, at(200), { span }).find(
      ({ dataset, variant }) => dataset === 'timehistory' && variant === '1s',
    );
    const empty = strip?.pieces.filter(({ reason }) => reason !== undefined);
    expect(empty?.map(({ from, to, reason }) => ({ from, to, reason }))).toEqual(gaps);
  });
});

test('where several ways of asking bring the same channel, the surest answer counts', () => {
  withArchive((archive) => {
    archive.coverage.put(row('1s', 0, 10));
    archive.coverage.put(row('1s', 10, 20, { state: 'provisional', why: 'gap' }));
    archive.coverage.put(row('100ms', 5, 30, { state: 'forbidden', reason: 'no' }));
    archive.coverage.put(row('100ms', 15, 18));
    archive.coverage.put(row('more-1s', 0, 60));
    const span = { from: FROM, to: at(40) };
    const { gaps } = queryLevels(archive, { instrument: SERIAL, channels: ['LAeq'], span, maxPoints: 2_400 });
    expect(
      gaps.map(({ from, to, reason }) => [(from - FROM) / MINUTE, (to - FROM) / MINUTE, reason]),
    ).toEqual([
      [0, 10, 'empty'],
      [10, 15, 'provisional'],
      [15, 18, 'empty'],
      [18, 20, 'provisional'],
      [20, 30, 'forbidden'],
      [30, 40, 'not-asked'],
    ]);
  });
});
