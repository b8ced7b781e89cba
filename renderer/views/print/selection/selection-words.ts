/** What a printed selection says in words: what was left out by which rule, and what is not known. Pure. */
import type {
  Exclusions,
  Gap,
  Passport,
  PassportStretch,
  PassportUnknown,
  Rules,
  Span,
} from '../../../../electron/contract/index';
import { gapWords, mergeGaps } from '../../../charts/gaps';
import { lengthOf } from '../../../charts/left-out';
import { duration, percent, plural, sentence } from '../../../format';
import { unknownText } from '../../instrument/calibration/passport-words';
import type { PrintedSelection } from './selection-data';

export const touches = (
  a: Span,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
) => (from ?? -Infinity) < a.to && (to ?? Infinity) > a.from;

const RULES: Readonly<Record<'wind' | 'rain' | 'check', (rules: Rules) => string>> = {
  wind: ({ weather }) => `Wind: minutes whose mean is over ${weather.wind.toFixed(1)} m/s`,
  rain: ({ weather }) =>
    `Rain: minutes with rain${weather.dryMinutes > 0 ? ` and ${plural(weather.dryMinutes, 'minute')} after` : ''}`,
  check: ({ checks }) => {
    const from = checks.beforeSeconds === 0 ? '' : `${duration(checks.beforeSeconds * 1_000)} before `;
    return `Calibrations and SICs: from ${from}each to ${duration(checks.afterSeconds * 1_000)} after`;
  },
};

/** One line for each rule that left something out: which, how many stretches, how long in all. */
export const ruleLines = ({ excluded }: Exclusions, rules: Rules): readonly string[] =>
  (['wind', 'rain', 'check'] as const).flatMap((why) => {
    const own = excluded.filter((each) => each.why === why);
    return own.length === 0
      ? []
      : [`${RULES[why](rules)}: ${plural(own.length, 'stretch', 'stretches')}, ${duration(lengthOf(own))}.`];
  });

/** The calibrations on either side of the selection, and within it; also where no data is held. */
export function stretchesOver({ stretches, calibrations }: Passport, span: Span): readonly PassportStretch[] {
  const over = stretches.filter((each) => touches(span, each));
  if (over.length > 0) return over;
  const successes = calibrations.filter(({ status }) => status.toLowerCase() === 'success');
  const before = successes.findLast(({ time }) => time <= span.from);
  const after = successes.find(({ time }) => time >= span.to);
  const [from, to] = [before?.time, after?.time];
  return [{ before, after, from, to, drift: undefined, verdict: 'unknown', data: undefined, heldMs: 0 }];
}

/** Of the calibrations: what concerns any selection, and what concerns this one by its time. */
const ALWAYS: readonly PassportUnknown['kind'][] = [
  'calibrations-not-asked',
  'no-calibration',
  'no-instrument-certificate',
  'no-calibrator-certificate',
  'instrument-certificate-overdue',
  'calibrator-certificate-overdue',
  'calibrator-used',
];
const WHEN: readonly PassportUnknown['kind'][] = [
  'calibrations-partly-asked',
  'no-calibration-before',
  'no-calibration-after',
];
const concerns = ({ kind, at, to }: PassportUnknown, span: Span): boolean =>
  ALWAYS.includes(kind) ||
  (WHEN.includes(kind) && touches(span, { from: at, to })) ||
  (kind === 'microphone' && at !== undefined && at >= span.from && at < span.to);

/** Whether its clock is that of a site, and not merely of the computer. */
export const isSiteTime = ({ sites, route }: Pick<PrintedSelection, 'sites' | 'route'>): boolean =>
  sites.some(({ zone }) => zone === route.zone);

export function unknownLines(of: PrintedSelection): readonly string[] {
  const { route, levels, passport, exceedances } = of;
  return [
    ...gapLines(levels.gaps),
    ...missingLine(of),
    ...weatherLine(of),
    ...(isSiteTime(of)
      ? []
      : [
          `No time zone of the site is set: days, nights and limits are by the clock of this computer, ${route.zone}.`,
        ]),
    ...(exceedances === undefined
      ? ['The limits have more periods in this span than can be judged at once: nothing is told of them.']
      : []),
    ...passport.unknowns
      .filter((each) => concerns(each, route.span))
      .map((each) => unknownText(each, route.zone)),
  ];
}

/** One line for each reason. */
function gapLines(gaps: readonly Gap[]): readonly string[] {
  const merged = mergeGaps(gaps);
  return [...new Set(merged.map(({ reason }) => reason))].map((reason) => {
    const own = merged.filter((gap) => gap.reason === reason);
    const where = own.length === 1 ? '' : ` in ${plural(own.length, 'gap')}`;
    return `${duration(lengthOf(own))} without levels${where}: ${sentence(gapWords(reason)).replace(/^./, (first) => first.toLowerCase())}`;
  });
}

/** Where more is missing than the gaps tell, because they are shorter than a point of the chart. */
function missingLine({ figures, levels }: PrintedSelection): readonly string[] {
  const [first] = figures.channels;
  const span = figures.span.to - figures.span.from;
  if (first === undefined || first.all.validFraction >= 1) return [];
  const told = lengthOf(levels.gaps) / span;
  if (1 - first.all.validFraction - told < 0.5 / Math.max(1, levels.time.length)) return [];
  return [
    `${percent(first.all.validFraction)} of ${first.name} is held; gaps shorter than ${duration(levels.bucketMs)} are not listed one by one.`,
  ];
}

function weatherLine({ exclusions, rules }: PrintedSelection): readonly string[] {
  if (!rules.weather.isOn) return ['Wind and rain were not judged: the house rule for them is off.'];
  const ms = lengthOf(exclusions.unknownWeather);
  return ms === 0
    ? []
    : [`Of ${duration(ms)} the weather is not known: it is neither left out nor known to be good.`];
}
