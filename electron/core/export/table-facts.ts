/** What is said of a table beside its rows: whose it is, its units, its zone, and how complete it is. */
import type { CoveragePiece, DatasetId, GapReason, Span } from '../../contract/model';
import { NO_UNIT } from '../../contract/surroundings';
import { titleOf } from '../datasets';
import type { Archive } from '../db/archive';
import { intersect, lengthMs } from '../sync/spans';
import type { Rows } from './table';
import { formatTime, type Zone } from './table-time';

/** A stretch without data, and why. */
export interface FactGap extends Span {
  readonly reason: GapReason;
  readonly detail: string | undefined;
}
export interface Coverage {
  /** Share of the span's past that is held, 0 to 1. */
  readonly held: number;
  readonly gaps: readonly FactGap[];
}
export interface Facts {
  readonly leqbook: string;
  readonly instrument: string;
  readonly name: string | undefined;
  readonly model: string | undefined;
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly title: string;
  readonly span: Span;
  readonly stepsMs: readonly number[];
  readonly units: Readonly<Record<string, string>>;
  /** Names of numbers whose unit the service does not state. */
  readonly unstated: readonly string[];
  readonly coverage: Coverage;
}
export interface FactsQuery {
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly instrument: string;
  readonly span: Span;
}

export function factsOf(
  archive: Archive,
  query: FactsQuery,
  rows: Pick<Rows, 'columns' | 'stepsMs'>,
  known: { readonly leqbook: string; readonly coverage: Coverage },
): Facts {
  const { dataset, variant, instrument, span } = query;
  const listed = archive.instruments.get(instrument);
  const units = rows.columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit] as const]));
  return {
    ...{ leqbook: known.leqbook, instrument, name: listed?.name, model: listed?.model },
    ...{ dataset, variant, title: titleOf(dataset, variant), span, stepsMs: rows.stepsMs },
    ...{ units: Object.fromEntries(units), coverage: known.coverage },
    unstated: rows.columns.flatMap(({ name, kind, unit }) =>
      kind === 'number' && unit === undefined ? [name] : [],
    ),
  };
}

/** Of the pieces of a whole, what lies in a part of it that ends no later than `now`. */
export function coverageIn(pieces: readonly CoveragePiece[], span: Span, now: number): Coverage {
  const past = { from: span.from, to: Math.min(span.to, now) };
  const held = pieces.filter(({ reason }) => reason === undefined);
  const gaps = pieces.flatMap(({ from, to, reason, detail }) => {
    const cut = { from: Math.max(from, past.from), to: Math.min(to, past.to) };
    return reason === undefined || cut.from >= cut.to ? [] : [{ ...cut, reason, detail }];
  });
  if (past.from >= past.to) return { held: 1, gaps: [] };
  const heldMs = intersect([past], held).reduce((sum, each) => sum + lengthMs(each), 0);
  return { held: heldMs / lengthMs(past), gaps };
}

/** Reasons whose stretch was never answered: more of it may be had. */
export const isUnanswered = ({ reason }: Pick<FactGap, 'reason'>): boolean =>
  reason === 'not-asked' || reason === 'failed' || reason === 'forbidden';

const REASONS: Readonly<Record<GapReason, string>> = {
  'not-asked': 'not asked yet',
  empty: 'asked, nothing there',
  provisional: 'asked, nothing there yet, will be asked again',
  offline: 'the instrument was offline, will be asked again',
  'self-check': 'a calibration or a self-check was running',
  forbidden: 'not available to this key',
  failed: 'failed, will be tried again',
};
/** Why, in a few words. */
export const reasonText = ({ reason, detail }: Pick<FactGap, 'reason' | 'detail'>): string =>
  detail === undefined ? REASONS[reason] : `${REASONS[reason]} (${detail})`;

/** Never 100 % while anything is missing. */
export const percent = (share: number): string =>
  `${String(share >= 1 ? 100 : Math.min(99.9, Math.floor(share * 1_000) / 10))} %`;

const MOST_GAPS = 100;

/** A name and what it is, for the head of a table. */
export type FactLine = readonly [string, string];
/** The line that tells when: the only one that differs each time. */
export const NOW_LINE = 'Exported';

/** What stands above a table of archive data. */
export function factLines(facts: Facts, zone: Zone, exportedAt: number): readonly FactLine[] {
  const { instrument, name, model, dataset, variant, title, span, stepsMs, units, coverage } = facts;
  const at = (ms: number) => formatTime(ms, zone);
  const shown = coverage.gaps.slice(0, MOST_GAPS);
  const more = coverage.gaps.length - shown.length;
  return [
    ['Leqbook', facts.leqbook],
    ['Instrument', instrument],
    ...(name === undefined ? [] : [['Name', name] as const]),
    ...(model === undefined ? [] : [['Model', model] as const]),
    ['Dataset', `${variant === '' ? dataset : `${dataset}:${variant}`} (${title})`],
    ['From', at(span.from)],
    ['To', `${at(span.to)} (not included)`],
    ['Time zone', `${zone.name}; every time carries its offset from UTC`],
    ...(stepsMs.length === 0
      ? []
      : [['Sample length', stepsMs.map((ms) => `${String(ms)} ms`).join(', ')] as const]),
    [
      'Units',
      [
        ...Object.entries(units).map(([column, unit]) => `${column} ${unit}`),
        ...facts.unstated.map((column) => `${column} ${NO_UNIT}`),
      ].join(', ') || 'none',
    ],
    [
      'Held',
      `${percent(coverage.held)} of the span up to now, but for gaps under a minute; what is missing is empty`,
    ],
    ...shown.map((gap) => ['Gap', `${at(gap.from)} to ${at(gap.to)}: ${reasonText(gap)}`] as const),
    ...(more > 0 ? [['Gap', `and ${String(more)} more`] as const] : []),
    [NOW_LINE, at(exportedAt)],
  ];
}
