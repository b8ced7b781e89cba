/** A believable archive of some weeks for screens: what is held, what is missing and why, and what is kept. */
import type {
  CoveragePiece,
  CoverageStrip,
  DataEstimate,
  FleetEntry,
  GapReason,
  KeepChoice,
  KeepPlan,
  KeepRow,
  Skipped,
  Span,
  SyncEstimate,
} from '../../electron/contract/index';
import { datasets, titleOf, type Dataset, type Variant } from '../../electron/core/datasets';
import { keptOf, type KeptOf } from '../../electron/core/sync/keep';
import { whyNotAsked } from '../../electron/core/sync/eligible';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const spanned = datasets.filter(({ kind }) => kind !== 'snapshot');
const each = <T>(take: (dataset: Dataset, variant: Variant) => T): readonly T[] =>
  spanned.flatMap((dataset) => dataset.variants.map((variant) => take(dataset, variant)));

interface Mark extends Span {
  readonly reason: GapReason | undefined;
  readonly detail?: string;
  readonly open?: boolean;
}
/** Later marks lie over earlier ones. */
function painted(marks: readonly Mark[], span: Span, now: number): readonly CoveragePiece[] {
  const edges = [...new Set([span.from, span.to, ...marks.flatMap(({ from, to }) => [from, to])])]
    .filter((at) => at >= span.from && at <= span.to)
    .sort((a, b) => a - b);
  const pieces: CoveragePiece[] = [];
  edges.slice(0, -1).forEach((from, index) => {
    const to = edges[index + 1] ?? span.to;
    const mark = marks.findLast((candidate) => candidate.from <= from && candidate.to >= to);
    if (mark === undefined) return;
    const last = pieces.at(-1);
    const piece = pieceOf(mark, { from, to }, now);
    if (last !== undefined && last.reason === piece.reason && last.askAgainAt === piece.askAgainAt)
      pieces[pieces.length - 1] = { ...last, to };
    else pieces.push(piece);
  });
  return pieces;
}
function pieceOf({ reason, detail, open = false }: Mark, { from, to }: Span, now: number): CoveragePiece {
  return {
    ...{ from, to, reason, detail },
    askedAt: reason === 'not-asked' ? undefined : now - 3 * HOUR,
    askAgainAt: open ? now + 3 * HOUR : undefined,
  };
}

const dailySic = (now: number): readonly Mark[] =>
  Array.from({ length: 31 }, (_, day) => {
    const from = Math.floor(now / DAY) * DAY - day * DAY + 3 * HOUR;
    return { from, to: from + 2 * MINUTE, reason: 'self-check' as const };
  });
/** What became of one dataset over a month: an outage, self-checks, a stretch in vain, and what is too young. */
function marksOf(id: Dataset['id'], days: number, now: number): readonly Mark[] {
  const held: readonly Mark[] = [
    { from: -Infinity, to: Infinity, reason: 'not-asked' },
    { from: now - days * DAY, to: now - 3 * HOUR, reason: undefined },
    { from: now - 4.5 * HOUR, to: now - 3 * HOUR, reason: undefined, open: true },
  ];
  const outage: Mark = {
    from: now - 9 * DAY,
    to: now - 7.5 * DAY,
    reason: 'offline',
    open: true,
  };
  switch (id) {
    case 'timehistory':
      return [...held, ...dailySic(now), outage];
    case 'measurements':
    case 'frequency':
      return [...held, outage];
    case 'frequencyhistory':
      return [
        ...held,
        outage,
        {
          from: now - 16 * DAY,
          to: now - 14.6 * DAY,
          reason: 'failed',
          open: true,
          detail: 'MyCirrus answered with an error (502): upstream timed out',
        },
      ];
    case 'recordings':
      return [...held, { from: now - 12 * DAY, to: now - 11 * DAY, reason: 'empty' }];
    case 'events':
      return [...held, { from: now - 3 * DAY, to: now - 3 * HOUR, reason: 'provisional', open: true }];
    case 'eventhistory':
      return [
        { from: -Infinity, to: Infinity, reason: 'not-asked' },
        {
          from: now - days * DAY,
          to: now - 3 * HOUR,
          reason: 'forbidden',
          detail: 'The API key lacks the permission data.events:read',
        },
      ];
    default:
      return held;
  }
}

export interface ArchiveQuestion {
  readonly now: number;
  readonly fleet: readonly FleetEntry[];
  readonly choices: readonly KeepChoice[];
}
const share = (pieces: readonly CoveragePiece[], now: number, counts: (piece: CoveragePiece) => boolean) => {
  const past = pieces
    .map((piece) => ({ ...piece, to: Math.min(piece.to, now) }))
    .filter((p) => p.to > p.from);
  const sum = (some: readonly Span[]) => some.reduce((ms, { from, to }) => ms + to - from, 0);
  return sum(past.filter(counts)) / Math.max(1, sum(past));
};

