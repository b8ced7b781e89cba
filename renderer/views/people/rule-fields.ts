/** The house rules as fields: what each does, in which unit, and between what. Pure. */
import type { Rules } from '../../../electron/contract/index';
import { minuteOf, minuteText } from '../sounds/filter';

export interface NumberField {
  readonly kind: 'number';
  readonly label: string;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
  readonly get: (rules: Rules) => number;
  readonly set: (rules: Rules, value: number) => Rules;
}
export interface SwitchField {
  readonly kind: 'switch';
  readonly label: string;
  readonly get: (rules: Rules) => boolean;
  readonly set: (rules: Rules, value: boolean) => Rules;
}
/** Minutes of the day. */
export interface ClockField {
  readonly kind: 'clock';
  readonly label: string;
  readonly get: (rules: Rules) => number;
  readonly set: (rules: Rules, value: number) => Rules;
}
export type RuleField = NumberField | SwitchField | ClockField;
export interface RuleGroup {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly fields: readonly RuleField[];
  /** Those of its part that are as usual. */
  readonly reset: (rules: Rules, usual: Rules) => Rules;
}

const number = (
  label: string,
  unit: string,
  limits: readonly [number, number],
  get: NumberField['get'],
  set: NumberField['set'],
): NumberField => ({ kind: 'number', label, unit, least: limits[0], most: limits[1], get, set });
const whole = (...field: Parameters<typeof number>): NumberField => ({ ...number(...field), whole: true });

const drift: RuleGroup = {
  id: 'drift',
  title: 'Calibration drift',
  text: 'How far the offset may move from one successful calibration to the next. A house rule, not a limit of any standard.',
  reset: (rules, usual) => ({ ...rules, drift: usual.drift }),
  fields: [
    number(
      'Investigate over',
      'dB',
      [0, 10],
      ({ drift }) => drift.investigate,
      (rules, investigate) => ({ ...rules, drift: { ...rules.drift, investigate } }),
    ),
    number(
      'Suspect over',
      'dB',
      [0, 10],
      ({ drift }) => drift.suspect,
      (rules, suspect) => ({ ...rules, drift: { ...rules.drift, suspect } }),
    ),
  ],
};

const attention: RuleGroup = {
  id: 'attention',
  title: 'When an instrument needs someone',
  text: 'Past any of these the fleet names the instrument and says why.',
  reset: (rules, usual) => {
    const { sicDb, silentHours, coverage, certificateDays, simPercent, voltageFall } = usual;
    return { ...rules, sicDb, silentHours, coverage, certificateDays, simPercent, voltageFall };
  },
  fields: [
    number(
      'A SIC differs from its own baseline by',
      'dB',
      [0.1, 20],
      ({ sicDb }) => sicDb,
      (rules, sicDb) => ({ ...rules, sicDb }),
    ),
    number(
      'Silent for',
      'h',
      [0.25, 720],
      ({ silentHours }) => silentHours,
      (rules, silentHours) => ({ ...rules, silentHours }),
    ),
    number(
      'Coverage under',
      '%',
      [1, 100],
      ({ coverage }) => coverage.percent,
      (rules, percent) => ({ ...rules, coverage: { ...rules.coverage, percent } }),
    ),
    whole(
      'Coverage is of the last',
      'days',
      [1, 365],
      ({ coverage }) => coverage.days,
      (rules, days) => ({ ...rules, coverage: { ...rules.coverage, days } }),
    ),
    whole(
      'A certificate is due within',
      'days',
      [0, 365],
      ({ certificateDays }) => certificateDays,
      (rules, certificateDays) => ({ ...rules, certificateDays }),
    ),
    number(
      'SIM allowance used over',
      '%',
      [1, 100],
      ({ simPercent }) => simPercent,
      (rules, simPercent) => ({ ...rules, simPercent }),
    ),
    number(
      'The supply fell within a day by',
      'V',
      [0.05, 20],
      ({ voltageFall }) => voltageFall,
      (rules, voltageFall) => ({ ...rules, voltageFall }),
    ),
  ],
};

