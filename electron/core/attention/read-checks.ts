/** Reads the calibrations and self-checks by which an instrument is judged. */
import type { CalibrationRow } from '../../contract/model';
import type { PassportSic } from '../../contract/passport';
import { DAY_MS } from '../datasets';
import { readRecentDrift } from '../queries/calibration';
import { readSic } from '../queries/sic';
import { judgeSic } from '../queries/sic-baseline';
import type { Subject } from './known';

/** SICs of so long are read of one that changed: since when it is so, is among them. */
const SIC_MS = 45 * DAY_MS;
/** Between so many calibrations the baseline in force is looked for first. */
const STRETCHES = 3;

/** The newest since the microphone was changed, ascending. */
export function calibrationsSince(
  { archive, instrument, rules, changes }: Subject,
  changedAt = -Infinity,
): readonly CalibrationRow[] {
  const breaks = changes.get(instrument.serial) ?? [];
  const options = { thresholds: rules.drift, breaks, successes: STRETCHES };
  const { calibrations } = readRecentDrift(archive, instrument.serial, options);
  return calibrations.filter(({ time }) => time >= changedAt);
}

/**
 * Baselines are made in the passport's way, so that the evidence says the same. Of one that is in order no more is read
 * than it takes to know that.
 */
export function readSics(
  { archive, instrument, now, rules }: Subject,
  calibrated: readonly number[],
  changedAt = -Infinity,
): readonly PassportSic[] {
  const judged = (from: number): readonly PassportSic[] => {
    const rows = archive.records
      .list('sic', instrument.serial, { from: Math.max(from, changedAt), to: 8.64e15 })
      .map(({ time, data }) => ({ ...readSic(data), time }));
    return judgeSic({ rows, calibrated, breaks: [], rule: rules.sicDb }).sic;
  };
  const latest = calibrated.at(-1);
  const own = latest === undefined ? [] : judged(latest);
  if (isInOrder(own.at(-1))) return own;
  const first = calibrated.at(-STRETCHES);
  const recent = first === undefined ? [] : judged(Math.min(first, now - SIC_MS));
  // Without one, the baseline in force lies further back.
  return recent.at(-1)?.baseline === undefined ? judged(-8.64e15) : recent;
}

const isInOrder = (newest: PassportSic | undefined): boolean =>
  newest?.verdict === 'within' && newest.status?.toLowerCase() === 'success';
