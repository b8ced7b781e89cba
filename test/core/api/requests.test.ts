import { describe, expect, it } from 'vitest';
import { createApi } from '../../../electron/core/api/client';
import type { Pacer } from '../../../electron/core/api/gate';
import { fetchTransport } from '../../../electron/core/api/transport';
import { parseDuration } from '../../../electron/core/api/wire-time';
import { systemClock } from '../../../electron/core/clock';
import { datasets, type Dataset, type Variant } from '../../../electron/core/datasets';
import { createNetwork } from '../../../electron/core/network';
import { keptLog } from '../../support/quiet-log';
import { createRequestJudge } from './requests';

const judge = createRequestJudge();
const NEVER = new AbortController().signal;
const NOW = Date.parse('2026-03-02T12:00:00.500Z');
const atOnce: Pacer = { turn: () => Promise.resolve({ answered: () => 0, done: () => undefined }) };

/** What is asked of the service, path by path. */
function listening() {
  const asked: string[] = [];
  const clock = { ...systemClock, now: () => NOW };
  const api = createApi({
    baseUrl: () => Promise.resolve('https://service.invalid'),
    key: () => 'key',
    transport: fetchTransport((input) => {
      asked.push((input as string).replace('https://service.invalid', ''));
      return Promise.resolve(Response.json([]));
    }),
    pacer: atOnce,
    network: createNetwork({ clock, lastOnlineAt: undefined }),
    clock,
    log: keptLog(),
  });
  return { api, asked };
}

/** Asks in every way that one variant can be asked. */
async function askAll({ id, kind, widestMs }: Dataset, { id: variant, stepMs }: Variant): Promise<string[]> {
  const { api, asked } = listening();
  const to = NOW - 1;
  const spans = [
    { from: to - Math.min(widestMs, 365 * 86_400_000), to },
    { from: to - 1, to },
  ];
  for (const serial of ['QT123456', 'AABBCC', 'a b/ü&c,d'])
    for (const span of spans) {
      if (id === 'instruments') await api.instruments(NEVER);
      else if (id === 'status' || id === 'monitorcurrent')
        await api.snapshot(id, serial, NEVER).catch(() => undefined);
      else if (kind === 'records') await api.records(id, variant, serial, span, NEVER);
      else if (kind === 'details') await api.eventHistory({ serial, id: 'a-b', span }, NEVER);
      else
        for (const step of stepsFrom(stepMs ?? 0)) await api.series(id, variant, serial, span, step, NEVER);
    }
  return asked;
}
const stepsFrom = (stepMs: number): readonly number[] =>
  stepMs < 60_000 ? [100, 125, 500, 1_000, 10_000, 60_000].filter((ms) => ms >= stepMs) : [60_000, 3_600_000];

describe('every request that can be sent', () => {
  const variants = datasets.flatMap((dataset) => dataset.variants.map((variant) => ({ dataset, variant })));

  it.each(variants)('is as described: $dataset.id $variant.id', async ({ dataset, variant }) => {
    const paths = await askAll(dataset, variant);
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) {
      const { operation, faults } = judge.faults(path);
      expect([path, operation, faults]).toEqual([path, dataset.operation, []]);
      expect(new URL(path, 'https://x.invalid').searchParams.getAll('instruments').length).toBeLessThan(2);
    }
  });

  it.each(datasets)('is no wider than the service allows: $id', ({ operation, widestMs, kind }) => {
    const { maxRange } = judge.limits(operation) ?? {};
    if (kind === 'snapshot' || kind === 'details') expect(maxRange).toBeUndefined();
    else if (maxRange === 'P1Y') expect(widestMs).toBeLessThanOrEqual(365 * 86_400_000);
    else if (typeof maxRange === 'string') expect(widestMs).toBeLessThanOrEqual(parseDuration(maxRange) ?? 0);
    // The one without a limit keeps to what is usual.
    else expect([operation, widestMs]).toEqual(['getAudioList', 31 * 86_400_000]);
  });

  it('is judged by one that sees what is wrong', () => {
    const base = '/data/noise/measurements?instruments=A&start=2026-03-01T00:00:00Z';
    expect(judge.faults(base).faults).toEqual(['end is missing']);
    expect(judge.faults(`${base}&end=2026-03-02`).faults).toHaveLength(1);
    const whole = `${base}&end=2026-03-02T00:00:00Z`;
    expect(judge.faults(whole).faults).toEqual([]);
    for (const bad of [
      'values=LAeq,LCPeak',
      'values=LAFmax',
      'period=1m',
      'bands=Third',
      'start=2026-03-01T00:00:00Z',
    ])
      expect([bad, judge.faults(`${whole}&${bad}`).faults.length]).toEqual([bad, 1]);
    expect(
      judge.faults('/data/vibration/ABC?instruments=A&start=2026-03-01T00:00:00Z&end=2026-03-02T00:00:00Z')
        .faults,
    ).toHaveLength(1);
    expect(judge.faults('/data/nothing').operation).toBeUndefined();
  });
});
