/** How complete tables are, each instrument looked at once. */
import type { CoveragePiece, CoverageStrip, DatasetId, Span } from '../../contract/model';
import { dataset as datasetOf } from '../datasets';
import type { Archive } from '../db/archive';
import { intersect, subtract } from '../sync/spans';

export interface TableCoverage {
  readonly pieces: readonly CoveragePiece[];
  readonly skipped: CoverageStrip['skipped'];
}
export type CoverageOf = (instrument: string, dataset: DatasetId, variant: string) => TableCoverage;

/** Remembers the instrument asked about last; tables are best asked about instrument by instrument. */
export function coverageOver(archive: Archive, now: number, span: Span): CoverageOf {
  let serial: string | undefined;
  let strips: readonly CoverageStrip[] = [];
  return (instrument, dataset, variant) => {
    // A present state covers no span: it is held as often as it was observed.
    if (datasetOf(dataset).kind === 'snapshot')
      return { pieces: [piece(span, undefined)], skipped: undefined };
    if (serial !== instrument) {
      serial = instrument;
      strips = readStrips(archive, now, { instruments: [instrument], span });
    }
    const strip = strips.find((each) => each.dataset === dataset && each.variant === variant);
    return { pieces: strip?.pieces ?? [], skipped: strip?.skipped };
  };
}
const piece = ({ from, to }: Span, reason: CoveragePiece['reason']): CoveragePiece => ({
  ...{ from, to, reason },
  detail: undefined,
  askedAt: undefined,
  askAgainAt: undefined,
});
// INTERIM
function readStrips(
  archive: Archive,
  _now: number,
  { instruments, span }: { instruments: string[]; span: Span },
): CoverageStrip[] {
  const groups = new Map<string, CoverageStrip>();
  const rows = archive.coverage.list({ instruments, span });
  for (const { dataset, params, instrument } of rows) {
    const held = intersect(
      [span],
      rows.filter(
        (each) =>
          each.dataset === dataset &&
          each.params === params &&
          (each.state === 'settled' || each.state === 'provisional'),
      ),
    );
    const pieces = [
      ...held.map((each) => piece(each, undefined)),
      ...subtract([span], held).map((each) => piece(each, 'not-asked')),
    ].sort((a, b) => a.from - b.from);
    groups.set(`${dataset} ${params}`, {
      instrument,
      dataset,
      variant: params,
      title: '',
      span,
      skipped: undefined,
      pieces,
      held: 0,
      settled: 0,
    });
  }
  return [...groups.values()];
}
