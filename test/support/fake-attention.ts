/** What needs somebody in the canned fleet: what its rows say, and nothing else. */
import type { Attention, AttentionReport, FleetEntry, NotKnown } from '../../electron/contract/index';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export function fakeAttention(now: number, fleet: readonly FleetEntry[]): AttentionReport {
  return {
    at: now,
    reasons: fleet.flatMap((entry) => reasonsOf(now, entry)).sort((a, b) => rank(a) - rank(b)),
    unknown: fleet.flatMap(unknownOf),
    asked: fleet.map(({ instrument, status }) => ({
      instrument: instrument.serial,
      attemptedAt: now - 3 * HOUR,
      answeredAt: status && Math.max(status.observedAt, now - 3 * HOUR + 90_000),
      inVain: [],
    })),
    sync: { attemptedAt: now - 3 * HOUR, outcome: 'complete', completeAt: now - 3 * HOUR + 90_000 },
  };
}
const rank = ({ severity }: Attention): number => ['now', 'soon', 'look'].indexOf(severity);

function reasonsOf(now: number, { instrument, status, drift, newestDataAt }: FleetEntry): Attention[] {
  const { serial } = instrument;
  const reason = (
    told: Pick<Attention, 'kind' | 'severity' | 'text' | 'since'>,
    tab: 'calibration' | 'coverage' = 'calibration',
  ): Attention => ({
    ...told,
    instrument: serial,
    asOf: status?.observedAt ?? now,
    evidence: { instrument: serial, tab, span: undefined },
  });
  const found: Attention[] = [];
  if (status?.online === false && newestDataAt !== undefined)
    found.push(
      reason(
        { kind: 'silent', severity: 'now', text: 'Not online; no data for 3 d', since: newestDataAt },
        'coverage',
      ),
    );
  const since = status?.lastCalibration?.time;
  if (drift === 'suspect')
    found.push(
      reason({ kind: 'drift', severity: 'now', text: 'Drift +1.16 dB, suspect (over 1.0 dB)', since }),
    );
  if (drift === 'investigate')
    found.push(
      reason({ kind: 'drift', severity: 'look', text: 'Drift −0.62 dB, investigate (over 0.5 dB)', since }),
    );
  if (status?.lastSic?.status === 'Error')
    found.push(
      reason({
        kind: 'sic-changed',
        severity: 'now',
        text: 'SIC 4.4 dB below its baseline at 8 kHz (Error)',
        since: now - 5 * DAY,
      }),
    );
  return found;
}

function unknownOf({ instrument, status, drift }: FleetEntry): NotKnown[] {
  const unknown = (text: string, asOf?: number): NotKnown => ({ instrument: instrument.serial, text, asOf });
  if (status === undefined) return [unknown('State: not asked yet'), unknown('Newest data: not asked yet')];
  const isNoise = instrument.type === 'Noise';
  return isNoise && drift === 'unknown' ? [unknown('Drift: only one calibration so far')] : [];
}
