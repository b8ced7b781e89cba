import { describe, expect, it } from 'vitest';
import { Failure } from '../../../electron/contract/result';
import { readBody, type Outcome, type Reading } from '../../../electron/core/api/reading';
import { questions, SERIAL, SPAN } from './fuzz/answers';
import { spoil } from './fuzz/mutate';
import { faultsOf } from './fuzz/oracle';

const TIMES_EACH = 300;

/** What came of it: an outcome, or the kind of Failure; anything else is thrown on. */
function read(bytes: Uint8Array, reading: Reading): Outcome | string {
  try {
    return readBody(bytes, 200, reading);
  } catch (error) {
    if (error instanceof Failure) return error.error.kind;
    throw error;
  }
}
const bodyOf = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

describe('a spoilt answer', () => {
  it.each(questions)(
    'to $name is refused, or read as it stands: nothing is made up',
    ({ reading, answer }) => {
      const kinds = new Map<string, number>();
      for (let seed = 1; seed <= TIMES_EACH; seed += 1) {
        const bytes = spoil(answer, seed * 7_919);
        let outcome: Outcome | string;
        try {
          outcome = read(bytes, reading);
        } catch (error) {
          throw new Error(`seed ${seed}`, { cause: error });
        }
        const kind = typeof outcome === 'string' ? outcome : outcome.kind;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        if (typeof outcome === 'string' || outcome.kind === 'refused') continue;
        expect({ seed, faults: faultsOf(bodyOf(bytes), reading, outcome) }).toEqual({ seed, faults: [] });
        // What came out must be fit to be written down, and to cross to another thread.
        expect(() => JSON.stringify(structuredClone(outcome))).not.toThrow();
      }
      expect(
        [...kinds.keys()].filter(
          (kind) => !['read', 'refused', 'server', 'offline', 'invalid'].includes(kind),
        ),
      ).toEqual([]);
      // Otherwise the mutations would prove little.
      expect(kinds.get('read') ?? 0).toBeGreaterThan(TIMES_EACH / 5);
      expect(kinds.get('server') ?? 0).toBeGreaterThan(TIMES_EACH / 50);
      expect(({} as Record<string, unknown>)['a']).toBeUndefined();
    },
  );

  it('was right before: each is read whole and without any oddity of its own', () => {
    for (const { name, reading, answer } of questions) {
      const bytes = Buffer.from(JSON.stringify(answer));
      const outcome = readBody(bytes, 200, reading);
      if (outcome.kind !== 'read') throw new Error(name);
      expect([name, faultsOf(answer, reading, outcome)]).toEqual([name, []]);
      const come = outcome.oddities.filter((one) => !one.includes('did not come'));
      expect([name, come, outcome.rows.length + outcome.chunks.length > 0]).toEqual([name, [], true]);
    }
  });

  it('is judged by one that notices what is made up', () => {
    const block = { start: '2026-03-02T05:00:00Z', sampleDuration: 1_000, values: [1, null, 3] };
    const body = [{ type: 'LAeq', instrument: SERIAL, blocks: [block] }];
    const reading: Reading = {
      ...{ kind: 'series', dataset: 'timehistory', variant: '1s', serial: SERIAL, span: SPAN, stepMs: 1_000 },
    };
    const judge = (values: readonly number[], channel = 'LAeq', start = SPAN.from) =>
      faultsOf(body, reading, {
        rows: [],
        oddities: [],
        chunks: [{ channel, start, stepMs: 1_000, values: Float64Array.from(values) }],
      });
    expect(judge([1, NaN, 3])).toEqual([]);
    for (const [values, channel, start] of [
      [[1, 2, 3], 'LAeq', SPAN.from],
      [[1, NaN, 3], 'LAFMax', SPAN.from],
      [[1, NaN, 3], 'LAeq', SPAN.from + 1_000],
      [[1, NaN, 3, 3], 'LAeq', SPAN.from],
    ] as const)
      expect(judge(values, channel, start).length).toBeGreaterThan(0);
    const records: Reading = { kind: 'records', dataset: 'sic', variant: '', serial: SERIAL, span: SPAN };
    const row = { key: '1', time: SPAN.from, until: undefined, data: { time: block.start, status: 'x' } };
    const said = [{ time: block.start, status: 'y' }];
    expect(faultsOf(said, records, { rows: [row], chunks: [], oddities: [] })).toHaveLength(1);
    expect(
      faultsOf([row.data], records, { rows: [row, row], chunks: [], oddities: ['a.', 'a.'] }),
    ).toHaveLength(2);
  });
});
