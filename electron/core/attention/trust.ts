/** Whether what an instrument measures can be trusted: its calibrations, self-checks and certificates. Pure. */
import type { CalibrationRow, SicRow } from '../../contract/model';
import type { Rules } from '../../contract/people';
import { driftVerdict } from '../acoustics/drift';
import { baselineOf, furthest, ENOUGH_RESULTS } from './baseline';
import type { CertificateEntry, Facts } from './facts';
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
    return because({
      kind: 'drift',
      severity: verdict === 'suspect' ? 'now' : 'look',
      text: `Drift ${signed(newest.drift, 2)} dB, ${verdict} (over ${fixed(limit, 1)} dB)`,
      asOf: askedAt,
      since: newest.time,
      tab: 'calibration',
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

/** Against the instrument's own baseline, which is all that a SIC can be compared with. */
export function judgeSic({ sic, calibrations }: Facts, rules: Rules): Finding {
  return judgeKnown('SIC', sic, (rows, askedAt) => {
    const results = rows.filter(({ status }) => !isUnderWay(status));
    const newest = results.at(-1);
    if (newest === undefined) return doubt('SIC: no result yet', askedAt);
    const about = { asOf: askedAt, tab: 'calibration' } as const;
    const baseline = baselineOf(results, calibrations.state === 'known' ? calibrations.value : []);
    const off = (row: SicRow) => {
      const most = baseline && furthest(row, baseline);
      return most !== undefined && Math.abs(most.db) > rules.sicDb + 1e-6 ? most : undefined;
    };
    const most = off(newest);
    const failed = isSuccess(newest.status) ? '' : (newest.status ?? '');
    if (most !== undefined)
      return because({
        ...about,
        kind: 'sic-changed',
        severity: 'now',
        text: `SIC ${fixed(Math.abs(most.db), 1)} dB ${most.db < 0 ? 'below' : 'above'} its baseline at ${most.band}${failed === '' ? '' : ` (${failed})`}`,
        since: startOfRun(results, (row) => off(row) !== undefined),
      });
    if (failed !== '')
      return because({
        ...about,
        kind: 'sic-failed',
        severity: isFailure(failed) ? 'soon' : 'look',
        text: `Last SIC: ${failed}`,
        since: startOfRun(results, ({ status }) => !isSuccess(status)),
      });
    return baseline === undefined
      ? doubt(`SIC: fewer than ${ENOUGH_RESULTS} results, too few for a baseline`, askedAt)
      : FINE;
  });
}

/** When the unbroken run of results that ends with the newest began. */
function startOfRun(rows: readonly SicRow[], belongs: (row: SicRow) => boolean): number | undefined {
  let since: number | undefined;
  for (const row of [...rows].reverse()) {
    if (!belongs(row)) break;
    since = row.time;
  }
  return since;
}

export function judgeCertificates(facts: Facts, rules: Rules, now: number): readonly Finding[] {
  const own = facts.certificates.some(({ added }) => added.of === 'instrument');
  const findings = facts.certificates.map((entry) => judgeCertificate(entry, rules, now));
  return own || !facts.certificatesKept ? findings : [...findings, doubt('Certificate: none entered')];
}

/** A certificate holds through the day on which it is due. */
export function judgeCertificate(
  { added, changedAt, instrument }: CertificateEntry,
  rules: Rules,
  now: number,
): Finding {
  const left = Math.round((Date.parse(added.due) - Math.floor(now / DAY) * DAY) / DAY);
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
    since: left < 0 ? Date.parse(added.due) + DAY : undefined,
    tab: 'calibration',
  });
}
