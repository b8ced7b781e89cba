/** The sentences a sync says. Dates are UTC. */
import type { Span } from '../../contract/model';
import { titleOf } from '../datasets';
import type { Step } from './plan';

const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const count = new Intl.NumberFormat('en-GB');

/** Such as `12 Nov` or `5 Nov to 12 Nov`. */
export function days({ from, to }: Span): string {
  const first = dayAndMonth.format(from);
  const last = dayAndMonth.format(Math.max(from, to - 1));
  return first === last ? first : `${first} to ${last}`;
}

/** Such as `QT123456 · Noise time history · 12 Nov`. */
export function activityOf({ dataset, variant, instrument, span }: Step): string {
  const parts = [instrument, titleOf(dataset, variant), span === undefined ? '' : days(span)];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Such as `Noise time history of QT123456, 12 Nov`. */
export function whatOf({ dataset, variant, instrument, span }: Step): string {
  const of = instrument === '' ? '' : ` of ${instrument}`;
  return `${titleOf(dataset, variant)}${of}${span === undefined ? '' : `, ${days(span)}`}`;
}

export interface Tally {
  readonly instruments: number;
  /** Undefined: each dataset as far back as it is kept. */
  readonly days: number | undefined;
  readonly samples: number;
  readonly records: number;
  readonly issues: number;
}
/** Such as `3 instruments, 31 days, 7.9 M samples, 1,204 records`. */
export function summaryOf({ instruments, days, samples, records, issues }: Tally): string {
  const parts = [
    plural(instruments, 'instrument'),
    days === undefined ? '' : plural(Math.max(1, Math.round(days)), 'day'),
    samples === 0 && records === 0 ? 'nothing new' : '',
    samples === 0 ? '' : plural(samples, 'sample'),
    records === 0 ? '' : plural(records, 'record'),
  ];
  const got = parts.filter((part) => part !== '').join(', ');
  return issues === 0
    ? got
    : `${got}; something is missing, see ${issues === 1 ? 'the note' : `the ${issues} notes`}`;
}

function plural(n: number, noun: string): string {
  const text = n >= 1_000_000 ? `${(n / 1_000_000).toFixed(1)} M` : count.format(n);
  return `${text} ${noun}${n === 1 ? '' : 's'}`;
}
