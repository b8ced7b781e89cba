/** How complete tables are, each instrument looked at once, a week at a time so that the thread stays free. */
import type { CoveragePiece, CoverageStrip, DatasetId, Span } from '../../contract/model';
import { dataset as datasetOf, DAY_MS } from '../datasets';
import type { Archive } from '../db/archive';
import { readStrips } from '../queries/coverage';
import type { Pace } from './table-pace';

export interface TableCoverage {
  readonly pieces: readonly CoveragePiece[];
  readonly skipped: CoverageStrip['skipped'];
}
export type CoverageOf = (instrument: string, dataset: DatasetId, variant: string) => Promise<TableCoverage>;

const CHUNK_MS = 7 * DAY_MS;
/** Shorter gaps count as held: a table shows them anyway. */
export const LEAST_GAP_MS = 60_000;

/** Remembers the instrument asked about last; tables are best asked about instrument by instrument. */
export function coverageOver(archive: Archive, now: number, span: Span, pace: Pace): CoverageOf {
  let serial: string | undefined;
  let tables = new Map<string, TableCoverage>();
  return async (instrument, dataset, variant) => {
    // A present state covers no span: it is held as often as it was observed.
    if (datasetOf(dataset).kind === 'snapshot') return { pieces: [wholly(span)], skipped: undefined };
    if (serial !== instrument) {
      tables = await readInstrument(archive, now, span, instrument, pace);
      serial = instrument;
    }
    return tables.get(`${dataset}:${variant}`) ?? { pieces: [], skipped: undefined };
  };
}

async function readInstrument(archive: Archive, now: number, span: Span, instrument: string, pace: Pace) {
  const tables = new Map<string, TableCoverage>();
  const instruments = [instrument];
  for (let from = span.from; from < Math.min(span.to, now); from += CHUNK_MS) {
    const chunk = { from, to: Math.min(span.to, from + CHUNK_MS) };
    for (const strip of readStrips(archive, now, { instruments, span: chunk, leastGapMs: LEAST_GAP_MS })) {
      const key = `${strip.dataset}:${strip.variant}`;
      const before = tables.get(key);
      tables.set(key, {
        pieces: join(before?.pieces ?? [], strip.pieces),
        skipped: before === undefined ? strip.skipped : before.skipped,
      });
    }
    await pace.breathe();
  }
  return tables;
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
