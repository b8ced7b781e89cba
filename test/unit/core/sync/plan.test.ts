import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetId } from '../../../../electron/contract/model';
import { dataset, datasets } from '../../../../electron/core/datasets';
import type { CoverageRow } from '../../../../electron/core/db/archive';
import {
  ASK_AGAIN_MS,
  isDue,
  paramsOf,
  planSync,
  type PlanInput,
  type Step,
} from '../../../../electron/core/sync/plan';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ORIGIN = Date.parse('2026-01-01T00:00:00Z');
const RANGED = datasets.filter(({ kind }) => kind !== 'snapshot').map(({ id }) => id);

const instrument = (serial: string, more: Partial<PlanInput['instruments'][number]> = {}) => ({
  serial,
  type: 'Noise',
  features: ['SIC'],
  onServer: true,
  ...more,
});
const input = (more: Partial<PlanInput> = {}): PlanInput => ({
  now: ORIGIN + 400 * HOUR,
  instruments: [instrument('QT1')],
  online: new Map([['QT1', true]]),
  wanted: {
    datasets: datasets.map(({ id }) => id),
    serials: undefined,
    span: { from: ORIGIN, to: ORIGIN + 400 * HOUR },
  },
  coverage: [],
  scopesDenied: new Set(),
  asked: [],
  ...more,
});
const row = (id: DatasetId, from: number, to: number, more: Partial<CoverageRow> = {}): CoverageRow => ({
  dataset: id,
  instrument: 'QT1',
  params: paramsOf(dataset(id)),
  from,
  to,
  state: 'settled',
  askedAt: ORIGIN,
  asks: 1,
  why: undefined,
  ...more,
});

const hours = fc.integer({ min: 0, max: 420 });
const stretch = fc
  .tuple(hours, hours)
  .map(([a, b]) => ({ from: ORIGIN + Math.min(a, b) * HOUR, to: ORIGIN + (Math.max(a, b) + 1) * HOUR }));
const ledgerRow = fc
  .record({
    id: fc.constantFrom(...RANGED),
    span: stretch,
    settled: fc.boolean(),
    askedHoursAgo: fc.integer({ min: 0, max: 300 }),
    asks: fc.integer({ min: 1, max: 6 }),
    why: fc.constantFrom('young', 'offline', 'gap'),
    serial: fc.constantFrom('QT1', 'QT2'),
  })
  .map(({ id, span, settled, askedHoursAgo, asks, why, serial }) =>
    row(id, span.from, span.to, {
      instrument: serial,
      state: settled ? 'settled' : 'provisional',
      askedAt: ORIGIN + (400 - askedHoursAgo) * HOUR,
      asks,
      why: settled ? undefined : why,
    }),
  );
const situations = fc.record({
  coverage: fc.array(ledgerRow, { maxLength: 25 }),
  span: stretch,
  online: fc.constantFrom(true, false, undefined),
  asked: fc.array(fc.record({ dataset: fc.constantFrom(...RANGED), span: stretch }), { maxLength: 3 }),
});

/** What a step-by-step bookkeeper says, hour by hour. */
function wantedHours(facts: PlanInput, id: DatasetId, serial: string): Set<number> {
  const out = new Set<number>();
  const { from, to } = facts.wanted.span;
  for (let at = from; at < Math.min(to, facts.now); at += HOUR) out.add(at);
  const drop = (span: { readonly from: number; readonly to: number }) => {
    for (let at = span.from; at < span.to; at += HOUR) out.delete(at);
  };
  for (const each of facts.coverage)
    if (
      each.dataset === id &&
      each.instrument === serial &&
      !isDue(each, facts.now, facts.online.get(serial))
    )
      drop(each);
  for (const each of facts.asked)
    if (each.dataset === id && each.instrument === serial && each.span !== undefined) drop(each.span);
  return out;
}
function plannedHours(steps: readonly Step[], id: DatasetId, serial: string): number[] {
  const out: number[] = [];
  for (const { dataset: of, instrument: whose, span } of steps)
    if (of === id && whose === serial && span !== undefined)
      for (let at = span.from; at < span.to; at += HOUR) out.push(at);
  return out.sort((a, b) => a - b);
}

