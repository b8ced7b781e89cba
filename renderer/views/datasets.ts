/** How datasets are grouped and their variants folded on screens. Their titles come with the answers. Pure. */
import type { DatasetId, SkipReason } from '../../electron/contract/index';

export const GROUPS = [
  'Levels',
  'Frequency',
  'Events and audio lists',
  'Environment',
  'Calibration',
  'Monitor',
] as const;
export type Group = (typeof GROUPS)[number];
const GROUP_OF: Readonly<Record<DatasetId, Group>> = {
  measurements: 'Levels',
  timehistory: 'Levels',
  frequency: 'Frequency',
  frequencyhistory: 'Frequency',
  recordings: 'Events and audio lists',
  events: 'Events and audio lists',
  eventhistory: 'Events and audio lists',
  weather: 'Environment',
  particulates: 'Environment',
  gases: 'Environment',
  ppv: 'Environment',
  vdv: 'Environment',
  calibrations: 'Calibration',
  calibrationlog: 'Calibration',
  sic: 'Calibration',
  instruments: 'Monitor',
  status: 'Monitor',
  monitorcurrent: 'Monitor',
  monitorstats: 'Monitor',
  monitorevents: 'Monitor',
};

export interface Titled {
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly title: string;
}
export const keyOf = ({ dataset, variant }: Pick<Titled, 'dataset' | 'variant'>): string =>
  `${dataset}/${variant}`;

export interface Grouped<T> {
  readonly group: Group;
  readonly rows: readonly T[];
}
/** The rows by group, in the order of groups; groups without rows are left out. */
export const byGroup = <T extends Pick<Titled, 'dataset'>>(rows: readonly T[]): readonly Grouped<T>[] =>
  GROUPS.map((group) => ({ group, rows: rows.filter(({ dataset }) => GROUP_OF[dataset] === group) })).filter(
    (grouped) => grouped.rows.length > 0,
  );

/** `Frequency time history, octaves, Z, 1 s` is the dataset's own title, a comma, and the variant's. */
const SEPARATOR = ', ';
const [headOf, tailOf] = [
  (title: string) => title.split(SEPARATOR)[0] ?? title,
  (title: string) => title.split(SEPARATOR).slice(1).join(SEPARATOR),
];

export interface Folded<T> {
  readonly dataset: DatasetId;
  /** Of the dataset when there are several variants, otherwise of the only one. */
  readonly title: string;
  /** With what tells the variants apart; empty when there is only one. */
  readonly rows: readonly { readonly row: T; readonly tail: string }[];
}
/** Rows of one dataset together, in the order of their first. */
export function byDataset<T extends Titled>(rows: readonly T[]): readonly Folded<T>[] {
  const datasets = [...new Set(rows.map(({ dataset }) => dataset))];
  return datasets.map((dataset) => {
    const own = rows.filter((row) => row.dataset === dataset);
    const [first] = own;
    const single = own.length === 1;
    return {
      dataset,
      title: first === undefined ? '' : single ? first.title : headOf(first.title),
      rows: own.map((row) => ({ row, tail: single ? '' : tailOf(row.title) })),
    };
  });
}

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  type: 'not made by instruments of this type',
  model: 'not made by this model',
  feature: 'the instrument does not have this feature',
  scope: 'the API key may not read it',
  'not-on-server': 'MyCirrus no longer lists the instrument',
  off: 'not kept',
};
/** Why a dataset is not asked for, after a colon. */
export const skipWords = (reason: SkipReason): string => SKIPPED[reason];
