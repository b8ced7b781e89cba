/** When an instrument calibrated or checked itself, as far as the archive tells. */
import type { Span } from '../../contract/model';
import type { Archive } from '../db/archive';
import { flag, field } from './fields';
import { checkWindows } from './gaps';

/** A record may speak of a gap that far from its own time, ms. */
const REACH_MS = 3_600_000;

/** Stretches of the span and just around it in which a self-check may have interrupted measuring. */
export function readChecks(archive: Archive, serial: string, { from, to }: Span): readonly Span[] {
  const span = { from: from - REACH_MS, to: to + REACH_MS };
  const recorded = (['calibrations', 'sic'] as const).flatMap((id) => archive.records.list(id, serial, span));
  const seen = archive.records
    .list('status', serial, span)
    .filter(({ data }) => ['calibrationInProgress', 'sicInProgress'].some((name) => flag(field(data, name))));
  return checkWindows([...recorded, ...seen].map(({ time }) => time));
}