describe('planning a sync over any ledger', () => {
  const toInput = ({
    coverage,
    span,
    online,
    asked,
  }: typeof situations extends fc.Arbitrary<infer T> ? T : never) =>
    input({
      coverage,
      instruments: [instrument('QT1'), instrument('QT2')],
      online: new Map(online === undefined ? [] : [['QT1', online]]),
      wanted: { datasets: datasets.map(({ id }) => id), serials: undefined, span },
      asked: asked.map((each) => ({ ...each, instrument: 'QT1' })),
    });

  it('asks for what is wanted and not here, each moment once, in pieces no wider than the limit', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const facts = toInput(situation);
        const { steps } = planSync(facts);
        const wrong: string[] = [];
        for (const id of RANGED)
          for (const serial of ['QT1', 'QT2'])
            if (plannedHours(steps, id, serial).join() !== [...wantedHours(facts, id, serial)].join())
              wrong.push(`${id} of ${serial}`);
        const within = ({ dataset: id, span }: Step) =>
          span === undefined ||
          (span.to > span.from && span.to - span.from <= dataset(id).widestMs && span.to <= facts.now);
        expect([wrong, steps.filter((step) => !within(step))]).toEqual([[], []]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('asks nothing twice once every step has been answered, and urgent things before newer ones', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const facts = toInput(situation);
        const { steps } = planSync(facts);
        const order = steps.map(({ dataset: id }) => dataset(id).urgency);
        expect(order).toEqual([...order].sort((a, b) => a - b));
        for (let i = 1; i < steps.length; i += 1)
          if (steps[i]?.dataset === steps[i - 1]?.dataset)
            expect(steps[i]?.span?.to ?? 0).toBeLessThanOrEqual(steps[i - 1]?.span?.to ?? 0);
        const answered = steps.flatMap(({ dataset: id, instrument: serial, span }) =>
          span === undefined ? [] : [row(id, span.from, span.to, { instrument: serial })],
        );
        // As the ledger does it: what is written replaces what was said of that stretch.
        const over = facts.coverage.filter(
          (each) => each.state === 'settled' || !isDue(each, facts.now, facts.online.get(each.instrument)),
        );
        const again = planSync({ ...facts, coverage: [...over, ...answered] });
        expect(again.steps.filter(({ span }) => span !== undefined)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('planning a sync', () => {
  it('asks for the list of instruments and each status anew, once a run', () => {
    const snapshots = planSync(input({ wanted: { ...input().wanted, datasets: ['instruments', 'status'] } }));
    expect(snapshots.steps).toEqual([
      { dataset: 'instruments', instrument: '', span: undefined },
      { dataset: 'status', instrument: 'QT1', span: undefined },
    ]);
    expect(planSync(input({ asked: snapshots.steps })).steps.every(({ span }) => span !== undefined)).toBe(
      true,
    );
  });

  it('leaves out what an instrument cannot have, what the key may not read, and what is no longer there', () => {
    const { steps, skipped } = planSync(
      input({
        instruments: [
          instrument('QT1', { features: [] }),
          instrument('AQ1', { type: 'AirQuality' }),
          instrument('OLD', { onServer: false }),
        ],
        wanted: { ...input().wanted, datasets: ['sic', 'timehistory', 'recordings'] },
        scopesDenied: new Set(['data.audio:read']),
      }),
    );
    expect(new Set(steps.map((step) => `${step.dataset} ${step.instrument}`))).toEqual(
      new Set(['timehistory QT1']),
    );
    expect(skipped.map(({ dataset: id, instrument: serial, reason }) => `${id} ${serial} ${reason}`)).toEqual(
      [
        'sic QT1 feature',
        'sic AQ1 type',
        'sic OLD not-on-server',
        'timehistory AQ1 type',
        'timehistory OLD not-on-server',
        'recordings QT1 scope',
        'recordings AQ1 type',
        'recordings OLD not-on-server',
      ],
    );
  });

  it('cuts wide spans at midnight, newest first, and leaves narrow ones whole', () => {
    const now = Date.parse('2026-03-02T12:34:56.789Z');
    const stepsOf = (days: number) =>
      planSync(
        input({
          now,
          wanted: {
            datasets: ['timehistory'],
            serials: undefined,
            span: { from: now - days * DAY, to: now },
          },
        }),
      ).steps.map(({ span }) => [span?.from, span?.to].map((at) => new Date(at ?? 0).toISOString()));
    expect(stepsOf(6)).toEqual([['2026-02-24T12:34:56.000Z', '2026-03-02T12:34:56.000Z']]);
    expect(stepsOf(15)).toEqual([
      ['2026-02-24T00:00:00.000Z', '2026-03-02T12:34:56.000Z'],
      ['2026-02-17T00:00:00.000Z', '2026-02-24T00:00:00.000Z'],
      ['2026-02-15T12:34:56.000Z', '2026-02-17T00:00:00.000Z'],
    ]);
  });

  it('does not take levels of another step or other channels for what it wants', () => {
    const other = row('timehistory', ORIGIN, ORIGIN + 400 * HOUR, { params: 'LAeq every 60000 ms' });
    expect(planSync(input({ coverage: [other] })).steps.some((step) => step.dataset === 'timehistory')).toBe(
      true,
    );
  });
});

describe('a provisional stretch', () => {
  const asked = (asks: number, why: CoverageRow['why'] = 'gap') =>
    row('timehistory', ORIGIN, ORIGIN + HOUR, { state: 'provisional', asks, why });

  it('is asked again an hour, six hours, a day and a week after it was last asked', () => {
    expect(ASK_AGAIN_MS).toEqual([HOUR, 6 * HOUR, DAY, 7 * DAY]);
    ASK_AGAIN_MS.forEach((waitMs, index) => {
      expect(isDue(asked(index + 1), ORIGIN + waitMs - 1, true)).toBe(false);
      expect(isDue(asked(index + 1), ORIGIN + waitMs, true)).toBe(true);
    });
  });

  it('is due at once when its instrument was offline and is back', () => {
    expect(isDue(asked(1, 'offline'), ORIGIN + 1, true)).toBe(true);
    expect(isDue(asked(1, 'offline'), ORIGIN + 1, false)).toBe(false);
    expect(isDue(asked(1, 'offline'), ORIGIN + 1, undefined)).toBe(false);
  });
});
