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

  it('keeps nobody waiting for company that will not come', async () => {
    const archive = counted();
    const time = { at: 0, waiting: [] as { readonly until: number; readonly go: () => void }[] };
    const turn = async (ms: number): Promise<void> => {
      time.at += ms;
      for (const { until, go } of time.waiting) if (until <= time.at) go();
      await Promise.resolve();
      await Promise.resolve();
    };
    const slow = {
      transaction<T>(work: () => T): T {
        time.at += 5;
        return archive.transaction(work);
      },
    };
    const ledger = createLedger(slow, {
      now: () => time.at,
      wait: (ms) => new Promise<void>((go) => time.waiting.push({ until: time.at + ms, go })),
    });
    const [a, b, c, d] = [ledger.expect(), ledger.expect(), ledger.expect(), ledger.expect()];
    const notes = [a.note(archive.write('a'))];
    await turn(0);
    notes.push(b.note(archive.write('b')), c.note(archive.write('c')));
    await turn(5);
    expect(archive.seen).toEqual([['a']]);
    d.end();
    await turn(0);
    expect(archive.seen).toEqual([['a'], ['b', 'c']]);
    notes.push(ledger.note(archive.write('e')));
    await turn(0);
    expect(archive.seen).toEqual([['a'], ['b', 'c'], ['e']]);
    await Promise.all(notes);
  });

  it('gathers for as long as others are to come, but not for ever', async () => {
    const archive = counted();
    const ledger = createLedger(archive);
    const [a, b] = [ledger.expect(), ledger.expect(), ledger.expect()];
    await Promise.all([a.note(archive.write('a')), b.note(archive.write('b'))]);
    expect(archive.seen.flat()).toEqual(['a', 'b']);
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
