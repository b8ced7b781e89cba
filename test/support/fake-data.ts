/** Believable figures for screens: deterministic, computed, nothing random. */
import type {
  CalibrationHistory,
  CalibrationRow,
  DriftVerdict,
  FleetEntry,
  Gap,
  LevelSeries,
  MeasurementTable,
  Span,
} from '../../electron/contract/index';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Between −1 and 1, the same for the same number. */
const noise = (n: number): number => {
  const x = Math.sin(n * 12.9898) * 43_758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};

interface Row {
  readonly serial: string;
  readonly name: string;
  readonly model: string;
  readonly type?: string;
  readonly drift?: DriftVerdict;
  readonly online?: boolean;
  readonly sic?: 'Success' | 'Error' | undefined;
  readonly calibratedDaysAgo?: number;
  readonly newestAgo?: number;
  readonly unknown?: boolean;
}
const ROWS: readonly Row[] = [
  { serial: 'QT480112', name: 'Mill Lane, north boundary', model: 'Quantum Outdoor' },
  {
    serial: 'QT480113',
    name: 'Mill Lane, school',
    model: 'Quantum Outdoor',
    drift: 'suspect',
    calibratedDaysAgo: 4,
  },
  { serial: 'QT480127', name: 'Mill Lane, weather mast', model: 'Quantum Outdoor' },
  {
    serial: 'QT480201',
    name: 'Harbour Quay 3',
    model: 'Quantum Indoor',
    sic: undefined,
    drift: 'investigate',
  },
  { serial: 'QT480202', name: 'Harbour Quay 7', model: 'Quantum Outdoor', sic: 'Error' },
  {
    serial: 'QT480203',
    name: 'Harbour Quay, gatehouse',
    model: 'Quantum Outdoor',
    online: false,
    newestAgo: 3 * DAY,
  },
  {
    serial: 'AQ110034',
    name: 'Station Road dust',
    model: 'Airsense',
    type: 'AirQuality',
    newestAgo: 22 * MINUTE,
  },
  {
    serial: 'VB220871',
    name: 'Station Road, cellar wall',
    model: 'Tremor',
    type: 'Vibration',
    unknown: true,
  },
];

function entry(row: Row, index: number, now: number): FleetEntry {
  const isNoise = row.type === undefined;
  const sic = 'sic' in row ? row.sic : 'Success';
  const calibration = {
    time: now - (row.calibratedDaysAgo ?? 20 + 9 * index) * DAY,
    status: 'Success',
    level: 93.7,
    offset: 0.12,
  };
  return {
    instrument: {
      serial: row.serial,
      name: row.name,
      type: row.type ?? 'Noise',
      model: row.model,
      features: isNoise && sic !== undefined ? ['SIC', 'Modem'] : ['Modem'],
      position: { latitude: 53.4, longitude: -1.9 },
      subscription: { tier: 'Pro', status: 'Active', addons: ['Audio'] },
      listedAt: now - 3 * HOUR,
      onServer: true,
    },
    status:
      row.unknown === true
        ? undefined
        : {
            online: row.online ?? true,
            measuring: row.online ?? true,
            calibrationInProgress: false,
            sicInProgress: index === 2,
            lastCalibration: isNoise ? calibration : undefined,
            lastSic:
              isNoise && sic !== undefined ? { time: now - 7 * HOUR, status: sic, bands: {} } : undefined,
            observedAt: now - 3 * HOUR,
          },
    newestDataAt: row.unknown === true ? undefined : now - (row.newestAgo ?? 25 * MINUTE),
    drift: row.drift ?? (isNoise ? 'within' : 'unknown'),
  };
}
export const fakeFleet = (now: number): readonly FleetEntry[] =>
  ROWS.map((row, index) => entry(row, index, now));

const verdictOf = (drift: number | undefined): DriftVerdict =>
  drift === undefined
    ? 'unknown'
    : Math.abs(drift) > 1
      ? 'suspect'
      : Math.abs(drift) > 0.5
        ? 'investigate'
        : 'within';

