import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetId, Span } from '../../../../electron/contract/model';
import { dataset, variantOf } from '../../../../electron/core/datasets';
import type { CoverageRow } from '../../../../electron/core/db/archive';
import { replaceStretch } from '../../../../electron/core/db/ledger';
import { whyNotAsked } from '../../../../electron/core/sync/eligible';
import { wantedBy } from '../../../../electron/core/sync/facts';
import {
  ASK_AGAIN_MS,
  isAnswer,
  isDue,
  planSync,
  widthMs,
  withheld,
  type Asked,
  type PlanInput,
  type Step,
} from '../../../../electron/core/sync/plan';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ORIGIN = Date.parse('2026-01-01T00:00:00Z');
const NOW = ORIGIN + 400 * HOUR;
/** Ledgers change between these, and the clerk below looks at each once. */
const SLOT = 4 * HOUR;
/** Those whose rules differ: records, dense ones with variants, series, details and their parent, a feature, a type. */
const RANGED = ['sic', 'events', 'timehistory', 'weather', 'ppv', 'frequency', 'eventhistory'] as const;
const SERIALS = ['QT1', 'QT2', 'VM1'];

const instrument = (serial: string, more: Partial<PlanInput['instruments'][number]> = {}) => ({
  serial,
  type: serial.startsWith('QT') ? 'Noise' : 'Vibration',
  model: 'CR:900',
  features: serial === 'QT2' ? ['SIC', 'Weather'] : ['SIC'],
  onServer: true,
  ...more,
});
const everything = wantedBy({ span: { from: ORIGIN, to: NOW } }, [], NOW);
const input = (more: Partial<PlanInput> = {}): PlanInput => ({
  now: NOW,
  instruments: [instrument('QT1')],
  online: new Map([['QT1', true]]),
  wanted: everything,
  coverage: [],
  scopesDenied: new Set(),
  asked: [],
  ...more,
});
const row = (id: DatasetId, from: number, to: number, more: Partial<CoverageRow> = {}): CoverageRow => ({
  dataset: id,
  instrument: 'QT1',
  params: dataset(id).variants[0]?.id ?? '',
  from,
  to,
  state: 'settled',
  askedAt: ORIGIN,
  asks: 1,
  why: undefined,
  ...more,
});

const slots = fc.integer({ min: 0, max: 104 });
const stretch = fc
  .tuple(slots, slots)
  .map(([a, b]) => ({ from: ORIGIN + Math.min(a, b) * SLOT, to: ORIGIN + (Math.max(a, b) + 1) * SLOT }));
const variantIn = fc.constantFrom(...RANGED).chain((id) =>
  fc.record({
    id: fc.constant(id),
    variant: fc.constantFrom(...dataset(id).variants.map((one) => one.id)),
  }),
);
const states = ['settled', 'settled', 'provisional', 'provisional', 'failed', 'forbidden'] as const;
const ledgerRow = fc
  .record({
    what: variantIn,
    span: stretch,
    state: fc.constantFrom(...states),
    askedHoursAgo: fc.integer({ min: 0, max: 300 }),
    asks: fc.integer({ min: 1, max: 6 }),
    why: fc.constantFrom('young', 'offline', 'gap'),
    serial: fc.constantFrom(...SERIALS),
  })
  .map(({ what, span, state, askedHoursAgo, asks, why, serial }) =>
    row(what.id, span.from, span.to, {
      params: what.variant,
      instrument: serial,
      state,
      askedAt: ORIGIN + (400 - askedHoursAgo) * HOUR,
      asks,
      why: state === 'provisional' ? why : undefined,
    }),
  );
