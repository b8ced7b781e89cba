/** How sounds are chosen and what a transfer may take, on the command line. Pure. */
import { AudioFormat } from '../contract/model';
import { SoundFilter, TagId, TransferLimits } from '../contract/sounds';
import { isFailure } from '../contract/result';
import { UTC, zoneOf } from '../core/export/table-time';
import { parseBytes, parseRate } from './amounts';
import { choice, flag, fromTo, many, one, serials, time, UsageError } from './arguments';
import { nextTimeOfDay } from './times';

export const soundOptions = { instrument: many, from: one, to: one, filter: many, zone: one } as const;
interface SoundValues {
  readonly instrument?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly filter?: readonly string[];
  readonly zone?: string;
}
export interface SoundChoice {
  readonly filter: SoundFilter;
  /** IANA; undefined: UTC. */
  readonly zone: string | undefined;
}

/** Throws {@link UsageError}, which names the filter that is wrong. */
export function soundChoice(values: SoundValues): SoundChoice {
  const zone = values.zone === undefined ? undefined : knownZone(values.zone);
  const instruments = serials(values.instrument);
  const { from, to } = fromTo(values);
  const filter: SoundFilter = {
    ...(instruments.length > 0 && { instruments: [...instruments] }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
  for (const text of values.filter ?? []) addTo(filter, text, zone ?? 'UTC');
  const { levelFrom, levelTo } = filter;
  if (levelFrom !== undefined && levelTo !== undefined && levelFrom > levelTo)
    throw new UsageError(`no level is at least ${String(levelFrom)} and at most ${String(levelTo)} dB`);
  const checked = SoundFilter.safeParse(filter);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new UsageError(
      `the choice of sounds cannot be used: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  return { filter: checked.data, zone };
}

export function knownZone(name: string): string {
  try {
    return zoneOf(name).name;
  } catch (error) {
    if (isFailure(error, 'invalid')) throw new UsageError(`--zone: there is no time zone ${name}`);
    throw error;
  }
}

const KEYS = 'trigger=, type=, level>=, level<=, time=, downloaded=, tag=, tagged=, id=';

function addTo(filter: SoundFilter, text: string, zone: string): void {
  const [, key = '', sign = '', value = ''] = /^([a-z]+)(>=|<=|=)(.*)$/s.exec(text.trim()) ?? [];
  const about = `--filter ${text}`;
  const given = value.trim();
  if (key === 'level' && sign !== '=') {
    addLevel(filter, sign, given, about);
    return;
  }
  if (sign !== '=' || !Object.hasOwn(EQUALS, key)) throw new UsageError(`${about} is not one of ${KEYS}`);
  if (given === '') throw new UsageError(`${about} says nothing after its =`);
  EQUALS[key]?.(filter, given, about, zone);
}

function addLevel(filter: SoundFilter, sign: string, value: string, about: string): void {
  const dB = Number(value);
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new UsageError(`${about} needs a level in dB, such as 65`);
  const key = sign === '>=' ? 'levelFrom' : 'levelTo';
  once(filter[key], about);
  filter[key] = dB;
}

type Add = (filter: SoundFilter, value: string, about: string, zone: string) => void;
const EQUALS: Readonly<Record<string, Add>> = {
  trigger: (filter, value) => void (filter.triggers = [...(filter.triggers ?? []), value]),
  type: (filter, value) => void (filter.eventTypes = [...(filter.eventTypes ?? []), value]),
  id: (filter, value) => void (filter.ids = [...(filter.ids ?? []), value]),
  tag(filter, value, about) {
    if (!TagId.safeParse(value).success)
      throw new UsageError(`${about}: a tag is written in small letters, digits and -, such as not-relevant`);
    filter.tags = [...(filter.tags ?? []), value];
  },
  level(_filter, _value, about) {
    throw new UsageError(`${about}: say level>= or level<= (in quotes, because of the shell)`);
  },
  time(filter, value, about, zone) {
    once(filter.timeOfDay, about);
    filter.timeOfDay = { ...timesOfDay(value, about), zone };
  },
  downloaded(filter, value, about) {
    once(filter.downloaded, about);
    filter.downloaded = choice(about, value, ['yes', 'no'] as const) === 'yes';
  },
  tagged(filter, value, about) {
    once(filter.tagged, about);
    filter.tagged = choice(about, value, ['yes', 'no'] as const) === 'yes';
  },
};

function once(before: unknown, about: string): void {
  if (before !== undefined) throw new UsageError(`${about} is said twice`);
}

/** Minutes of the day of `22:00-06:00`. */
function timesOfDay(text: string, about: string): { from: number; to: number } {
  const [, fromHour, fromMinute, toHour, toMinute] = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  const isMinute = (value?: string) => value !== undefined && Number(value) < 60;
  const isFine = isMinute(fromMinute) && isMinute(toMinute) && from < 1_440 && to <= 1_440;
  if (!isFine) throw new UsageError(`${about} must be two times of day such as 22:00-06:00`);
  if (from === to) throw new UsageError(`${about} is no time at all; a whole day is 00:00-24:00`);
  return { from, to };
}

export const limitOptions = {
  ...{ 'max-rate': one, 'max-bytes': one, until: one, metered: flag },
} as const;

/** Undefined: none. */
export function limitsOf(
  values: {
    readonly 'max-rate'?: string;
    readonly 'max-bytes'?: string;
    readonly until?: string;
    readonly metered?: boolean;
    readonly zone?: string;
  },
  now: number,
): TransferLimits | undefined {
  const { 'max-rate': rate, 'max-bytes': bytes, until, metered } = values;
  const limits: TransferLimits = {
    ...(rate !== undefined && { bytesPerSecond: parseRate('--max-rate', rate) }),
    ...(bytes !== undefined && { bytes: parseBytes('--max-bytes', bytes) }),
    ...(until !== undefined && { until: moment(until, now, values.zone) }),
    ...(metered === true && { metered }),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
}

/** A time, or a time of day as the clock of the zone next shows it. */
function moment(text: string, now: number, zone: string | undefined): number {
  if (!/^\d{1,2}:\d{2}$/.test(text)) return time('--until', text);
  const next = nextTimeOfDay(text, now, zone === undefined ? UTC : zoneOf(knownZone(zone)));
  if (next === undefined) throw new UsageError(`--until ${text} is no time of day such as 06:00`);
  return next;
}

export const audioFormat = (text = 'FLAC'): AudioFormat =>
  choice('--format', text.toUpperCase(), AudioFormat.options);
