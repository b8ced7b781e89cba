/** A demo service over real HTTP, an archive in a real file, and a clock that jumps to whatever is waited for next. */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createApi } from '../../../electron/core/api/client';
import { createPacer } from '../../../electron/core/api/gate';
import type { HttpLimits } from '../../../electron/core/api/http';
import type { Events, SyncRequest } from '../../../electron/contract/index';
import type { Job } from '../../../electron/contract/jobs';
import { createNodeTransport } from '../../../electron/core/api/node-transport';
import { openArchive } from '../../../electron/core/db/open';
import { createJobQueue } from '../../../electron/core/jobs/queue';
import { createNetwork } from '../../../electron/core/network';
import { createSyncMeter } from '../../../electron/core/sync/meter';
import { createSyncRunner } from '../../../electron/core/sync/run';
import { startDemoServer } from '../../../electron/demo/server/server';
import { DEMO_KEY } from '../../../electron/demo/key';
import type { World } from '../../../electron/demo/world/world';
import { keptLog } from '../../support/quiet-log';
import { jumpingClock } from './jumping-clock';

export interface HarnessOptions {
  readonly world: World;
  readonly folder: string;
  readonly now: number;
  readonly whenOffline?: 'wait' | 'stop';
  readonly limits?: Partial<HttpLimits>;
  /** How far the service's clock is ahead of ours. */
  readonly serviceAheadMs?: number;
}
export type Harness = Awaited<ReturnType<typeof startHarness>>;

export async function startHarness(options: HarnessOptions) {
  const { world, folder, now, whenOffline = 'wait', limits, serviceAheadMs = 0 } = options;
  const clock = jumpingClock(now);
  const demo = await startDemoServer({ world, clock: { now: () => clock.now() + serviceAheadMs } });
  const file = path.join(folder, `archive-${String(Math.random()).slice(2)}.db`);
  const archive = openArchive(file, clock);
  const log = keptLog();
  const network = createNetwork({ clock, lastOnlineAt: undefined });
  const changes: Events['data-changed'][] = [];
  const rejected: number[] = [];
  const pacer = createPacer({ clock });
  const key = { value: DEMO_KEY };
  const api = createApi({
    baseUrl: () => Promise.resolve(demo.url),
    key: () => key.value,
    transport: createNodeTransport('Leqbook'),
    pacer,
    network,
    clock,
    log,
    limits: { headersMs: 10_000, idleMs: 10_000, ...limits },
  });
  const meter = createSyncMeter();
  const jobs: Job[] = [];
  const openQueue = () => {
    const queue = createJobQueue({ jobs: archive.jobs, clock, log });
    queue.onChange((job) => jobs.push(job));
    queue.register(
      'sync',
      createSyncRunner({
        archive,
        api,
        network,
        clock,
        log,
        meter,
        whenOffline,
        announce: (change) => changes.push(change),
        onUnauthorized: () => rejected.push(clock.now()),
      }),
    );
    return queue;
  };
  const queue = openQueue();
  const start = (request: SyncRequest): Job => queue.start('sync', 'Sync', request);
  return {
    ...{ clock, demo, archive, file, log, network, changes, rejected, api, meter, jobs, queue, key, start },
    /** What a new process does with the same archive. */
    openQueue,
    /** Runs one sync to its end. */
    sync: (request: SyncRequest): Promise<Job> => queue.ended(start(request).id),
    async close() {
      await queue.close();
      archive.close();
      await demo.close();
      for (const end of ['', '-wal', '-shm']) if (existsSync(file + end)) rmSync(file + end);
    },
  };
}
