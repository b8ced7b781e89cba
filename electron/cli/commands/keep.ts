/** `leqbook keep`: what is kept of each dataset, for how long, and what that takes; or a choice of it. */
import type { KeepPlan, KeepRow } from '../../contract/model';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { table } from '../output';
import type { KeepCommand } from '../parse';
import { WHY_SKIPPED } from '../skipped';

/** Needs no key: a choice is what a person says, and takes effect with the next sync. */
export function keep(context: CliContext, { choices, json }: KeepCommand): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const { signal, out } = context;
    const plan =
      choices === undefined
        ? await core.handlers['keep.get'](undefined, signal)
        : await core.handlers['keep.set']({ choices: [...choices] }, signal);
    await out.result(json ? `${JSON.stringify(plan)}\n` : describe(plan));
    return EXIT.complete;
  });
}

/** What holds for all, then the instruments that have choices of their own. */
function describe({ all, rows, archiveBytes, freeBytes }: KeepPlan): string {
  const own = rows.filter(({ from, skipped }) => from === 'instrument' && skipped === undefined);
  const cells = [...all, ...own].map((row) => [
    row.instrument === '' ? 'all' : row.instrument,
    row.variant === '' ? row.dataset : `${row.dataset}:${row.variant}`,
    row.days === 0 ? 'off' : `${row.days} days`,
    `${row.measured ? '' : '~'}${megabytes(row.diskBytesPerDay)} a day`,
    row.days === 0 || row.skipped !== undefined ? '-' : megabytes(row.diskBytes),
    note(row),
  ]);
  const total = [...all, ...own].reduce((sum, row) => sum + row.diskBytes, 0);
  const free = freeBytes === undefined ? '' : `, ${megabytes(freeBytes)} free`;
  return [
    table([['INSTRUMENT', 'DATASET', 'KEPT', 'TAKES', 'IN ALL', ''], ...cells]),
    `In all ${megabytes(total)} once everything is here; the archive has ${megabytes(archiveBytes)} now${free}.\n`,
  ].join('');
}

const note = ({ skipped, from }: KeepRow): string =>
  skipped !== undefined ? WHY_SKIPPED[skipped] : from === 'default' ? '' : 'chosen';

function megabytes(bytes: number): string {
  const mega = bytes / 1e6;
  return mega >= 1_000 ? `${(mega / 1_000).toFixed(1)} GB` : `${mega.toFixed(mega < 10 ? 2 : 0)} MB`;
}
