/** Whether what an instrument measures can be trusted: its calibrations, self-checks and certificates. Pure. */
import type { CalibrationRow } from '../../contract/model';
import type { PassportSic } from '../../contract/passport';
import type { Rules } from '../../contract/people';
import { driftVerdict } from '../acoustics/drift';
import { SIC_BANDS } from '../queries/sic-baseline';
import { dayAt, daysBetween, endOfDay } from '../site-days';
import type { CertificateEntry, Facts, Here } from './facts';
import { DAY, days, fixed, signed } from './figures';
import { because, doubt, FINE, judgeKnown, type Finding } from './finding';

export const isSuccess = (status: string | undefined): boolean => status?.toLowerCase() === 'success';
const isUnderWay = (status: string | undefined): boolean => status?.toLowerCase() === 'inprogress';
const isFailure = (status: string | undefined): boolean =>
  ['error', 'failed'].includes(status?.toLowerCase() ?? '');

/** Of the two newest successes with the same microphone. */
export function judgeDrift({ calibrations, microphoneChangedAt }: Facts, rules: Rules): Finding {
  return judgeKnown('Drift', calibrations, (rows, askedAt) => {
    const newest = rows.findLast(({ status }) => isSuccess(status));
    const since = microphoneChangedAt === undefined ? '' : ' since the microphone was changed';
    if (newest === undefined) return doubt(`Drift: no calibration${since || ' yet'}`, askedAt);
    if (newest.drift === undefined) return doubt(`Drift: only one calibration${since || ' so far'}`, askedAt);
    const verdict = driftVerdict(newest.drift, rules.drift);
    if (verdict !== 'investigate' && verdict !== 'suspect') return FINE;
    const limit = rules.drift[verdict];
    const before = rows.findLast(({ status, time }) => isSuccess(status) && time < newest.time);
    return because({
      kind: 'drift',
      severity: verdict === 'suspect' ? 'now' : 'look',
      text: `Drift ${signed(newest.drift, 2)} dB, ${verdict} (over ${fixed(limit, 1)} dB)`,
      asOf: askedAt,
      since: newest.time,
      tab: 'calibration',
      // What was measured in between is what it is about.
      span: before && { from: before.time, to: newest.time },
    });
  });
}

/** The outcome of the newest calibration; the service's list of words is open. */
export function judgeCalibration({ calibrations, status }: Facts): Finding {
  const rows = calibrations.state === 'known' ? calibrations.value : [];
  const newest = newestOf(rows, status?.lastCalibration);
  if (newest === undefined || newest.status === undefined) return FINE;
  if (isSuccess(newest.status) || isUnderWay(newest.status)) return FINE;
  const level = newest.level === undefined ? '' : ` at ${fixed(newest.level, 1)} dB`;
  const failed = isFailure(newest.status);
  return because({
    kind: 'calibration-failed',
    severity: failed ? 'soon' : 'look',
    text: failed ? `Last calibration failed${level}` : `Last calibration: ${newest.status}${level}`,
    asOf: status?.observedAt ?? newest.time,
    since: newest.time,
    tab: 'calibration',
    span: { from: newest.time - DAY, to: newest.time + DAY },
  });
}

type Outcome = Pick<CalibrationRow, 'time' | 'level'> & { readonly status: string | undefined };
/** The state may tell of one that the list does not have yet. */
function newestOf(
  rows: readonly CalibrationRow[],
  told: { readonly time: number | undefined; readonly status: string | undefined } | undefined,
): Outcome | undefined {
  const listed = rows.at(-1);
  if (told?.time === undefined || told.time <= (listed?.time ?? -Infinity)) return listed;
  return { time: told.time, status: told.status, level: undefined };
}

/** How it was before is half of the evidence. */
const SIC_BEFORE_MS = 14 * DAY;

/** Against the instrument's own baseline, which is all that a SIC can be compared with. */
export function judgeSic({ sic }: Facts): Finding {
  return judgeKnown('SIC', sic, (rows, askedAt) => {
    const results = rows.filter(({ status }) => !isUnderWay(status));
    const newest = results.at(-1);
    if (newest === undefined) return doubt('SIC: no result yet', askedAt);
    const about = { asOf: askedAt, tab: 'calibration', part: 'sic' } as const;
    const around = (since: number | undefined) => ({
      since,
      span: { from: (since ?? newest.time) - SIC_BEFORE_MS, to: newest.time + DAY },
    });
    const failed = isSuccess(newest.status) ? '' : (newest.status ?? '');
    if (newest.verdict === 'investigate')
      return because({
        ...about,
        kind: 'sic-changed',
        severity: 'now',
        text: `SIC ${furthest(newest)}${failed === '' ? '' : ` (${failed})`}`,
        ...around(startOfRun(results, ({ verdict }) => verdict === 'investigate')),
      });
    if (failed !== '')
      return because({
        ...about,
        kind: 'sic-failed',
        severity: isFailure(failed) ? 'soon' : 'look',
        text: `Last SIC: ${failed}`,
        ...around(startOfRun(results, ({ status }) => !isSuccess(status))),
      });
    return newest.verdict === 'unknown' ? doubt('SIC: too few results for a baseline', askedAt) : FINE;
  });
}

/** The band that is furthest from its baseline: `4.6 dB below its baseline at 8 kHz`. */
function furthest({ from }: PassportSic): string {
  const [most] = SIC_BANDS.flatMap((band) => {
    const dB = from[band];
    return dB === undefined ? [] : [{ dB, band: band.replace(/(k?Hz)$/, ' $1') }];
  }).sort((a, b) => Math.abs(b.dB) - Math.abs(a.dB));
  if (most === undefined) return 'changed';
  return `${fixed(Math.abs(most.dB), 1)} dB ${most.dB < 0 ? 'below' : 'above'} its baseline at ${most.band}`;
}

/** When the unbroken run of results that ends with the newest began. */
function startOfRun(
  rows: readonly PassportSic[],
  belongs: (row: PassportSic) => boolean,
): number | undefined {
  let since: number | undefined;
  for (const row of [...rows].reverse()) {
    if (!belongs(row)) break;
    since = row.time;
  }
  return since;
}

export function judgeCertificates(facts: Facts, rules: Rules, here: Here): readonly Finding[] {
  const own = facts.certificates.some(({ added }) => added.of === 'instrument');
  const findings = facts.certificates.map((entry) => judgeCertificate(entry, rules, here));
  return own || !facts.certificatesKept ? findings : [...findings, doubt('Certificate: none entered')];
}

/** A certificate holds through the day on which it is due. */
export function judgeCertificate(
  { added, changedAt, instrument }: CertificateEntry,
  rules: Rules,
  { now, zone }: Here,
): Finding {
  const left = daysBetween(dayAt(now, zone), added.due);
  if (Number.isNaN(left) || left > rules.certificateDays) return FINE;
  const whose =
    added.of === 'instrument' && instrument !== undefined
      ? 'Certificate'
      : `Certificate of ${added.of === 'calibrator' ? 'calibrator ' : ''}${added.serial}`;
  const when = left < 0 ? `overdue for ${days(-left)}` : left === 0 ? 'due today' : `due in ${days(left)}`;
  return because({
    kind: 'certificate',
    severity: left < 0 ? 'now' : 'soon',
    text: `${whose} ${when}`,
    asOf: changedAt,
    since: left < 0 ? endOfDay(added.due, zone) : undefined,
    tab: 'calibration',
    part: 'certificates',
  });
}
