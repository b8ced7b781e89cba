/** What a plan of keeping comes to, and the choices that change it or change it back. Pure. */
import type { KeepChoice, KeepPlan, KeepRow } from '../../../electron/contract/index';
import { bytes, plural } from '../../format';
import { keyOf } from '../datasets';

export const SPANS: readonly { readonly days: number; readonly label: string }[] = [
  { days: 7, label: '7 days' },
  { days: 31, label: '31 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: '1 year' },
  { days: 730, label: '2 years' },
];
/** For how long something is kept that was not kept before. */
export const FIRST_DAYS = 31;

export const daysLabel = (days: number): string =>
  SPANS.find((span) => span.days === days)?.label ?? plural(days, 'day');
/** What to choose from, with a number that is none of the usual ones in its place. */
export const spansWith = (days: number): typeof SPANS =>
  days === 0 || SPANS.some((span) => span.days === days)
    ? SPANS
    : [...SPANS, { days, label: daysLabel(days) }].sort((a, b) => a.days - b.days);

/** Bytes, said to be about so many where they were not measured; nothing for what takes nothing. */
export const size = (value: number, measured: boolean): string =>
  value <= 0 ? '–' : `${measured ? '' : 'about '}${bytes(value)}`;

export interface Sum {
  readonly perDay: number;
  readonly inAll: number;
  readonly measured: boolean;
}
/** Of what is kept; a guess in it makes the sum a guess. */
export function sumOf(rows: readonly KeepRow[]): Sum {
  const kept = rows.filter(({ days, skipped }) => days > 0 && (skipped === undefined || skipped === 'off'));
  return {
    perDay: kept.reduce((sum, { diskBytesPerDay }) => sum + diskBytesPerDay, 0),
    inAll: kept.reduce((sum, { diskBytes }) => sum + diskBytes, 0),
    measured: kept.every(({ measured }) => measured),
  };
}

export interface Room extends Sum {
  readonly here: number;
  readonly toCome: number;
  readonly free: number | undefined;
  readonly fits: boolean;
}
/** What is kept against what the disk has left. */
export function roomOf({ rows, archiveBytes, freeBytes }: KeepPlan): Room {
  const sum = sumOf(rows);
  const toCome = Math.max(0, sum.inAll - archiveBytes);
  return {
    ...sum,
    here: archiveBytes,
    toCome,
    free: freeBytes,
    fits: freeBytes === undefined || toCome <= freeBytes,
  };
}

const rowFor = ({ all, rows }: KeepPlan, choice: Omit<KeepChoice, 'days'>): KeepRow | undefined =>
  (choice.instrument === '' ? all : rows).find(
    (row) => keyOf(row) === keyOf(choice) && row.instrument === choice.instrument,
  );
/** The choices that put back what `choices` are about to change. */
export const undoOf = (plan: KeepPlan, choices: readonly KeepChoice[]): readonly KeepChoice[] =>
  choices.map(({ instrument, dataset, variant }) => {
    const row = rowFor(plan, { instrument, dataset, variant });
    const own = instrument === '' ? 'all' : 'instrument';
    return { instrument, dataset, variant, days: row?.from === own ? row.days : undefined };
  });

/** Every choice of one instrument forgotten. */
export const forget = (plan: KeepPlan, instrument: string): readonly KeepChoice[] =>
  plan.rows
    .filter((row) => row.instrument === instrument && row.from === 'instrument')
    .map(({ dataset, variant }) => ({ instrument, dataset, variant, days: undefined }));

/** How many choices of its own each instrument has. */
export function ownChoices({ rows }: KeepPlan): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { instrument, from } of rows)
    if (from === 'instrument') counts.set(instrument, (counts.get(instrument) ?? 0) + 1);
  return counts;
}

/** What is said of a change that was made: what holds now, and what of data that is here already. */
export function changeWords(
  title: string,
  before: number,
  after: number,
): { readonly title: string; readonly description: string } {
  return {
    title: after === 0 ? `${title}: no longer kept` : `${title}: kept for ${daysLabel(after)}`,
    description:
      after > before ? 'The next sync fetches what is not here yet.' : 'Data that is here already stays.',
  };
}
