/** Band levels of measurement periods as plain numbers, read once: a spectrum or a picture of a year is then quick. */
import type { Span } from '../../contract/model';
import { bandsOf } from '../acoustics/bands';
import { DAY_MS } from '../datasets';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { createPieces, type PiecesDeps } from './pieces';
import { variantIds, type SpectraAbout } from './spectra-about';
import { rowsOf, type SpectrumRow } from './spectra-rows';

/** Some periods, ascending by their beginning. */
export interface Periods {
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** dB, period by period, lowest band first; NaN where a record has no level. */
  readonly levels: Float64Array;
}
export interface MeasuredSpectra {
  /** All that touch the span, ascending, a week or so at a time. */
  of(archive: Archive, about: SpectraAbout, span: Span, pace: Pace): Promise<readonly Periods[]>;
}
/** No period is longer; one that began before a span may reach into it. */
const LONGEST_MS = DAY_MS;

/** Remembers a few kinds of spectra until any records of their instruments change. */
export function createMeasuredSpectra(onChange: PiecesDeps<unknown>['onChange']): MeasuredSpectra {
  const kept = (['Octave', 'Third'] as const).map((set) => {
    const pieces = createPieces<Periods>({
      dataset: 'frequency',
      onChange,
      most: 2,
      async shorten(pages) {
        const rows: SpectrumRow[] = [];
        for await (const page of pages) rows.push(...rowsOf(page, set));
        return periodsOf(rows, bandsOf(set).length);
      },
    });
    return [set, pieces] as const;
  });
  const bySet = new Map(kept);
  return {
    async of(archive, { instrument, variant }, span, pace) {
      const [id] = variantIds(variant);
      const wider = { from: span.from - LONGEST_MS, to: span.to };
      const weeks = await bySet.get(variant.bands)?.of(archive, { instrument, variant: id }, wider, pace);
      return (weeks ?? []).map((week) => touching(week, span));
    },
  };
}

function periodsOf(rows: readonly SpectrumRow[], bands: number): Periods {
  const levels = new Float64Array(rows.length * bands);
  rows.forEach((row, i) => levels.set(row.levels, i * bands));
  return {
    from: Float64Array.from(rows, ({ from }) => from),
    to: Float64Array.from(rows, ({ to }) => to),
    levels,
  };
}

/** Of one that is there all along the very same, so that nothing is copied. */
function touching(week: Periods, span: Span): Periods {
  const isMeant = (_: number, i: number): boolean =>
    (week.from[i] as number) < span.to && (week.to[i] as number) > span.from;
  if (week.from.every((from, i) => isMeant(from, i))) return week;
  const bands = week.levels.length / week.from.length;
  const isOfMeant = (_: number, at: number): boolean => isMeant(0, Math.floor(at / bands));
  return {
    from: week.from.filter(isMeant),
    to: week.to.filter(isMeant),
    levels: week.levels.filter(isOfMeant),
  };
}
