import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../electron/contract/result';
import { createLadder } from '../../../../electron/core/sync/ladder';

const subject = { dataset: 'timehistory', instrument: 'QT1' } as const;
const refusal = (stepMs: number) => new Failure({ kind: 'invalid', path: 'period', reason: `not ${stepMs}` });
/** An instrument with samples of `ownMs`; what it was asked for is in `asked`. */
function instrument(ownMs: number) {
  const asked: number[] = [];
  const ask = (stepMs: number) => {
    asked.push(stepMs);
    return stepMs >= ownMs ? Promise.resolve(stepMs) : Promise.reject(refusal(stepMs));
  };
  return { asked, ask };
}

describe('looking for the shortest samples an instrument has', () => {
  it('asks for ever longer ones, and starts with what it found the next time', async () => {
    const ladder = createLadder();
    const { asked, ask } = instrument(2_000);
    expect(await ladder.climb(subject, 100, ask)).toBe(2_000);
    expect(asked).toEqual([100, 200, 500, 1_000, 2_000]);
    expect(await ladder.climb(subject, 100, ask)).toBe(2_000);
    expect(await ladder.climb(subject, 1_000, ask)).toBe(2_000);
    expect(asked).toHaveLength(7);
    await ladder.climb({ ...subject, instrument: 'QT2' }, 100, ask);
    expect(asked[7]).toBe(100);
  });

  it('tells the first refusal when every step is refused, and then asks once only', async () => {
    const ladder = createLadder();
    const { asked, ask } = instrument(Infinity);
    await expect(ladder.climb(subject, 1_000, ask)).rejects.toThrow('not 1000');
    expect(asked.at(-1)).toBe(60_000);
    const count = asked.length;
    await expect(ladder.climb(subject, 1_000, ask)).rejects.toThrow('not 1000');
    expect(asked.slice(count)).toEqual([1_000]);
  });

  it('leaves other failures alone', async () => {
    const asked: number[] = [];
    const broken = (stepMs: number) => {
      asked.push(stepMs);
      return Promise.reject(new Failure({ kind: 'server', reason: 'ill' }));
    };
    await expect(createLadder().climb(subject, 100, broken)).rejects.toThrow('ill');
    expect(asked).toEqual([100]);
  });
});
