/** How complete tables are, each instrument looked at once, a week at a time so that the thread stays free. */
import type { CoveragePiece, CoverageStrip, DatasetId, Span } from '../../contract/model';
import { dataset as datasetOf, DAY_MS } from '../datasets';
import type { Archive } from '../db/archive';
import { readStrips } from '../queries/coverage';
import { isAnswer } from '../sync/plan';
import { lengthMs, subtract } from '../sync/spans';
import type { Pace } from './table-pace';

export interface TableCoverage {
  readonly pieces: readonly CoveragePiece[];
  readonly skipped: CoverageStrip['skipped'];
}
export type CoverageOf = (instrument: string, dataset: DatasetId, variant: string) => Promise<TableCoverage>;

const CHUNK_MS = 7 * DAY_MS;
/** Shorter gaps count as held, for a table shows them anyway; but not where nobody asked. */
export const LEAST_GAP_MS = 60_000;

/** Remembers the instrument asked about last; tables are best asked about instrument by instrument. */
export function coverageOver(archive: Archive, now: number, span: Span, pace: Pace): CoverageOf {
  let serial: string | undefined;
  let tables: Tables = new Map();
  return async (instrument, dataset, variant) => {
    // A present state covers no span: it is held as often as it was observed.
    if (datasetOf(dataset).kind === 'snapshot') return { pieces: [wholly(span)], skipped: undefined };
    if (serial !== instrument) {
      tables = await readInstrument(archive, now, span, instrument, pace);
      serial = instrument;
    }
    return tables.get(keyOf(dataset, variant)) ?? { pieces: [], skipped: undefined };
  };
}

type Tables = Map<string, TableCoverage>;
const keyOf = (dataset: string, variant: string): string => `${dataset}:${variant}`;

async function readInstrument(
  archive: Archive,
  now: number,
  span: Span,
  instrument: string,
  pace: Pace,
): Promise<Tables> {
  const tables: Tables = new Map();
  const instruments = [instrument];
  const past = { from: span.from, to: Math.min(span.to, now) };
  for (let from = past.from; from < past.to; from += CHUNK_MS) {
    const chunk = { from, to: Math.min(past.to, from + CHUNK_MS) };
    for (const strip of readStrips(archive, now, { instruments, span: chunk, leastGapMs: LEAST_GAP_MS })) {
      const key = keyOf(strip.dataset, strip.variant);
      const before = tables.get(key);
      tables.set(key, {
        pieces: join(before?.pieces ?? [], strip.pieces),
        skipped: before === undefined ? strip.skipped : before.skipped,
      });
    }
    await pace.breathe();
  }
  for (const [key, short] of shortUnasked(archive, instrument, past))
    for (const stretch of short) {
      const strips = readStrips(archive, now, { instruments, span: stretch, leastGapMs: 1 });
      const strip = strips.find(({ dataset, variant }) => keyOf(dataset, variant) === key);
      const table = tables.get(key);
      if (table !== undefined && strip !== undefined)
        tables.set(key, { ...table, pieces: replaced(table.pieces, stretch, strip.pieces) });
      await pace.breathe();
    }
  return tables;
}

/** Stretches too short to be told as gaps, about which the ledger says nothing, by table. */
function shortUnasked(
  archive: Archive,
  instrument: string,
  past: Span,
): ReadonlyMap<string, readonly Span[]> {
  const answered = new Map<string, Span[]>();
  for (const row of archive.coverage.list({ instruments: [instrument] })) {
    if (!isAnswer(row)) continue;
    const key = keyOf(row.dataset, row.params);
    answered.set(key, [...(answered.get(key) ?? []), row]);
  }
  const short = (spans: readonly Span[]) =>
    subtract([past], spans).filter((each) => lengthMs(each) < LEAST_GAP_MS);
  return new Map([...answered].map(([key, spans]) => [key, short(spans)]));
}

function replaced(
  pieces: readonly CoveragePiece[],
  { from, to }: Span,
  by: readonly CoveragePiece[],
): readonly CoveragePiece[] {
  const before = pieces
    .filter((each) => each.from < from)
    .map((each) => ({ ...each, to: Math.min(each.to, from) }));
  const after = pieces
    .filter((each) => each.to > to)
    .map((each) => ({ ...each, from: Math.max(each.from, to) }));
  return join(join(before, by), after);
}

/** What says the same on both sides of a cut becomes one. */
function join(before: readonly CoveragePiece[], after: readonly CoveragePiece[]): readonly CoveragePiece[] {
  const last = before.at(-1);
  const [first, ...rest] = after;
  if (last === undefined || first === undefined) return [...before, ...after];
  const isSame = last.to === first.from && last.reason === first.reason && last.detail === first.detail;
  return isSame ? [...before.slice(0, -1), { ...last, to: first.to }, ...rest] : [...before, ...after];
}

const wholly = ({ from, to }: Span): CoveragePiece => ({
  ...{ from, to, reason: undefined },
  ...{ detail: undefined, askedAt: undefined, askAgainAt: undefined },
});