export function fakeStrips(
  { now, fleet, choices }: ArchiveQuestion,
  { instruments, span }: { readonly instruments?: readonly string[] | undefined; readonly span: Span },
): readonly CoverageStrip[] {
  const kept = keptOf(choices);
  return fleet
    .filter(({ instrument }) => instruments?.includes(instrument.serial) ?? true)
    .flatMap(({ instrument }) =>
      each((dataset, variant): CoverageStrip => {
        const { days } = kept(instrument.serial, dataset.id, variant.id);
        const skipped =
          whyNotAsked(dataset, instrument, new Set()) ?? (days === 0 ? ('off' as const) : undefined);
        const months = Math.max(days, dataset.atLeastMs === undefined ? 0 : dataset.atLeastMs / DAY);
        const pieces = skipped === undefined ? painted(marksOf(dataset.id, months, now), span, now) : [];
        return {
          instrument: instrument.serial,
          dataset: dataset.id,
          variant: variant.id,
          title: titleOf(dataset.id, variant.id),
          span,
          skipped,
          pieces,
          held: share(pieces, now, ({ reason }) => reason === undefined),
          settled: share(
            pieces,
            now,
            ({ reason, askAgainAt }) => reason !== 'not-asked' && askAgainAt === undefined,
          ),
        };
      }),
    );
}

/** Bytes of a day on disk: channels times samples at about a byte, or a few thousand rows. */
const perDay = ({ kind }: Dataset, { channels = [], stepMs = DAY }: Variant): number =>
  kind === 'series' ? Math.round(channels.length * (DAY / stepMs) * 1.1) : 24_000;
const keepRow = (instrument: string, dataset: Dataset, variant: Variant, kept: KeptOf): KeepRow => {
  const { days, from } = kept(instrument, dataset.id, variant.id);
  const diskBytesPerDay = perDay(dataset, variant);
  return {
    ...{ instrument, days, from, diskBytesPerDay },
    dataset: dataset.id,
    variant: variant.id,
    title: titleOf(dataset.id, variant.id),
    skipped: undefined,
    measured: dataset.id === 'timehistory' && variant.id === '1s',
    diskBytes: days * diskBytesPerDay,
  };
};
export function fakeKeep({ fleet, choices }: ArchiveQuestion, freeBytes: number | undefined): KeepPlan {
  const kept = keptOf(choices);
  const rows = fleet.flatMap(({ instrument }) =>
    each((dataset, variant): KeepRow => {
      const row = keepRow(instrument.serial, dataset, variant, kept);
      return { ...row, skipped: whyNotAsked(dataset, instrument, new Set()) };
    }),
  );
  const all = each((dataset, variant): KeepRow => {
    const row = keepRow('', dataset, variant, kept);
    const having = rows.filter(
      (other) =>
        other.dataset === dataset.id &&
        other.variant === variant.id &&
        other.skipped === undefined &&
        other.from !== 'instrument',
    ).length;
    return { ...row, diskBytes: having * row.diskBytes, diskBytesPerDay: having * row.diskBytesPerDay };
  });
  return { rows, all, archiveBytes: 188_000_000, freeBytes };
}
/** The choices after some more; one without days forgets what was chosen before. */
export const withChoices = (
  before: readonly KeepChoice[],
  more: readonly KeepChoice[],
): readonly KeepChoice[] => {
  const same = (a: KeepChoice, b: KeepChoice) =>
    a.instrument === b.instrument && a.dataset === b.dataset && a.variant === b.variant;
  const others = before.filter((choice) => !more.some((other) => same(choice, other)));
  return [...others, ...more.filter(({ days }) => days !== undefined)];
};

export function fakeEstimate(days: number, fleet: readonly FleetEntry[]): SyncEstimate {
  const skipped = fleet.flatMap(({ instrument }) =>
    each((dataset, variant): Skipped | undefined => {
      const reason = whyNotAsked(dataset, instrument, new Set());
      return reason && { dataset: dataset.id, variant: variant.id, instrument: instrument.serial, reason };
    }).filter((skip) => skip !== undefined),
  );
  return {
    requests: 38 * days,
    bytes: days * 3_400_000,
    ms: days * 38 * 220,
    diskBytes: days * 1_150_000,
    freeBytes: 61_000_000_000,
    measured: days !== 365,
    skipped,
  };
}
export const fakeDataEstimate = (variants: number, instruments: number, span: Span): DataEstimate => {
  const rows = Math.round((variants * instruments * (span.to - span.from)) / (10 * MINUTE));
  return { rows, bytes: rows * 46, files: variants * instruments };
};
