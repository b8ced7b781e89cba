import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createBudget,
  sizeText,
  type Budget,
  type Expected,
} from '../../../../electron/core/transfer/limits';

const still = new AbortController().signal;
const known = (bytes: number): Expected => ({ bytes, measured: true });
const guess = (bytes: number): Expected => ({ bytes, measured: false });
const ask = (budget: Budget, expected: Expected | (() => Expected), signal = still) =>
  budget.admit({
    expected: typeof expected === 'function' ? expected : () => expected,
    now: () => 0,
    signal,
  });
/** One that must be let in, and tells its length. */
async function begin(budget: Budget, expected: Expected, bytes = expected.bytes) {
  const share = await ask(budget, expected);
  if (share === undefined) throw new Error('it was left');
  return { share, fits: share.fits(bytes) };
}

describe('what a job may take', () => {
  it('starts no file that is known to pass the limit, and goes on with those that fit', async () => {
    const budget = createBudget({ bytes: 1_000 });
    const { share } = await begin(budget, known(700));
    expect(await ask(budget, known(400))).toBeUndefined();
    expect(budget.stoppedAt()).toBe('the limit of 1 kB');
    expect(budget.isOver(0)).toBe(false);
    share.spend(700);
    share.end();
    expect(await ask(budget, known(300))).toBeDefined();
  });

  it('asks for a file whose length is only guessed, and goes by what it is', async () => {
    const budget = createBudget({ bytes: 1_000 });
    const { share, fits } = await begin(budget, guess(50_000), 600);
    expect(fits).toBe(true);
    share.spend(600);
    share.end();
    expect((await begin(budget, guess(50_000), 401)).fits).toBe(false);
    expect((await begin(budget, guess(50_000), 400)).fits).toBe(true);
  });

  it('asks for one even where all others were too long, because this one may not be', async () => {
    const budget = createBudget({ bytes: 1_000 });
    expect((await begin(budget, known(50_000), 900)).fits).toBe(true);
    expect(await ask(budget, known(50_000))).toBeUndefined();
  });

  it('lets what does not seem to fit wait until those under way have told what they are', async () => {
    const budget = createBudget({ bytes: 1_000 });
    let usual = guess(800);
    const first = await ask(budget, () => usual);
    const second = ask(budget, () => usual);
    usual = known(300);
    expect(first?.fits(300)).toBe(true);
    const third = await second;
    expect(third?.fits(300)).toBe(true);
    third?.end();
    expect((await ask(budget, known(500)))?.fits(500)).toBe(true);
  });

  it('lets nobody wait whose job was stopped', async () => {
    const budget = createBudget({ bytes: 1_000 });
    const stop = new AbortController();
    const first = await ask(budget, guess(1_000));
    const second = ask(budget, guess(1_000), stop.signal);
    stop.abort();
    first?.end();
    await expect(second).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  });

  it('is over once three in a row proved too long, so that not every one is asked for', async () => {
    const budget = createBudget({ bytes: 1_000 });
    for (let n = 0; n < 3; n++) {
      expect(budget.isOver(0)).toBe(false);
      expect((await begin(budget, guess(10), 2_000)).fits).toBe(false);
    }
    expect([budget.isOver(0), await ask(budget, known(1))]).toEqual([true, undefined]);
  });

  it('is over once very many in a row are too long by what is known', async () => {
    const budget = createBudget({ bytes: 1_000 });
    (await begin(budget, known(900))).share.spend(900);
    for (let n = 0; n < 100; n++) expect(await ask(budget, known(200))).toBeUndefined();
    expect(budget.isOver(0)).toBe(true);
  });

  it('says so when an answer without a length passes the limit', async () => {
    const budget = createBudget({ bytes: 1_000 });
    const share = await ask(budget, guess(10));
    expect([share?.spend(1_000), share?.spend(1)]).toEqual([true, false]);
  });

  it('gives back what a file did not take', async () => {
    const budget = createBudget({ bytes: 1_000 });
    const { share } = await begin(budget, known(900));
    share.spend(100);
    share.end();
    share.end();
    expect((await begin(budget, known(900))).fits).toBe(true);
  });

  it('stops at a moment', async () => {
    const until = Date.parse('2026-03-02T07:00:00Z');
    const budget = createBudget({ until });
    const at = (now: number) => budget.admit({ expected: () => known(1e12), now: () => now, signal: still });
    expect(await at(until - 1)).toBeDefined();
    expect(await at(until)).toBeUndefined();
    expect([budget.isOver(until), budget.stoppedAt()]).toEqual([true, '2026-03-02 07:00 UTC']);
  });

  it('never passes the limit, whatever was guessed, and fetches something where anything fits', async () => {
    const file = fc.record({
      size: fc.integer({ min: 1, max: 500 }),
      guess: fc.integer({ min: 1, max: 5_000 }),
      measured: fc.boolean(),
      isWhole: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3_000 }),
        fc.array(file, { minLength: 1, maxLength: 60 }),
        async (bytes, files) => {
          const budget = createBudget({ bytes });
          let spent = 0;
          await Promise.all(
            files.map(async ({ size, isWhole, measured, guess: about }) => {
              const share = await ask(budget, { bytes: about, measured });
              await Promise.resolve();
              if (share?.fits(size) === true) {
                const came = isWhole ? size : size >> 1;
                spent += came;
                expect(share.spend(came)).toBe(true);
              }
              share?.end();
            }),
          );
          expect(spent).toBeLessThanOrEqual(bytes);
          const isSmall = files.every(({ size, isWhole }) => isWhole && size <= bytes);
          if (isSmall) expect(spent).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('writes sizes as people do', () => {
    expect([850_000, 50_000_000, 1_500_000_000, 12_340_000].map(sizeText)).toEqual([
      '850 kB',
      '50 MB',
      '1.5 GB',
      '12.3 MB',
    ]);
  });
});
