import { expect, test } from 'vitest';
import { calls, type CallInput } from '../../../../electron/contract';
import type { ChannelFigures } from '../../../../electron/contract/selection';
import type { OpenAccount } from '../../../../electron/core/account';
import type { Archive } from '../../../../electron/core/db/archive';
import { createSelectionHandlers } from '../../../../electron/core/selection-handlers';
import { withArchiveFor, writeRuns } from '../../../support/plain-selection';

const FROM = Date.parse('2026-03-02T10:00Z');
const HOUR = 3_600_000;

async function figures(
  archive: Archive,
  input: Partial<CallInput<'selection.figures'>>,
): Promise<Record<string, ChannelFigures>> {
  const handlers = createSelectionHandlers({
    open: () => ({ archive }) as OpenAccount,
    onChange: () => undefined,
  });
  const parsed = calls['selection.figures'].input.parse({
    ...{ instrument: 'Q', channels: ['LAeq'], span: { from: FROM, to: FROM + HOUR }, percents: [10, 90] },
    ...input,
  });
  const { channels } = await handlers['selection.figures'](parsed, new AbortController().signal);
  return Object.fromEntries(channels.map((each) => [each.name, each]));
}
const seconds = (count: number, level: number): number[] => Array.from({ length: count }, () => level);

test('every kind of channel tells the figures it has, by their names, and why it has no others', async () => {
  await withArchiveFor(FROM, async (archive) => {
    for (const name of ['LAeq', 'LZeq', 'LAFMax', 'LCPeak'])
      writeRuns(archive, 'Q', name, [{ stepMs: 1_000, start: FROM, values: [50, ...seconds(898, 60), 70] }]);
    const told = await figures(archive, { channels: ['LAeq', 'LZeq', 'LAFMax', 'LCPeak', 'LCeq'] });
    const summary = Object.values(told).map(({ name, kind, labels, reasons, all }) => ({
      name,
      kind,
      told: (['leq', 'exposure', 'lex', 'max', 'min', 'percentiles'] as const)
        .filter((figure) => all[figure] !== undefined)
        .map((figure) => labels[figure]),
      reasons: Object.keys(reasons),
    }));
    expect(summary).toEqual([
      {
        name: 'LAeq',
        kind: 'leq',
        told: ['LAeq', 'LAE', 'LEX,8h', 'greatest 1 s LAeq', 'least 1 s LAeq', 'Ln of 1 s LAeq'],
        reasons: [],
      },
      {
        name: 'LZeq',
        kind: 'leq',
        told: ['LZeq', 'LZE', 'greatest 1 s LZeq', 'least 1 s LZeq', 'Ln of 1 s LZeq'],
        reasons: ['lex'],
      },
      {
        name: 'LAFMax',
        kind: 'max',
        told: ['LAFMax', 'least 1 s LAFMax', 'Ln of 1 s LAFMax'],
        reasons: ['lex', 'leq', 'exposure'],
      },
      {
        name: 'LCPeak',
        kind: 'peak',
        told: ['LCPeak'],
        reasons: ['lex', 'leq', 'exposure', 'min', 'percentiles'],
      },
      {
        name: 'LCeq',
        kind: 'leq',
        told: [],
        reasons: ['leq', 'exposure', 'lex', 'max', 'min', 'percentiles'],
      },
    ]);
    expect(told['LCPeak']?.all.max).toEqual({ level: 70, at: FROM + 899_000 });
    expect(told['LAeq']?.all.percentiles).toEqual([
      { percent: 10, level: 60, label: 'L10 of 1 s LAeq' },
      { percent: 90, level: 60, label: 'L90 of 1 s LAeq' },
    ]);
    expect(told['LAeq']?.all).toMatchObject({ samples: 900, expected: 3_600, validFraction: 0.25 });
    expect(told['LCeq']?.all).toMatchObject({ validMs: 0, validFraction: 0, max: undefined });
  });
});

test('samples of several lengths have an energy mean, but cannot be pooled', async () => {
  await withArchiveFor(FROM, async (archive) => {
    writeRuns(archive, 'Q', 'LAeq', [
      { stepMs: 1_000, start: FROM, values: seconds(1_800, 60) },
      { stepMs: 60_000, start: FROM, values: seconds(60, 80) },
    ]);
    const { LAeq } = await figures(archive, {});
    expect(LAeq?.stepsMs).toEqual([1_000, 60_000]);
    expect(Math.round((LAeq?.all.leq ?? NaN) * 1_000) / 1_000).toBe(77.033);
    expect(LAeq?.all.percentiles).toBeUndefined();
    expect(LAeq?.reasons).toEqual({
      percentiles: 'Samples of different lengths (1 s, 60 s) cannot be pooled.',
    });
    expect(LAeq?.all).toMatchObject({ samples: undefined, expected: undefined, validFraction: 1 });
  });
});

test('a longer sample fills a gap of shorter ones', async () => {
  await withArchiveFor(FROM, async (archive) => {
    writeRuns(archive, 'Q', 'LAeq', [
      { stepMs: 1_000, start: FROM, values: [...seconds(60, 60), ...seconds(60, NaN), ...seconds(60, 60)] },
      { stepMs: 60_000, start: FROM + 60_000, values: [70] },
    ]);
    const { LAeq } = await figures(archive, {});
    expect(LAeq?.all).toMatchObject({ validMs: 180_000, max: { level: 70, at: FROM + 60_000 } });
  });
});

test('a sample that reaches over midnight counts only as far as shorter ones of the next day leave it', async () => {
  await withArchiveFor(FROM, async (archive) => {
    const midnight = Date.parse('2026-03-03T00:00Z');
    const before = Math.floor(midnight / 7_000) * 7_000;
    expect(midnight - before).toBeGreaterThan(0);
    writeRuns(archive, 'Q', 'LAeq', [
      { stepMs: 7_000, start: before, values: [80] },
      { stepMs: 1_000, start: midnight, values: seconds(10, 60) },
    ]);
    const { LAeq } = await figures(archive, { span: { from: midnight - HOUR, to: midnight } });
    expect(LAeq?.all).toMatchObject({ validMs: midnight - before, samples: undefined });
  });
});

test('what is excluded stands beside what is not, however the exclusions overlap', async () => {
  await withArchiveFor(FROM, async (archive) => {
    writeRuns(archive, 'Q', 'LAeq', [
      { stepMs: 1_000, start: FROM, values: [...seconds(1_800, 60), ...seconds(1_800, 80)] },
    ]);
    const excluded = [
      { from: FROM + HOUR / 2 + 600_000, to: FROM + 2 * HOUR },
      { from: FROM + HOUR / 2, to: FROM + HOUR / 2 + 900_000 },
    ];
    const { LAeq } = await figures(archive, { excluded });
    expect(Math.round((LAeq?.all.leq ?? NaN) * 1_000) / 1_000).toBe(77.033);
    expect(LAeq?.kept).toMatchObject({ ms: HOUR / 2, samples: 1_800, expected: 1_800, validFraction: 1 });
    expect([LAeq?.kept?.leq, LAeq?.kept?.max?.level]).toEqual([60, 60]);
    const { LAeq: none } = await figures(archive, { excluded: [{ from: 0, to: FROM }] });
    expect(none?.kept).toBeUndefined();
  });
});