const choices = fc.array(
  fc
    .record({
      what: variantIn,
      instrument: fc.constantFrom('', ...SERIALS),
      days: fc.constantFrom(0, 1, 5, 16, 400),
    })
    .map(({ what, ...rest }) => ({ dataset: what.id, variant: what.variant, ...rest })),
  { maxLength: 8 },
);
const requests = fc.oneof(
  stretch.map((span) => ({ span })),
  fc.constantFrom({ days: 1 }, { days: 12 }, {}),
  fc
    .uniqueArray(variantIn, { minLength: 1, maxLength: 3, selector: ({ id, variant }) => id + variant })
    .map((all) => ({
      variants: all.map(({ id, variant }) => ({ dataset: id, variant })),
    })),
  fc.uniqueArray(fc.constantFrom(...RANGED), { minLength: 1 }).map((ids) => ({ datasets: ids, days: 3 })),
);
const situations = fc
  .record({
    rows: fc.array(ledgerRow, { maxLength: 30 }),
    online: fc.constantFrom(true, false, undefined),
    asked: fc.array(
      fc.record({ what: variantIn, span: stretch }).map(({ what, span }): Asked => ({
        dataset: what.id,
        variant: what.variant,
        instrument: 'QT1',
        span,
      })),
      { maxLength: 3 },
    ),
    denied: fc.constantFrom([], [], [], ['data.enviro:read' as const]),
    request: requests,
    choices,
  })
  .map(({ rows, online, asked, denied, request, choices: chosen }) =>
    input({
      // As the archive keeps it: what is written replaces what was said before, and nothing overlaps.
      coverage: ledgerOf(rows),
      instruments: SERIALS.map((serial) => instrument(serial)),
      online: new Map(online === undefined ? [] : [['QT1', online]]),
      wanted: wantedBy(request, chosen, NOW),
      scopesDenied: new Set(denied),
      asked,
    }),
  );

const subjectOf = ({ dataset: id, params, instrument: serial }: CoverageRow) => `${id} ${params} ${serial}`;
function ledgerOf(rows: readonly CoverageRow[]): readonly CoverageRow[] {
  const ledgers = new Map<string, readonly CoverageRow[]>();
  for (const each of rows)
    ledgers.set(subjectOf(each), replaceStretch(ledgers.get(subjectOf(each)) ?? [], each));
  return [...ledgers.values()].flat();
}
/** What the service would answer, finally; of details, what is said of the events they belong to. */
function answered(coverage: readonly CoverageRow[], steps: readonly Step[]): readonly CoverageRow[] {
  const written = steps.flatMap((step): readonly CoverageRow[] => {
    const { dataset: id, variant, instrument: serial, span } = step;
    if (span === undefined) return [];
    const said = { params: variant, instrument: serial, askedAt: NOW };
    const { of } = dataset(id);
    if (of === undefined) return [row(id, span.from, span.to, said)];
    return coverage
      .filter((each) => each.dataset === of.dataset && each.instrument === serial && isAnswer(each))
      .map((each) => ({ ...each, from: Math.max(each.from, span.from), to: Math.min(each.to, span.to) }))
      .filter(({ from, to }) => from < to)
      .map((each) => ({ ...each, dataset: id, params: variant }));
  });
  return ledgerOf([...coverage, ...written]);
}

type Line = `${string} ${string} ${string}`;
/** Slots by dataset, variant and instrument, as a clerk with a calendar would find them. */
function wantedSlots(facts: PlanInput): Record<Line, string> {
  const out: Record<Line, string> = {};
  for (const id of RANGED)
    for (const variant of dataset(id).variants)
      for (const one of facts.instruments) {
        const want = facts.wanted.of(one.serial, dataset(id), variant);
        if (typeof want !== 'object' || whyNotAsked(dataset(id), one, facts.scopesDenied) !== undefined)
          continue;
        const isOpen = calendar(facts, id, variant.id, one.serial);
        const list: number[] = [];
        for (let at = Math.floor(want.from / SLOT) * SLOT; at < Math.min(want.to, facts.now); at += SLOT)
          if (isOpen(at)) list.push((at - ORIGIN) / SLOT);
        if (list.length > 0) out[`${id} ${variant.id} ${one.serial}`] = list.join();
      }
  return out;
}
/** Whether a slot is to be asked for. */
function calendar(facts: PlanInput, id: DatasetId, variant: string, serial: string): (at: number) => boolean {
  const own = facts.coverage.filter((each) => each.instrument === serial);
  const mine = own.filter((each) => each.dataset === id && each.params === variant);
  const events = own.filter((each) => each.dataset === dataset(id).of?.dataset);
  const asked = facts.asked.filter(
    (each) => each.dataset === id && each.variant === variant && each.instrument === serial,
  );
  const at = <T extends Span>(list: readonly T[], time: number): T | undefined =>
    list.find(({ from, to }) => from <= time && time < to);
  return (time) => {
    if (asked.some(({ span }) => span !== undefined && at([span], time))) return false;
    const said = at(mine, time);
    if (dataset(id).of === undefined)
      return said === undefined || isDue(said, facts.now, facts.online.get(serial));
    const event = at(events, time);
    if (event === undefined || !isAnswer(event)) return false;
    if (said === undefined || !isAnswer(said)) return true;
    return said.state === 'provisional' && event.askedAt > said.askedAt;
  };
}
function plannedSlots(steps: readonly Step[]): Record<Line, string> {
  const out: Record<Line, number[]> = {};
  for (const { dataset: id, variant, instrument: serial, span } of steps)
    if (span !== undefined && (RANGED as readonly string[]).includes(id))
      for (let at = span.from; at < span.to; at += SLOT)
        (out[`${id} ${variant} ${serial}`] ??= []).push((at - ORIGIN) / SLOT);
  return Object.fromEntries(
    Object.entries(out).map(([key, list]) => [key, list.sort((a, b) => a - b).join()]),
  );
}
const ranged = (steps: readonly Step[]): readonly Step[] => steps.filter(({ span }) => span !== undefined);

