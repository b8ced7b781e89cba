import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetId } from '../../../electron/contract/model';
import { Failure } from '../../../electron/contract/result';
import { createApi } from '../../../electron/core/api/client';
import type { Pacer } from '../../../electron/core/api/gate';
import { fetchTransport } from '../../../electron/core/api/transport';
import { dataset } from '../../../electron/core/datasets';
import type { Archive } from '../../../electron/core/db/archive';
import { openArchive } from '../../../electron/core/db/open';
import { createNetwork } from '../../../electron/core/network';
import { createLadder } from '../../../electron/core/sync/ladder';
import { performStep } from '../../../electron/core/sync/step';
import { keptLog } from '../../support/quiet-log';
import { clockAt } from '../../support/temp-archive';
import { tempFolder } from '../../support/temp';
import { questions, SERIAL, SPAN } from './fuzz/answers';
import { spoil } from './fuzz/mutate';

const TIMES_EACH = 25;
const NOW = SPAN.to + 86_400_000;
const NEVER = new AbortController().signal;
const atOnce: Pacer = { turn: () => Promise.resolve({ answered: () => NOW, done: () => undefined }) };

/** A sync of one step at a time into a real archive, from a service that says what it is given. */
function syncing(archive: Archive) {
  const clock = clockAt(NOW);
  let body: Uint8Array<ArrayBuffer> | string = '';
  const api = createApi({
    baseUrl: () => Promise.resolve('https://service.invalid'),
    key: () => 'key',
    transport: fetchTransport(() =>
      Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } })),
    ),
    pacer: atOnce,
    network: createNetwork({ clock, lastOnlineAt: undefined }),
    clock,
    log: keptLog(),
  });
  /** True when it was taken; throws whatever is no Failure. */
  return async (
    id: DatasetId,
    variant: string,
    answer: Uint8Array<ArrayBuffer> | string,
  ): Promise<boolean> => {
    body = answer;
    const deps = { archive, api, clock, ladder: createLadder(), serviceNow: () => NOW };
    const span = dataset(id).kind === 'snapshot' ? undefined : SPAN;
    try {
      await performStep(deps, { dataset: id, variant, instrument: SERIAL, span }, NEVER);
      return true;
    } catch (error) {
      if (error instanceof Failure) return false;
      throw error;
    }
  };
}

/** All that is held of a dataset, as text. */
function held(archive: Archive, id: DatasetId): string {
  const ever = { from: 0, to: NOW + 1 };
  const channels = archive.series.channels(id, SERIAL);
  return JSON.stringify({
    instruments: archive.instruments.list(),
    records: archive.records.list(id, SERIAL, ever),
    samples: channels.map(({ channel, stepMs, extent }) => [
      channel,
      stepMs,
      [...archive.series.read(id, SERIAL, channel, stepMs, extent)],
    ]),
    ledger: archive.coverage.list({ datasets: [id] }),
  });
}

const asked = questions.flatMap(({ name, reading, answer }) => {
  if (reading.kind === 'event-history') return [];
  const id: DatasetId = reading.kind === 'instruments' ? 'instruments' : reading.dataset;
  return [{ name, id, variant: 'variant' in reading ? reading.variant : '', answer }];
});

describe('a spoilt answer on its way into the archive', () => {
  it.each(asked)(
    'to $name changes nothing when it is refused, and damages nothing when not',
    async (question) => {
      const { id, variant, answer } = question;
      const folder = tempFolder('fuzz');
      const archive = openArchive(path.join(folder, 'archive.db'), clockAt(NOW));
      const sync = syncing(archive);
      expect(await sync(id, variant, JSON.stringify(answer))).toBe(true);
      let before = held(archive, id);
      const counts = { taken: 0, refused: 0 };
      for (let seed = 1; seed <= TIMES_EACH; seed += 1) {
        const taken = await sync(id, variant, spoil(answer, seed * 104_729));
        counts[taken ? 'taken' : 'refused'] += 1;
        const after = held(archive, id);
        if (!taken) expect({ seed, after }).toEqual({ seed, after: before });
        before = after;
      }
      expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(0);
      const { damaged, database } = await archive.check(() => undefined, NEVER);
      expect([damaged, database]).toEqual([[], []]);
      archive.close();
    },
  );
});
