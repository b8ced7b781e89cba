/** The tables of the passport in files: figures as figures, moments as moments, the newest first as on the screen. Pure. */
import type {
  CalibrationLogRow,
  CalibrationRow,
  MicrophoneChange,
  Passport,
  PassportCertificate,
  PassportStretch,
  ShownColumn,
  ShownTable,
  Span,
} from '../../../../electron/contract/index';
import { date, exactTime, spanText } from '../../../format';
import type { Lines } from './calibration-lines';
import { certificateWord, stretchText } from './passport-words';
import { bandTitle, SIC_BANDS } from './sic-lines';

type Table = Omit<ShownTable, 'facts'>;
const time = (name: string): ShownColumn => ({ name, kind: 'time' });
const text = (name: string): ShownColumn => ({ name, kind: 'text' });
const number = (name: string, unit: string): ShownColumn => ({ name, kind: 'number', unit });

/** Whose files are saved, and when: each tells the exact moment by itself. */
export interface Saved {
  readonly serial: string;
  /** What the instrument is called. */
  readonly name: string;
  readonly now: number;
  readonly zone: string;
}
type Facts = readonly (readonly [string, string])[];
/** @param askedAt when MyCirrus last answered about it; null: it is of what people wrote */
export const passportFacts = ({ serial, name, zone }: Saved, askedAt: number | undefined | null): Facts => [
  ['Instrument', name === serial ? serial : `${name} (${serial})`],
  ...(askedAt === null
    ? []
    : [['Asked', askedAt === undefined ? 'not yet' : exactTime(askedAt, zone)] as const]),
];
/** Such as `12345 calibrations 22 Nov 2026`. */
export const passportName = (what: string, { serial, now, zone }: Saved): string =>
  `${serial} ${what} ${date(now, zone)}`;

export function calibrationTable(
  rows: readonly CalibrationRow[],
  microphones: readonly MicrophoneChange[],
  zone: string,
): Table {
  const told = [
    ...rows.map(({ time: at, status, level, offset, drift, verdict }) => [
      ...[at, status, level ?? null, offset ?? null, drift ?? null],
      drift === undefined ? null : verdict,
    ]),
    ...microphones.map(({ at, serial = '', text: why }) => [
      ...[at, ['Microphone changed', serial, why].filter(Boolean).join(', '), null, null, null, null],
    ]),
  ];
  return {
    columns: [
      ...[time('Time'), text('Outcome'), number('Level', 'dB'), number('Offset', 'dB')],
      ...[number('Drift', 'dB'), text('By the house rule')],
    ],
    rows: told.sort((a, b) => Number(b[0]) - Number(a[0])),
    zone,
  };
}

/** What a chart shows of its lines. */
export const linesTable = ({ time: times, lines }: Lines, span: Span, unit: string, zone: string): Table => ({
  columns: [time('Time'), ...lines.map(({ name }) => number(name, unit))],
  rows: times.flatMap((at, index) => {
    const values = lines.map((line) => line.values[index] ?? null);
    const isShown = at >= span.from && at < span.to && values.some((value) => value !== null);
    return isShown ? [[at, ...values]] : [];
  }),
  zone,
});

export const sicTable = ({ sic }: Pick<Passport, 'sic'>, zone: string): Table => ({
  columns: [
    ...[time('Time'), text('Outcome')],
    ...SIC_BANDS.flatMap((band) => [
      number(bandTitle(band), 'dB'),
      number(`${bandTitle(band)} from its baseline`, 'dB'),
    ]),
    text('By the house rule'),
  ],
  rows: sic
    .toReversed()
    .map(({ time: at, status, bands, from, verdict }) => [
      ...[at, status ?? null],
      ...SIC_BANDS.flatMap((band) => [bands[band] ?? null, from[band] ?? null]),
      verdict === 'unknown' ? null : verdict,
    ]),
  zone,
});

export const stretchTable = (stretches: readonly PassportStretch[], zone: string): Table => ({
  columns: [
    ...[time('Calibration before'), number('Offset before', 'dB')],
    ...[time('Calibration after'), number('Offset after', 'dB')],
    ...[time('Data from'), time('Data to'), number('Data held', 'h'), number('Drift', 'dB')],
    ...[text('By the house rule'), text('What that means')],
  ],
  rows: stretches
    .toReversed()
    .map((one) => [
      ...[one.before?.time ?? null, one.before?.offset ?? null],
      ...[one.after?.time ?? null, one.after?.offset ?? null],
      ...[one.data?.from ?? null, one.data?.to ?? null, one.heldMs / 3_600_000, one.drift ?? null],
      ...[one.drift === undefined ? null : one.verdict, stretchText(one)],
    ]),
  zone,
});

export const certificateTable = (certificates: readonly PassportCertificate[], zone: string): Table => ({
  columns: [
    ...[text('Of'), text('Serial'), text('Model'), text('Laboratory'), text('Number')],
    ...[text('Issued'), text('Due'), text('State'), text('PDF'), text('Its SHA-256')],
  ],
  rows: certificates.map((one) => {
    const { of, serial, model, laboratory, number: numbered, issued, due, file } = one.certificate;
    const shared = one.entry.instrument === undefined ? ', of all instruments' : '';
    return [
      ...[`${of === 'instrument' ? 'Instrument' : 'Calibrator'}${shared}`, serial],
      ...[model ?? null, laboratory ?? null, numbered ?? null, issued, due, certificateWord(one).word],
      ...[file?.name ?? null, file?.sha256 ?? null],
    ];
  }),
  zone,
});

export const logTable = (log: readonly CalibrationLogRow[], zone: string): Table => ({
  columns: [time('Time'), text('By'), text('What')],
  rows: log
    .map(({ time: at, user, message }) => [at, user ?? null, message ?? null])
    .sort(([a], [b]) => Number(b) - Number(a)),
  zone,
});

/** What of a chart is in its file. */
export const shownFact = (span: Span, zone: string): readonly [string, string] => [
  'Shown',
  spanText(span, zone),
];
