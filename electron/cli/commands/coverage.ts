/** `leqbook coverage`: what is held of which span, as strips over time, and why the rest is not. */
import type { CoveragePiece, CoverageStrip, Skipped, SkipReason, Span } from '../../contract/model';
import { readStrips } from '../../core/queries/coverage';
import { percent, reasonText } from '../../core/export/table-facts';
import { UsageError, type NamedDataset } from '../arguments';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { table } from '../output';
import type { CoverageCommand } from '../parse';
import { skippedLines, WHY_SKIPPED } from '../skipped';
import { cellMs, drawStrip, isUtf8, legend } from '../strip';
import { formatAge, formatTime } from '../times';

const USUAL_MS = 31 * 86_400_000;
/** Shorter gaps are neither listed nor told to programs: a sample or two is nothing to fetch. */
const LEAST_GAP_MS = 60_000;

export function coverage(context: CliContext, command: CoverageCommand): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const { instruments, json, gaps } = command;
    const now = Date.now();
    const span = spanOf(command, now);
    const strips = readStrips(core.open().archive, now, {
      span,
      ...(instruments.length > 0 && { instruments }),
      ...((json || gaps) && { leastGapMs: LEAST_GAP_MS }),
    }).filter((strip) => isWanted(strip, command.datasets));
    if (json) await context.out.result(`${JSON.stringify(strips.map(stripJson))}\n`);
    else if (strips.length === 0) context.out.note('Nothing is known of this choice.');
    else await tell(context, strips, command, span, now);
    return EXIT.complete;
  });
}

/** Throws {@link UsageError} when the span would be empty. */
function spanOf({ from, to }: Pick<CoverageCommand, 'from' | 'to'>, now: number): Span {
  const end = to ?? now;
  const span = { from: from ?? end - USUAL_MS, to: end };
  if (span.from >= span.to) throw new UsageError('--from lies in the future');
  return span;
}

const isWanted = ({ dataset, variant }: CoverageStrip, named: readonly NamedDataset[]): boolean =>
  named.length === 0 ||
  named.some((each) => each.dataset === dataset && (each.variant === undefined || each.variant === variant));

const variantName = ({ dataset, variant }: Pick<CoverageStrip, 'dataset' | 'variant'>): string =>
  variant === '' ? dataset : `${dataset}:${variant}`;

async function tell(
  { out }: CliContext,
  strips: readonly CoverageStrip[],
  { ascii, gaps, datasets }: CoverageCommand,
  span: Span,
  now: number,
): Promise<void> {
  const isAscii = ascii || !isUtf8(process.env, process.platform);
  const isNamed = datasets.length > 0;
  const shown = strips.filter(({ skipped, pieces }) => skipped === undefined || isNamed || pieces.length > 0);
  const msPerCell = cellMs(span);
  const head = ['SERIAL', 'DATASET', 'HELD', 'FINAL', `${formatTime(span.from)} to ${formatTime(span.to)}`];
  const rows = shown.map((strip) => [
    ...[strip.instrument, variantName(strip)],
    ...(strip.pieces.length === 0 ? ['', ''] : [percent(strip.held), percent(strip.settled)]),
    strip.pieces.length === 0 ? whyNothing(strip.skipped) : drawStrip(strip, msPerCell, isAscii),
  ]);
  await out.result(table([head, ...rows]));
  await out.result(`${legend(isAscii)}\nA character is ${formatAge(msPerCell)}; times are UTC.\n`);
  if (gaps) await out.result(gapTable(shown, now));
  for (const line of skippedLines(strips.filter((strip) => !shown.includes(strip)).flatMap(toSkipped)))
    out.note(line);
}

const whyNothing = (skipped: SkipReason | undefined): string =>
  skipped === undefined ? 'all of it is still to come' : WHY_SKIPPED[skipped];

const toSkipped = ({ instrument, dataset, variant, skipped }: CoverageStrip): readonly Skipped[] =>
  skipped === undefined ? [] : [{ instrument, dataset, variant, reason: skipped }];

function gapTable(strips: readonly CoverageStrip[], now: number): string {
  const rows = strips.flatMap((strip) =>
    strip.pieces.flatMap(({ from, to, reason, detail, askedAt, askAgainAt }) =>
      reason === undefined
        ? []
        : [
            [
              ...[strip.instrument, variantName(strip), formatTime(from), formatTime(to)],
              reasonText({ reason, detail }),
              askedAt === undefined ? '' : `asked ${formatAge(Math.max(0, now - askedAt))} ago`,
              askAgainAt === undefined ? '' : `again from ${formatTime(askAgainAt)}`,
            ],
          ],
    ),
  );
  const head = ['SERIAL', 'DATASET', 'FROM', 'TO', 'WHY', 'ASKED', 'AGAIN'];
  return rows.length === 0 ? '\nNo gaps.\n' : `\n${table([head, ...rows])}`;
}

const timeOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : formatTime(ms));

const stripJson = ({ span, skipped, pieces, ...rest }: CoverageStrip): object => ({
  ...rest,
  ...{ from: formatTime(span.from), to: formatTime(span.to), skipped: skipped ?? null },
  pieces: pieces.map(pieceJson),
});
const pieceJson = ({ from, to, reason, detail, askedAt, askAgainAt }: CoveragePiece): object => ({
  ...{ from: formatTime(from), to: formatTime(to), held: reason === undefined },
  ...{ reason: reason ?? null, detail: detail ?? null },
  ...{ askedAt: timeOrNull(askedAt), askAgainAt: timeOrNull(askAgainAt) },
});
