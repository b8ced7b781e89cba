import { afterEach, describe, expect, it } from 'vitest';
import { dataset } from '../../../electron/core/datasets';
import { createFakeWorld, isMissing, levelAt } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { startHarness, type Harness, type HarnessOptions } from './harness';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const DAY = 86_400_000;
const folder = tempFolder('sync');
let open: Harness[] = [];
async function harness(options: Partial<HarnessOptions> = {}): Promise<Harness> {
  const one = await startHarness({ world: createFakeWorld(), folder, now: NOW, ...options });
  open.push(one);
  return one;
}
afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});

describe('a first sync', () => {
  it('brings everything, sample by sample as it was measured', async () => {
    const h = await harness();
    const t0 = performance.now();

    const job = await h.sync({ days: 8 });
    console.log(job, performance.now() - t0, h.demo.journal.length);
    console.log(h.archive.coverage.list().map((r) => [r.dataset, r.instrument, new Date(r.from).toISOString(), new Date(r.to).toISOString(), r.state, r.why, r.asks].join(' ')).join('\n'));
    console.log([...new Set(h.log.lines.map((l) => JSON.stringify(l)))].slice(0, 30).join('\n'));
    const job2 = await h.sync({ days: 8 });
    console.log(job2.summary, job2.done);
    console.log(h.demo.journal.slice(-12).map((e) => e.path + '?' + e.query).join('\n'));
    expect(job.state).toBe('done');
  });
});
