/** `leqbook coverage`: which spans are held, how final they are, and since when. */
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { table } from '../output';
import type { Command } from '../parse';
import { formatAge, formatTime } from '../times';

type CoverageCommand = Extract<Command, { name: 'coverage' }>;

export function coverage(
  context: CliContext,
  { instruments, datasets, json }: CoverageCommand,
): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const rows = core.open().archive.coverage.list({
      ...(instruments.length > 0 && { instruments }),
      ...(datasets.length > 0 && { datasets }),
    });
    const { out } = context;
    if (json) {
      const entries = rows.map(({ dataset, instrument, from, to, state, askedAt }) => ({
        ...{
          dataset,
          instrument,
          from: formatTime(from),
          to: formatTime(to),
          state,
          askedAt: formatTime(askedAt),
        },
        ageMs: Date.now() - askedAt,
      }));
      await out.result(`${JSON.stringify(entries)}\n`);
      return EXIT.complete;
    }
    if (rows.length === 0) {
      out.note('Nothing is held of this choice.');
      return EXIT.complete;
    }
    const cells = rows.map(({ dataset, instrument, from, to, state, askedAt }) => [
      ...[instrument, dataset, formatTime(from), formatTime(to), state],
      `${formatAge(Math.max(0, Date.now() - askedAt))} ago`,
    ]);
    await out.result(table([['SERIAL', 'DATASET', 'FROM', 'TO', 'STATE', 'ASKED'], ...cells]));
    return EXIT.complete;
  });
}
