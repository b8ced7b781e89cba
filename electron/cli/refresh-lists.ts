/** Brings the lists that sounds come from up to date, where they are not known to be final. */
import type { Job } from '../contract/jobs';
import type { DatasetId } from '../contract/model';
import type { SoundFilter } from '../contract/sounds';
import type { Core } from '../core/core';
import { dataset } from '../core/datasets';
import type { Archive } from '../core/db/archive';
import { subtract } from '../core/sync/spans';
import { toRequest } from './commands/sync';
import type { CliContext } from './context';
import { EXIT, exitCodeOfJob, type ExitCode } from './exit-codes';
import { runJob } from './job';

/** Recordings, and events for the audio that is theirs. */
const LISTS: readonly DatasetId[] = ['recordings', 'events'];
type Where = Pick<SoundFilter, 'instruments' | 'from' | 'to'>;

/**
 * Asks only with a span; without one, what is listed is what there is. Complete once all lists that the key may read were
 * answered.
 */
export async function refreshLists(context: CliContext, core: Core, where: Where): Promise<ExitCode> {
  const { instruments = [], from, to } = where;
  const { archive } = core.open();
  if (from === undefined || areFinal(archive, where)) return EXIT.complete;
  const datasets = LISTS.filter((id) => !isFinal(archive, id, where));
  const request = toRequest({ name: 'sync', instruments, datasets, from, to, json: false }, Date.now());
  const job = await runJob(context, core, () => core.handlers['sync.start'](request, context.signal));
  return isAllThatMayBeRead(job) ? EXIT.complete : exitCodeOfJob(job);
}

/** A list that the key may not read, which is on standard error by now, is not missing as long as it may read the other. */
const isAllThatMayBeRead = ({ state, issues }: Job): boolean =>
  state === 'done' && issues.length < LISTS.length && issues.every(({ error }) => error.kind === 'forbidden');

/** Whether the lists of all these instruments were answered for good, so that no network is needed. */
export const areFinal = (archive: Archive, where: Where): boolean =>
  archive.instruments.list().length > 0 && LISTS.every((id) => isFinal(archive, id, where));

function isFinal(
  archive: Archive,
  id: DatasetId,
  { instruments, from = 0, to = Date.now() }: Where,
): boolean {
  const { types } = dataset(id);
  const known = archive.instruments.list();
  const unknown = instruments?.some((serial) => !known.some((one) => one.serial === serial)) === true;
  const wanted = known.filter(
    ({ serial, type }) =>
      instruments?.includes(serial) !== false && (type === undefined || types?.includes(type) !== false),
  );
  const settled = archive.coverage.list({ datasets: [id] }).filter(({ state }) => state === 'settled');
  const isAnswered = (serial: string): boolean => {
    const held = settled.filter(({ instrument }) => instrument === serial);
    return subtract([{ from, to }], held).length === 0;
  };
  return !unknown && wanted.every(({ serial }) => isAnswered(serial));
}
