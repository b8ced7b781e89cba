/** An instrument of which everything is known and in order, to be spoilt by tests. */
import type { CalibrationRow, SicRow } from '../../../../electron/contract/model';
import { usualRules } from '../../../../electron/contract/people';
import { judgeSic } from '../../../../electron/core/queries/sic-baseline';
import type { CertificateEntry, Facts, Known } from '../../../../electron/core/attention/facts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NOW = Date.UTC(2026, 10, 22, 14);
export const rules = usualRules;
export const known = <T>(value: T, askedAt = NOW - HOUR): Known<T> => ({ state: 'known', askedAt, value });

export const calibration = (daysAgo: number, drift?: number, status = 'Success'): CalibrationRow => ({
  time: NOW - daysAgo * DAY,
  status,
  level: 93.7,
  offset: 0.1,
  drift,
  verdict: 'unknown',
});
export const sic = (daysAgo: number, at8kHz = 35.7, status = 'Success'): SicRow => ({
  time: NOW - daysAgo * DAY,
  status,
  bands: { '500Hz': 55.4, '1kHz': 48.5, '8kHz': at8kHz },
});
export const sics = (rows: readonly SicRow[]) =>
  known(judgeSic({ rows, calibrated: [], breaks: [], rule: rules.sicDb }).sic);
export const certificate = (
  due: string,
  of: 'instrument' | 'calibrator' = 'instrument',
): CertificateEntry => ({
  id: 1,
  instrument: 'QT1',
  from: undefined,
  to: undefined,
  author: 'ana',
  createdAt: NOW - 400 * DAY,
  changedAt: NOW - 400 * DAY,
  removedAt: undefined,
  added: {
    kind: 'certificate',
    of,
    serial: of === 'instrument' ? 'QT1' : '98142',
    issued: '2024-11-22',
    due,
  },
});
export const goodFacts: Facts = {
  instrument: {
    serial: 'QT1',
    name: 'Gate',
    type: 'Noise',
    model: 'CR:950',
    features: ['SIC', 'Modem'],
    position: undefined,
    subscription: { tier: 'Pro', status: 'Active', addons: [] },
    listedAt: NOW - HOUR,
    onServer: true,
  },
  status: {
    online: true,
    measuring: true,
    calibrationInProgress: false,
    sicInProgress: false,
    lastCalibration: undefined,
    lastSic: undefined,
    observedAt: NOW - HOUR,
  },
  calibrations: known([calibration(60), calibration(20, 0.12)]),
  sic: sics([4, 3, 2, 1].map((daysAgo) => sic(daysAgo))),
  microphoneChangedAt: undefined,
  reach: known({ asked: { from: NOW - 31 * DAY, to: NOW - HOUR }, newest: NOW - 1.5 * HOUR }),
  held: known({ span: { from: NOW - 7 * DAY, to: NOW }, askedMs: 7 * DAY, heldMs: 6.9 * DAY, openMs: 0 }),
  sim: known({ at: NOW - HOUR, used: 900, quota: 2_048 }),
  supply: known({ at: NOW - HOUR, volts: 12.4, before: 12.5 }),
  certificates: [certificate('2027-06-01')],
  certificatesKept: true,
  asked: { answeredAt: NOW - HOUR, inVain: [] },
};