describe('planning a sync over any ledger', () => {
  it('asks for just what is wanted and not held, each moment once, in pieces no wider than the limit', () => {
    fc.assert(
      fc.property(situations, (facts) => {
        const { steps } = planSync(facts);
        expect(plannedSlots(steps)).toEqual(wantedSlots(facts));
        const tooWide = ranged(steps).filter(({ dataset: id, variant, span }) => {
          const wide = (span?.to ?? 0) - (span?.from ?? 0);
          const limit = widthMs(dataset(id), variantOf(id, variant));
          return wide <= 0 || wide > limit || limit > dataset(id).widestMs || (span?.to ?? 0) > facts.now;
        });
        expect(tooWide).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);

  it('asks for urgent datasets first, and of each variant for the newest first', () => {
    fc.assert(
      fc.property(situations, (facts) => {
        const { steps } = planSync(facts);
        const order = steps.map(({ dataset: id }) => dataset(id).urgency);
        expect(order).toEqual([...order].sort((a, b) => a - b));
        for (let i = 1; i < steps.length; i += 1)
          if (steps[i]?.dataset === steps[i - 1]?.dataset && steps[i]?.variant === steps[i - 1]?.variant)
            expect(steps[i]?.span?.to ?? 0).toBeLessThanOrEqual(steps[i - 1]?.span?.to ?? 0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('resumes from any point: what is done and what is planned anew are together what was planned', () => {
    fc.assert(
      fc.property(situations, fc.double({ min: 0, max: 1, noNaN: true }), (facts, share) => {
        const { steps } = planSync(facts);
        const done = steps.slice(0, Math.floor(share * steps.length));
        const again = planSync({ ...facts, coverage: answered(facts.coverage, done) });
        // New answers about events open their details, which is no part of what was planned before.
        const isOld = ({ dataset: id }: Step) => dataset(id).of === undefined;
        const both = [...done.filter(isOld), ...again.steps.filter(isOld)];
        expect(plannedSlots(both)).toEqual(plannedSlots(steps.filter(isOld)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('converges within two rounds, and asks for nothing then', () => {
    fc.assert(
      fc.property(situations, (facts) => {
        let { coverage } = facts;
        for (let round = 0; round < 2; round += 1)
          coverage = answered(coverage, planSync({ ...facts, coverage }).steps);
        expect(ranged(planSync({ ...facts, coverage }).steps)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never asks again for what is settled', () => {
    fc.assert(
      fc.property(situations, (facts) => {
        const settled = facts.coverage.filter(({ state }) => state === 'settled');
        const twice = ranged(planSync(facts).steps).filter((step) =>
          settled.some(
            (each) =>
              subjectOf(each) === `${step.dataset} ${step.variant} ${step.instrument}` &&
              step.span !== undefined &&
              each.from < step.span.to &&
              each.to > step.span.from,
          ),
        );
        expect(twice).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('names what a missing permission withholds: what it would have planned without it', () => {
    fc.assert(
      fc.property(situations, (facts) => {
        const allowed = { ...facts, scopesDenied: new Set<never>() };
        const own = planSync(allowed).steps.filter(
          ({ dataset: id }) => dataset(id).scope === 'data.enviro:read',
        );
        expect(plannedSlots(withheld(facts, 'data.enviro:read'))).toEqual(plannedSlots(own));
      }),
      { numRuns: 500 },
    );
  });
});

describe('planning a sync', () => {
  it('asks for each present state anew, once a run', () => {
    const wanted = wantedBy({ datasets: ['monitorcurrent'] }, [], NOW);
    const snapshots = planSync(input({ wanted })).steps;
    expect(snapshots).toEqual([
      { dataset: 'instruments', variant: '', instrument: '', span: undefined },
      { dataset: 'status', variant: '', instrument: 'QT1', span: undefined },
      { dataset: 'monitorcurrent', variant: '', instrument: 'QT1', span: undefined },
    ]);
    expect(planSync(input({ wanted, asked: snapshots })).steps).toEqual([]);
  });

  it('leaves out what an instrument cannot have, what the key may not read, and what is no longer there', () => {
    const { steps, skipped } = planSync(
      input({
        instruments: [
          instrument('QT1', { features: [], model: 'CR:171' }),
          instrument('AQ1', { type: 'AirQuality', features: [] }),
          instrument('OLD', { onServer: false }),
        ],
        wanted: wantedBy({ datasets: ['sic', 'timehistory', 'recordings', 'monitorstats'] }, [], NOW),
        scopesDenied: new Set(['data.audio:read']),
      }),
    );
    expect(
      new Set(ranged(steps).map((step) => `${step.dataset} ${step.variant} ${step.instrument}`)),
    ).toEqual(new Set(['timehistory 1s QT1']));
    const said = skipped
      .filter(({ dataset: id, reason }) => reason !== 'off' && id !== 'status')
      .map(({ dataset: id, instrument: serial, reason }) => `${id} ${serial} ${reason}`);
    expect(said).toEqual([
      'sic QT1 feature',
      'sic AQ1 type',
      'sic OLD not-on-server',
      'recordings QT1 scope',
      'recordings AQ1 type',
      'recordings OLD not-on-server',
      'timehistory AQ1 type',
      'timehistory OLD not-on-server',
      'monitorstats QT1 model',
      'monitorstats AQ1 type',
      'monitorstats OLD not-on-server',
    ]);
    expect(skipped).toContainEqual({
      dataset: 'timehistory',
      variant: '100ms',
      instrument: 'QT1',
      reason: 'off',
    });
  });

  it('cuts wide spans at midnight, newest first, and leaves narrow ones whole', () => {
    const now = Date.parse('2026-03-02T12:34:56.789Z');
    const stepsOf = (days: number) =>
      ranged(
        planSync(input({ now, wanted: wantedBy({ datasets: ['timehistory'], days }, [], now) })).steps,
      ).map(({ span }) => [span?.from, span?.to].map((at) => new Date(at ?? 0).toISOString()));
    expect(stepsOf(6)).toEqual([['2026-02-24T12:34:56.000Z', '2026-03-02T12:34:56.000Z']]);
    expect(stepsOf(15)).toEqual([
      ['2026-02-24T00:00:00.000Z', '2026-03-02T12:34:56.000Z'],
      ['2026-02-17T00:00:00.000Z', '2026-02-24T00:00:00.000Z'],
      ['2026-02-15T12:34:56.000Z', '2026-02-17T00:00:00.000Z'],
    ]);
  });

  it('asks for no more than a few million samples at once', () => {
    const widths = Object.fromEntries(
      (['timehistory', 'frequencyhistory'] as const).flatMap((id) =>
        dataset(id).variants.map((variant) => [variant.id, widthMs(dataset(id), variant) / HOUR]),
      ),
    );
    expect(widths).toMatchObject({ '1s': 7 * 24, '100ms': 3 * 24, 'Third-Z-1s': 24, 'Third-Z-100ms': 6 });
  });

  it('does not take the answer of one variant for that of another', () => {
    const other = row('timehistory', ORIGIN, NOW, { params: '100ms' });
    const { steps } = planSync(input({ coverage: [other] }));
    expect(steps.some((step) => step.dataset === 'timehistory' && step.variant === '1s')).toBe(true);
  });

  it('asks about events again when the events have been asked for again, and not before', () => {
    const wanted = wantedBy({ datasets: ['eventhistory'], span: { from: ORIGIN, to: NOW } }, [], NOW);
    const details = (coverage: readonly CoverageRow[]) =>
      planSync(input({ coverage, wanted })).steps.filter((step) => step.dataset === 'eventhistory').length;
    const open = { state: 'provisional', why: 'young', askedAt: ORIGIN } as const;
    const events = row('events', ORIGIN, ORIGIN + DAY, open);
    const own = row('eventhistory', ORIGIN, ORIGIN + DAY, open);
    expect(details([])).toBe(0);
    expect(details([events])).toBe(1);
    expect(details([events, own])).toBe(0);
    expect(details([{ ...events, askedAt: ORIGIN + 1 }, own])).toBe(1);
    expect(details([{ ...events, state: 'failed' }, own])).toBe(0);
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
