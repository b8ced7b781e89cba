/** An instrument's calibration passport: its calibrations, its checks, its certificates, and the data between them. */
import type { Span } from '../../contract/model';
import type { Passport } from '../../contract/passport';
import { Failure } from '../../contract/result';
import { isSuccess } from '../acoustics/drift';
import type { Archive } from '../db/archive';
import { dayAt, siteZones } from '../site-days';
import { isAnswer } from '../sync/plan';
import { lengthMs, subtract, union } from '../sync/spans';
import { readCalibrations, readMicrophones } from './calibration';
import { passportCertificates } from './passport-certificates';
import { passportStretches } from './passport-stretches';
import { passportUnknowns } from './passport-unknowns';
import { judgeSic } from './sic-baseline';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface PassportContext {
  /** Epoch ms. */
  readonly now: number;
  /** Of Leqbook. */
  readonly version: string;
}

/** Throws Failure `not-found` for an instrument that the archive does not know. */
export function readPassport(archive: Archive, serial: string, { now, version }: PassportContext): Passport {
  const instrument = archive.instruments.get(serial);
  if (instrument === undefined) throw new Failure({ kind: 'not-found', what: `The instrument ${serial}` });
  const { name, model, type, features } = instrument;
  const rules = archive.people.rules();
  const history = readCalibrations(archive, serial);
  const { calibrations, thresholds, latestDrift } = history;
  const microphones = readMicrophones(archive, serial);
  const breaks = microphones.map(({ at }) => at);
  const held = heldNoise(archive, serial, now);
  const known = {
    ...history,
    ...judgedSic(history, breaks, rules.sicDb),
    microphones,
    certificates: passportCertificates(
      archive.people.list({ kinds: ['certificate'], instrument: serial }),
      dayAt(now, siteZones(archive)(serial)),
      rules.certificateDays,
    ),
    stretches: passportStretches({ calibrations, breaks, held, thresholds }),
  };
  const since = Math.min(held[0]?.from ?? now, calibrations[0]?.time ?? now);
  return {
    ...known,
    instrument: { serial, name, model, type },
    version,
    generatedAt: now,
    longTerm: longTermOf(calibrations, breaks),
    sicRule: rules.sicDb,
    unknowns: passportUnknowns({
      ...known,
      latestDrift,
      notAsked: notAsked(archive, serial, { from: since, to: now }),
      hasSic: features.includes('SIC'),
    }),
  };
}

const judgedSic = (
  { sic, calibrations }: ReturnType<typeof readCalibrations>,
  breaks: readonly number[],
  rule: number,
) =>
  judgeSic({
    rows: [...sic].sort((a, b) => a.time - b.time),
    calibrated: calibrations.filter(isSuccess).map(({ time }) => time),
    ...{ breaks, rule },
  });

/** The offset now, and how it moved since the first calibration with this microphone. */
function longTermOf(calibrations: Passport['calibrations'], breaks: readonly number[]): Passport['longTerm'] {
  const since = Math.max(-Infinity, ...breaks);
  const known = calibrations.flatMap((row) =>
    isSuccess(row) && row.offset !== undefined && row.time >= since
      ? [{ time: row.time, offset: row.offset }]
      : [],
  );
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const change = Math.round((last.offset - first.offset) * 1e6) / 1e6;
  return { offset: last.offset, at: last.time, firstAt: first.time, change };
}

/** Where samples or measurements are held; what they leave out for less than a day counts as held. */
function heldNoise(archive: Archive, serial: string, now: number): readonly Span[] {
  const channels = [...new Set(archive.series.extents('timehistory', serial).map(({ channel }) => channel))];
  const extent = archive.series.extent('timehistory', serial);
  const about = { dataset: 'timehistory', instrument: serial, channels, fits: () => true } as const;
  const samples = extent === undefined ? [] : archive.series.heldSpans(about, extent, DAY);
  const asked = archive.coverage.list({ datasets: ['measurements'], instruments: [serial] }).filter(isAnswer);
  const measured = { dataset: 'measurements', instrument: serial, variant: '' } as const;
  const rows = union(asked).flatMap((part) =>
    subtract(
      [{ from: part.from, to: Math.min(part.to, now) }],
      archive.records.holes(measured, part, Math.min(2 * HOUR, lengthMs(part))),
    ),
  );
  return union([...samples, ...rows]);
}

/** Stretches of a day and more whose calibrations MyCirrus was never asked for. */
function notAsked(archive: Archive, serial: string, span: Span): readonly Span[] {
  const asked = archive.coverage.list({ datasets: ['calibrations'], instruments: [serial] }).filter(isAnswer);
  return subtract([span], asked).filter((part) => lengthMs(part) >= DAY);
}