export function fakeHistory(now: number): CalibrationHistory {
  const offsets = [0.04, 0.06, 0.02, 0.1, undefined, 0.12, 0.31, 0.28, 0.93, 0.98, -0.12, 1.04];
  let previous: number | undefined;
  const calibrations = offsets.map((offset, index): CalibrationRow => {
    const drift = offset === undefined || previous === undefined ? undefined : offset - previous;
    previous = offset ?? previous;
    return {
      time: now - (offsets.length - index) * 31 * DAY - 3 * HOUR + index * 17 * MINUTE,
      status: offset === undefined ? 'Failed' : 'Success',
      level: offset === undefined ? 71.3 : 93.7,
      offset,
      drift,
      verdict: verdictOf(drift),
    };
  });
  const sic = Array.from({ length: 60 }, (_, index) => {
    const failing = index >= 55;
    return {
      time: now - (60 - index) * DAY + 2 * HOUR,
      status: failing ? 'Error' : 'Success',
      bands: {
        '500Hz': 55.4 + 0.12 * noise(index) - (failing ? 2.1 : 0),
        '1kHz': 48.5 + 0.1 * noise(index + 100),
        ...(index === 20 ? {} : { '8kHz': 35.7 + 0.2 * noise(index + 200) - (failing ? 4.4 : 0) }),
      },
    };
  });
  const newest = calibrations.at(-1);
  return {
    calibrations: [...calibrations].reverse(),
    log: [
      {
        time: (newest?.time ?? now) + 4 * MINUTE,
        user: 'a.okafor',
        message: 'Foam ball replaced, capsule dry. Wind 2 m/s.',
      },
      {
        time: now - 200 * DAY,
        user: 'j.lindqvist',
        message: 'Calibrator battery low, repeated after change.',
      },
    ],
    sic: sic.reverse(),
    latestDrift: newest?.drift,
    latestVerdict: newest?.verdict ?? 'unknown',
    thresholds: { investigate: 0.5, suspect: 1 },
    askedAt: { calibrations: now - 3 * HOUR, calibrationlog: now - 3 * HOUR, sic: now - 3 * HOUR },
  };
}

/** Level of the imagined street at a moment: a day's course, some hours of works, passing lorries. */
function street(ms: number): number {
  const hour = (ms / HOUR) % 24;
  const day = 52 + 9 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
  const works = hour > 8 && hour < 17 ? 5 + 3 * noise(Math.floor(ms / (20 * MINUTE))) : 0;
  return day + works + 2.5 * noise(Math.floor(ms / MINUTE));
}
export function fakeGaps(now: number, span: Span): readonly Gap[] {
  const end = now - 20 * MINUTE;
  const gaps: Gap[] = [
    { from: now - 400 * DAY, to: now - 31 * DAY, reason: 'not-asked' },
    { from: now - 9 * DAY, to: now - 7.5 * DAY, reason: 'offline' },
    { from: now - 14 * HOUR, to: now - 12.5 * HOUR, reason: 'empty' },
    { from: now - 7 * HOUR, to: now - 6.6 * HOUR, reason: 'self-check' },
    { from: end, to: now + 400 * DAY, reason: 'provisional' },
  ];
  return gaps
    .map((gap) => ({ ...gap, from: Math.max(gap.from, span.from), to: Math.min(gap.to, span.to) }))
    .filter((gap) => gap.from < gap.to);
}
export function fakeLevels(
  now: number,
  input: { readonly channels: readonly string[]; readonly span: Span; readonly maxPoints: number },
): LevelSeries {
  const { span, maxPoints } = input;
  const bucketMs = Math.max(SECOND, Math.ceil((span.to - span.from) / maxPoints / SECOND) * SECOND);
  const length = Math.ceil((span.to - span.from) / bucketMs);
  const time = Float64Array.from({ length }, (_, index) => span.from + index * bucketMs);
  const gaps = fakeGaps(now, span);
  const spread = Math.min(12, 1.5 + 2.2 * Math.log10(bucketMs / SECOND));
  const held = (ms: number) => !gaps.some((gap) => ms >= gap.from && ms < gap.to);
  const column = (above: number, width: number, salt: number) =>
    Float32Array.from(time, (ms, index) =>
      held(ms) ? street(ms) + above + width * (1 + 0.3 * noise(index + salt)) : NaN,
    );
  return {
    time,
    bucketMs,
    stepMs: SECOND,
    channels: input.channels.map((name, index) => {
      const above = { LAFMax: 4, LCPeak: 21 }[name] ?? 0;
      return {
        name,
        min: column(above, -spread, index),
        mean: column(above, 0, index),
        max: column(above, spread, index),
      };
    }),
    gaps,
    validFraction: time.reduce((sum, ms) => sum + (held(ms) ? 1 : 0), 0) / Math.max(1, length),
  };
}

export function fakeMeasurements(span: Span): MeasurementTable {
  const first = Math.ceil(span.from / (15 * MINUTE)) * 15 * MINUTE;
  const length = Math.min(500, Math.max(0, Math.floor((span.to - first) / (15 * MINUTE))));
  return {
    rows: Array.from({ length }, (_, index) => {
      const from = first + index * 15 * MINUTE;
      const LAeq = street(from);
      return {
        from,
        to: from + 15 * MINUTE,
        values: {
          LAeq,
          LAFMax: LAeq + 14,
          LCPeak: LAeq + 31,
          LAF10: LAeq + 3,
          LAF90: index === 3 ? null : LAeq - 6,
        },
      };
    }),
  };
}
