/** What a person filters sounds by, as they said it; days and times of day are on the clock they look at. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { SoundFilter } from '../../../electron/contract/index';
import { count, level, zoneOffset } from '../../format';

/** Whether a sound was tagged at all. */
export type Tagged = 'any' | 'none';
export interface Wanted {
  /** Serials; empty: all. */
  readonly instruments: readonly string[];
  /** ISO dates, both included. */
  readonly dates: { readonly from: string | undefined; readonly to: string | undefined };
  /** Minutes of the day; past midnight when `to` is not after `from`. */
  readonly time: { readonly from: number; readonly to: number } | undefined;
  readonly triggers: readonly string[];
  readonly eventTypes: readonly string[];
  /** LAFMax, dB. */
  readonly level: { readonly from: number | undefined; readonly to: number | undefined };
  readonly downloaded: boolean | undefined;
  readonly tags: readonly string[];
  readonly tagged: Tagged | undefined;
}
export const EVERYTHING: Wanted = {
  instruments: [],
  dates: { from: undefined, to: undefined },
  time: undefined,
  triggers: [],
  eventTypes: [],
  level: { from: undefined, to: undefined },
  downloaded: undefined,
  tags: [],
  tagged: undefined,
};
export type Facet = keyof Wanted;
export const FACETS = Object.keys(EVERYTHING) as readonly Facet[];

const startOf = (day: Temporal.PlainDate, zone: string): number =>
  day.toZonedDateTime({ timeZone: zone }).epochMilliseconds;
const dayOf = (text: string | undefined): Temporal.PlainDate | undefined => {
  try {
    return text === undefined ? undefined : Temporal.PlainDate.from(text);
  } catch {
    return undefined;
  }
};
/** Is a date that was typed one at all? */
export const isDate = (text: string): boolean => dayOf(text) !== undefined;

const some = <T>(list: readonly T[]): T[] | undefined => (list.length === 0 ? undefined : [...list]);
/** Without what is undefined: two filters that mean the same look the same. */
function tidy<T extends object>(filter: T): T {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as T;
}
/** As the core is asked. `serial`: of that instrument alone. */
export function toFilter(wanted: Wanted, zone: string, serial?: string): SoundFilter {
  const [from, to] = [dayOf(wanted.dates.from), dayOf(wanted.dates.to)];
  return tidy<SoundFilter>({
    instruments: serial === undefined ? some(wanted.instruments) : [serial],
    from: from && startOf(from, zone),
    to: to && startOf(to.add({ days: 1 }), zone),
    timeOfDay: wanted.time && { ...wanted.time, zone },
    triggers: some(wanted.triggers),
    eventTypes: some(wanted.eventTypes),
    levelFrom: wanted.level.from,
    levelTo: wanted.level.to,
    downloaded: wanted.downloaded,
    tags: some(wanted.tags),
    tagged: wanted.tagged === undefined ? undefined : wanted.tagged === 'any',
  });
}

const EMPTY = JSON.stringify(EVERYTHING);
/** Without one part, or without all. */
export const clear = (wanted: Wanted, facet: Facet): Wanted => ({ ...wanted, [facet]: EVERYTHING[facet] });
export const isEverything = (wanted: Wanted): boolean =>
  JSON.stringify({ ...EVERYTHING, ...wanted }) === EMPTY;
export const isWanted = (wanted: Wanted, facet: Facet): boolean =>
  JSON.stringify(wanted[facet]) !== JSON.stringify(EVERYTHING[facet]);

/** One more or one less. */
export const toggled = (list: readonly string[], value: string): readonly string[] =>
  list.includes(value) ? list.filter((other) => other !== value) : [...list, value];

const two = (value: number): string => String(value).padStart(2, '0');
/** `22:00`; the end of the day is 24:00. */
export const minuteText = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
/** Minutes of `22:00`; undefined when it is no time. */
export function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(text) ?? [];
  return hours === undefined || Number(hours) > 23 || Number(minutes) > 59
    ? undefined
    : Number(hours) * 60 + Number(minutes);
}

export interface Names {
  /** What an instrument is called. */
  readonly instrument: (serial: string) => string;
  readonly tag: (id: string) => string;
}
export interface Chip {
  readonly facet: Facet;
  readonly label: string;
  readonly value: string;
}
/** A name of nothing but spaces is still one that can be chosen. */
export const shownName = (name: string): string => (name.trim() === '' ? '(blank)' : name);
const NAMED = 2;
const listed = (names: readonly string[]): string => {
  const values = names.map(shownName);
  return values.length <= NAMED
    ? values.join(' or ')
    : `${values.slice(0, NAMED).join(', ')} or ${count(values.length - NAMED)} more`;
};
/** `from–to`, `at least from`, `at most to`. */
const between = (from: string | undefined, to: string | undefined, unit = ''): string =>
  from !== undefined && to !== undefined
    ? `${from}–${to}${unit}`
    : from !== undefined
      ? `${from}${unit} and more`
      : `${to ?? ''}${unit} and less`;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
/** `12 Nov 2026` of an ISO date. */
export function dayText(text: string | undefined): string | undefined {
  const day = dayOf(text);
  return day && `${String(day.day)} ${MONTHS[day.month - 1] ?? ''} ${String(day.year)}`;
}
function datesText({ from, to }: Wanted['dates']): string {
  const [first, last] = [dayText(from), dayText(to)];
  if (first !== undefined && first === last) return first;
  if (first !== undefined && last !== undefined) return `${first} to ${last}`;
  return first === undefined ? `until ${last ?? ''}` : `since ${first}`;
}
/** What is called the zone: `UTC`, or the offset there at a moment. */
export const zoneName = (zone: string, now: number): string =>
  zone === 'UTC' ? 'UTC' : `this computer’s time, now ${zoneOffset(now, zone)}`;

/** What is filtered by, part by part, in words. */
export function chipsOf(wanted: Wanted, zone: string, names: Names): readonly Chip[] {
  const text: Readonly<Record<Facet, () => readonly [string, string]>> = {
    instruments: () => ['Instrument', listed(wanted.instruments.map(names.instrument))],
    dates: () => ['Date', datesText(wanted.dates)],
    time: () => [
      'Time of day',
      wanted.time
        ? `${minuteText(wanted.time.from)}–${minuteText(wanted.time.to)} ${zone === 'UTC' ? 'UTC' : 'this computer’s time'}`
        : '',
    ],
    triggers: () => ['Trigger', listed(wanted.triggers)],
    eventTypes: () => ['Event', listed(wanted.eventTypes)],
    level: () => {
      const { from, to } = wanted.level;
      return [
        'LAFMax',
        between(from === undefined ? from : level(from), to === undefined ? to : level(to), ' dB'),
      ];
    },
    downloaded: () => ['On this computer', wanted.downloaded === true ? 'yes' : 'no'],
    tags: () => ['Tag', listed(wanted.tags.map(names.tag))],
    tagged: () => ['Tag', wanted.tagged === 'any' ? 'any' : 'none'],
  };
  return FACETS.filter((facet) => isWanted(wanted, facet)).map((facet) => {
    const [label, value] = text[facet]();
    return { facet, label, value };
  });
}

/** Dates that end today. */
export function lastDays(days: number, now: number, zone: string): Wanted['dates'] {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  return { from: today.subtract({ days: days - 1 }).toString(), to: today.toString() };
}
