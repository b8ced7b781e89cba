import { describe, expect, it } from 'vitest';
import type { TransferProgress } from '../../../../electron/contract/sounds';
import { createTally } from '../../../../electron/core/export/tally';
import { summaryText } from '../../../../electron/core/export/summary';
import { bytes } from '../../../../renderer/format';

const NOW = Date.UTC(2026, 2, 2);
const sound = (n: number) => ({
  ...{ id: String(n), instrument: 'QT1', from: NOW + n * 60_000, to: NOW + n * 60_000 + 10_000 },
  trigger: undefined,
});

describe('a transfer', () => {
  it('tells how many are tried again, also where it names only the first of them', () => {
    let told: TransferProgress | undefined;
    const tally = createTally({
      archive: { audio: { bytesPerSecond: () => undefined, measured: () => undefined } } as never,
      clock: { now: () => NOW } as never,
      context: { progress: ({ transfer }) => (told = transfer) },
      format: 'FLAC',
      line: { open: () => 1 } as never,
      ledger: { later: () => undefined },
    });
    const sounds = Array.from({ length: 25 }, (_, n) => sound(n));
    tally.begin(sounds);
    expect([told?.retrying.length, told?.moreRetrying]).toEqual([0, 0]);
    for (const one of sounds) tally.retrying(one, 'cut off', NOW + 1_000);
    expect([told?.retrying.length, told?.moreRetrying]).toEqual([20, 5]);
    for (const one of sounds.slice(0, 10)) tally.ended(one, 100);
    tally.report();
    expect([told?.retrying.length, told?.moreRetrying]).toEqual([15, 0]);
  });
});

describe('the line about a transfer that ended', () => {
  const ended = { fetched: 2, kept: 0, failed: 0, left: 0, bytes: 0, stoppedAt: undefined };
  it('says the same amount as its report on screen', () => {
    for (const amount of [1, 999, 984_300, 984_700, 999_499, 999_500, 1_040_000, 48_250_000, 1.2e9])
      expect(summaryText({ ...ended, bytes: amount }, 'exported')).toBe(`2 files exported, ${bytes(amount)}`);
  });
  it('says no amount where nothing came', () => {
    expect(summaryText({ ...ended, fetched: 0, kept: 3 }, 'exported')).toBe(
      '0 files exported; 3 already there',
    );
  });
});
