/** What the passport says in words; the screen and the printed page say the same. Pure. */
import type {
  PassportCertificate,
  PassportSic,
  PassportStretch,
  PassportUnknown,
  SicBaseline,
} from '../../../../electron/contract/index';
import { count, date, drift, duration, plural } from '../../../format';
import type { Word } from '../../verdict';

export const TARGET = '93.7 dB';
/** What 93.7 is, so that nobody takes it for an error of 0.3 dB. */
export const TARGET_NOTE = '94 dB calibrator, free-field corrected';

type Say = (about: PassportUnknown, zone: string) => string;
const between: Say = ({ at, to }, zone) => `${date(at, zone)} to ${date(to, zone)}`;
const UNKNOWNS: Readonly<Record<PassportUnknown['kind'], Say>> = {
  'calibrations-not-asked': () => 'Calibrations were not asked for yet: there may be some.',
  'calibrations-partly-asked': (about, zone) =>
    `Calibrations were not asked for in all of the time from ${between(about, zone)}: there may be others.`,
  'no-calibration': () => 'No successful calibration is known, so the level of the data is not verified.',
  'no-drift': () =>
    'Fewer than two successful calibrations with this microphone: how far it drifted is not known.',
  'no-calibration-before': (about, zone) =>
    `No calibration before the data of ${between(about, zone)}: how it was set then is not known.`,
  'no-calibration-after': (about, zone) =>
    `No calibration after the data of ${between(about, zone)}: its drift is not known.`,
  microphone: ({ at }, zone) =>
    `The microphone was changed or factory-calibrated on ${date(at, zone)}: nothing is compared across it.`,
  'no-data': () => 'No noise data of this instrument is held on this computer.',
  'no-instrument-certificate': () => 'No laboratory certificate of the instrument is on file.',
  'no-calibrator-certificate': () => 'No laboratory certificate of the calibrator is on file.',
  'instrument-certificate-overdue': ({ days }) =>
    `The instrument’s laboratory certificate is ${overdue(days)}.`,
  'calibrator-certificate-overdue': ({ days }) =>
    `The calibrator’s laboratory certificate is ${overdue(days)}.`,
  'calibrator-used': () => 'MyCirrus does not say which calibrator was fitted, nor its reference level.',
  'sic-not-asked': () => 'SIC results were not asked for yet.',
  'no-sic': () => 'MyCirrus has no SIC result for the time that was synced.',
  'no-sic-baseline': () => 'Too few SIC results with this microphone for a baseline.',
  'log-not-asked': () => 'The calibration log was not asked for yet.',
};
const overdue = (days: number | undefined): string => `overdue by ${plural(days ?? 0, 'day')}`;
export const unknownText = (about: PassportUnknown, zone: string): string =>
  UNKNOWNS[about.kind](about, zone);

/** What is to be thought of a stretch's drift, in one line. */
export function stretchText({ before, after, drift: moved, data }: PassportStretch): string {
  if (data === undefined) return 'no data held';
  if (before === undefined && after === undefined) return 'no calibration on either side';
  if (before === undefined) return 'no calibration before';
  if (after === undefined) return 'no calibration after yet';
  return moved === undefined ? 'drift not known' : `drift ${drift(moved)} dB, not corrected`;
}
export const heldText = (ms: number): string => (ms > 0 ? duration(ms) : 'none');

export function certificateWord({ state, daysLeft }: Pick<PassportCertificate, 'state' | 'daysLeft'>): Word {
  const days = (n: number) => `${count(n)} ${n === 1 ? 'day' : 'days'}`;
  switch (state) {
    case 'replaced':
      return { tone: 'off', word: 'replaced' };
    case 'overdue':
      return { tone: 'bad', word: `overdue by ${days(-daysLeft)}` };
    default:
      return {
        tone: state === 'soon' ? 'warn' : 'ok',
        word: daysLeft === 0 ? 'due today' : `due in ${days(daysLeft)}`,
      };
  }
}

/** A day of the calendar, such as `2026-11-22`, as a person reads it. */
export const dayText = (day: string): string => date(Date.parse(day), 'UTC');

const SIC_WORDS: Readonly<Record<PassportSic['verdict'], Word>> = {
  within: { tone: 'ok', word: 'within' },
  investigate: { tone: 'warn', word: 'investigate' },
  unknown: { tone: 'none', word: 'no baseline' },
};
export const sicWord = (verdict: PassportSic['verdict']): Word => SIC_WORDS[verdict];

const AFTER: Readonly<Record<SicBaseline['after'], string>> = {
  calibration: 'after a calibration',
  microphone: 'after the microphone was changed',
  first: 'of those held',
};
export const baselineText = ({ from, results, after }: SicBaseline, zone: string): string =>
  `the median of the first ${plural(results, 'success', 'successes')} ${AFTER[after]}, from ${date(from, zone)}`;
