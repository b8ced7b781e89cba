/** Tells the words that name a day or a time of day from those to be looked for. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../contract/model';
import { Failure } from '../../contract/result';

export interface Wanted {
  /** Lower case; all of them have to occur. */
  readonly terms: readonly string[];
  /** A day, or half an hour before and after a time of day. */
  readonly when: Span | undefined;
  /** The time of day itself, epoch ms. */
  readonly at: number | undefined;
}
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const AROUND_MS = 30 * 60_000;

/** @throws Failure `invalid` for an unknown zone */
export function readWords(words: string, zone: string, now: number): Wanted {
  const terms = words.toLowerCase().split(/\s+/).filter(Boolean);
  const today = dayIn(zone, now);
  let day: Temporal.PlainDate | undefined;
  let time: Temporal.PlainTime | undefined;
  const rest: string[] = [];
  for (let at = 0; at < terms.length; at++) {
    const named = day === undefined ? dayAt(terms, at, today) : undefined;
    const clock = time === undefined ? timeIn(terms[at] as string) : undefined;
    if (named !== undefined) {
      day = named.day;
      at += named.taken - 1;
    } else if (clock !== undefined) time = clock;
    else rest.push(terms[at] as string);
  }
  if (day === undefined && time === undefined) return { terms: rest, when: undefined, at: undefined };
  return { terms: rest, ...spanOf(day, time, zone, now) };
}

function spanOf(
  day: Temporal.PlainDate | undefined,
  time: Temporal.PlainTime | undefined,
  zone: string,
  now: number,
): Pick<Wanted, 'when' | 'at'> {
  const today = dayIn(zone, now);
  const begin = (date: Temporal.PlainDate): number => date.toZonedDateTime(zone).epochMilliseconds;
  if (time === undefined) {
    const date = day ?? today;
    return { when: { from: begin(date), to: begin(date.add({ days: 1 })) }, at: undefined };
  }
  const moment = (date: Temporal.PlainDate): number =>
    date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
  // A time of day alone is the last one that was.
  const at =
    day === undefined && moment(today) > now ? moment(today.subtract({ days: 1 })) : moment(day ?? today);
  return { when: { from: at - AROUND_MS, to: at + AROUND_MS }, at };
}

function dayIn(zone: string, now: number): Temporal.PlainDate {
  try {
    return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  } catch (cause) {
    throw new Failure({ kind: 'invalid', path: 'zone', reason: `there is no time zone ${zone}` }, { cause });
  }
}

function timeIn(term: string): Temporal.PlainTime | undefined {
  const [, hour, minute, second = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(term) ?? [];
  if (hour === undefined) return undefined;
  try {
    return Temporal.PlainTime.from(
      { hour: Number(hour), minute: Number(minute), second: Number(second) },
      { overflow: 'reject' },
    );
  } catch {
    return undefined;
  }
}

/** The day that begins at a word, and how many words it takes. */
function dayAt(
  terms: readonly string[],
  at: number,
  today: Temporal.PlainDate,
): { readonly day: Temporal.PlainDate; readonly taken: number } | undefined {
  const [term = '', second = '', third = ''] = terms.slice(at);
  if (term === 'today') return { day: today, taken: 1 };
  if (term === 'yesterday') return { day: today.subtract({ days: 1 }), taken: 1 };
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(term);
  if (iso) return taking(1, partsOf(iso[1], iso[2], iso[3]));
  const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(term);
  if (dotted) return taking(1, partsOf(dotted[3], dotted[2], dotted[1]));
  const number = /^(\d{1,2})\.?$/.exec(term)?.[1];
  const month = /^[a-z]{3,9}\.?,?$/.test(second) ? MONTHS.indexOf(second.slice(0, 3)) + 1 : 0;
  if (number === undefined || month === 0) return undefined;
  if (/^\d{4}$/.test(third)) return taking(3, { year: Number(third), month, day: Number(number) });
  const thisYear = dayOf({ year: today.year, month, day: Number(number) });
  // Without a year it is the last such day.
  const isAhead = thisYear !== undefined && Temporal.PlainDate.compare(thisYear, today) > 0;
  return taking(2, { year: today.year - (isAhead ? 1 : 0), month, day: Number(number) });
}

const partsOf = (year = '', month = '', day = ''): Day => ({
  year: Number(year),
  month: Number(month),
  day: Number(day),
});

function taking(taken: number, parts: Day): ReturnType<typeof dayAt> {
  const day = dayOf(parts);
  return day && { day, taken };
}

function dayOf(parts: Day): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(parts, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
