/** Band levels of measurement periods, out of the records they are kept in. */
import type { Span } from '../../contract/model';
import type { SpectrumVariant } from '../../contract/spectra';
import { bandIndex } from '../acoustics/bands';
import { DAY_MS } from '../datasets';
import type { Archive, StoredRecord } from '../db/archive';
import { field, finite, object, text } from './fields';
import { emptyLevels, variantIds, type SpectraAbout } from './spectra-about';

/** One measurement period. */
export interface SpectrumRow extends Span {
  /** dB, lowest band first; NaN where the record has no level. */
  readonly levels: Float64Array;
}

/** No period is longer; one that began before a span may reach into it. */
const LONGEST_MS = DAY_MS;

/** Periods that touch the span, ascending, a few hundred at a time. */
export function* spectrumRows(
  archive: Archive,
  { instrument, variant }: SpectraAbout,
  span: Span,
): Generator<readonly SpectrumRow[]> {
  const wider = { from: span.from - LONGEST_MS, to: span.to };
  for (const id of variantIds(variant))
    for (const page of archive.records.pages('frequency', instrument, wider, id))
      yield rowsOf(page, variant.bands).filter(({ to }) => to > span.from);
}

/** The periods among records, with those of their levels that are of these bands. */
export const rowsOf = (
  records: readonly StoredRecord[],
  bands: SpectrumVariant['bands'],
): readonly SpectrumRow[] => records.flatMap((record) => rowOf(record, bands) ?? []);

function rowOf(
  { time, until, data }: StoredRecord,
  bands: SpectrumVariant['bands'],
): SpectrumRow | undefined {
  if (until === undefined || until <= time) return undefined;
  const levels = emptyLevels({ bands });
  for (const [name, value] of namedLevels(data['bands'])) {
    const at = bandIndex(bands, name);
    if (at !== undefined && value !== undefined) levels[at] = value;
  }
  return levels.every(Number.isNaN) ? undefined : { from: time, to: until, levels };
}

/** Bands come as a list of names and values, or as an object by name. */
function namedLevels(bands: unknown): readonly (readonly [string, number | undefined])[] {
  if (!Array.isArray(bands))
    return Object.entries(object(bands) ?? {}).map(([name, value]) => [name, finite(value)]);
  return bands.flatMap((each) => {
    const band = object(each);
    const name = band && text(field(band, 'name'));
    return band === undefined || name === undefined ? [] : [[name, finite(field(band, 'value'))] as const];
  });
}
