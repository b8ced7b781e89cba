import { describe, expect, it } from 'vitest';
import { createLedger } from '../../../../electron/core/export/ledger';

function counted() {
  const seen: string[][] = [];
  let current: string[] | undefined;
  return {
    seen,
    write: (name: string) => () => void current?.push(name),
    transaction<T>(work: () => T): T {
      current = [];
      const result = work();
      seen.push(current);
      return result;
    },
  };
}

describe('the ledger', () => {
  it('writes what is noted at about the same time in one transaction, what was left for later first', async () => {
    const archive = counted();
    const ledger = createLedger(archive);
    ledger.later(archive.write('later'));
    await Promise.all([ledger.note(archive.write('a')), ledger.note(archive.write('b'))]);
    expect(archive.seen).toEqual([['later', 'a', 'b']]);
    ledger.later(archive.write('last'));
    await ledger.settled();
    await ledger.settled();
    expect(archive.seen).toEqual([['later', 'a', 'b'], ['last']]);
  });

  it('writes what was left for later without being asked', async () => {
    const archive = counted();
    createLedger(archive).later(archive.write('a'));
    while (archive.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(archive.seen).toEqual([['a']]);
  });

  it('tells all of a transaction that the archive refused it', async () => {
    let fails = true;
    const ledger = createLedger({
      transaction(work) {
        if (fails) throw new Error('disk full');
        return work();
      },
    });
    ledger.later(() => undefined);
    const ends = await Promise.allSettled([ledger.note(() => undefined), ledger.note(() => undefined)]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(ledger.settled()).rejects.toThrow('disk full');
    fails = false;
    await ledger.note(() => undefined);
    await ledger.settled();
  });
});