const weather: RuleGroup = {
  id: 'weather',
  title: 'Leave out bad weather',
  text: 'Minute by minute, by the instrument’s own weather station, which seldom stands as high as the microphone. Where no weather is held it is unknown: neither left out nor known to be good.',
  reset: (rules, usual) => ({ ...rules, weather: usual.weather }),
  fields: [
    {
      kind: 'switch',
      label: 'Leave out minutes of wind and rain',
      get: ({ weather }) => weather.isOn,
      set: (rules, isOn) => ({ ...rules, weather: { ...rules.weather, isOn } }),
    },
    number(
      'Wind, the mean of a minute, over',
      'm/s',
      [0, 50],
      ({ weather }) => weather.wind,
      (rules, wind) => ({ ...rules, weather: { ...rules.weather, wind } }),
    ),
    {
      kind: 'switch',
      label: 'Any rain or snow',
      get: ({ weather }) => weather.rain,
      set: (rules, rain) => ({ ...rules, weather: { ...rules.weather, rain } }),
    },
    whole(
      'Dry again after',
      'min',
      [0, 240],
      ({ weather }) => weather.dryMinutes,
      (rules, dryMinutes) => ({ ...rules, weather: { ...rules.weather, dryMinutes } }),
    ),
  ],
};

const checks: RuleGroup = {
  id: 'checks',
  title: 'Leave out calibrations and SICs',
  text: 'Around the time that each was recorded with, by the instrument’s own clock.',
  reset: (rules, usual) => ({ ...rules, checks: usual.checks }),
  fields: [
    {
      kind: 'switch',
      label: 'Leave out what they disturb',
      get: ({ checks }) => checks.isOn,
      set: (rules, isOn) => ({ ...rules, checks: { ...rules.checks, isOn } }),
    },
    whole(
      'From before it',
      's',
      [0, 3_600],
      ({ checks }) => checks.beforeSeconds,
      (rules, beforeSeconds) => ({ ...rules, checks: { ...rules.checks, beforeSeconds } }),
    ),
    whole(
      'Until after it',
      's',
      [0, 3_600],
      ({ checks }) => checks.afterSeconds,
      (rules, afterSeconds) => ({ ...rules, checks: { ...rules.checks, afterSeconds } }),
    ),
  ],
};

const part = (label: string, key: keyof Rules['day']): ClockField => ({
  kind: 'clock',
  label,
  get: ({ day }) => day[key],
  set: (rules, value) => ({ ...rules, day: { ...rules.day, [key]: value } }),
});
const day: RuleGroup = {
  id: 'day',
  title: 'Day, evening and night',
  text: 'When each begins by the site’s clock, for Lden, Ldn and the levels of each part.',
  reset: (rules, usual) => ({ ...rules, day: usual.day }),
  fields: [part('Day from', 'day'), part('Evening from', 'evening'), part('Night from', 'night')],
};

export const RULE_GROUPS: readonly RuleGroup[] = [attention, weather, drift, checks, day];

/** The value with its unit, or without. */
export function ruleText(field: NumberField | ClockField, rules: Rules, withUnit = true): string {
  const value = field.get(rules);
  if (field.kind === 'clock') return minuteText(value % 1_440);
  return withUnit ? `${value} ${field.unit}` : String(value);
}

/** What was typed, when the field takes it; otherwise what it takes, in words. */
export function readRule(field: NumberField | ClockField, text: string): number | { readonly wrong: string } {
  if (field.kind === 'clock') return minuteOf(text.trim()) ?? { wrong: 'a time such as 07:00' };
  const { least, most, unit } = field;
  const value = Number(text.trim().replace(',', '.'));
  const fits = text.trim() !== '' && value >= least && value <= most;
  if (fits && (field.whole !== true || Number.isInteger(value))) return value;
  return { wrong: `${field.whole === true ? 'whole, ' : ''}${least} to ${most} ${unit}` };
}

/** What cannot hold together, in words. */
export const conflictOf = ({ drift, day }: Rules): string | undefined =>
  drift.investigate > drift.suspect
    ? 'What is suspect must drift further than what is investigated.'
    : new Set(Object.values(day)).size < 3
      ? 'Day, evening and night begin at different times.'
      : undefined;
