/** The present state of an instrument as cards. What was not told has none. Pure. */
import type { ShownTable, SystemNow } from '../../../../electron/contract/index';
import { NO_UNIT } from '../../../../electron/contract/usual-figures';
import { duration, percent } from '../../../format';
import { figure } from '../environment/strip-lines';

export interface Card {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  readonly unit: string;
  readonly notes?: readonly string[] | undefined;
  /** Of a whole, 0 to 1; drawn as a bar. */
  readonly share?: number | undefined;
}
const PLAIN: readonly (readonly [name: string, title: string, decimals: number])[] = [
  ['voltage', 'Input voltage', 2],
  ['temp', 'Processor temperature', 1],
  ['cpu', 'Processor use', 1],
  ['mem', 'Memory use', 1],
  ['disk', 'Disk use', 1],
  ['network', 'Network', 1],
];

export function nowCards({ values }: SystemNow): readonly Card[] {
  const of = (name: string) => values.find((each) => each.name === name);
  const cards = PLAIN.flatMap(([name, title, decimals]): Card[] => {
    const told = of(name);
    if (told === undefined) return [];
    const { value, unit = '' } = told;
    const share = unit === '%' ? Math.min(1, Math.max(0, value / 100)) : undefined;
    return [{ id: name, title, value: figure(value, decimals), unit, share }];
  });
  const uptime = of('uptime');
  const running: Card[] =
    uptime === undefined
      ? []
      : [{ id: 'uptime', title: 'Running for', value: duration(uptime.value * 1_000), unit: '' }];
  return [...cards, ...running, ...simCards(of('simUsage')?.value, of('simQuota')?.value)];
}

/**
 * A quota of 0 is what MyCirrus says where it knows none: no share can be told of it. It tells no period either, so none is
 * presumed.
 */
function simCards(used: number | undefined, quota: number | undefined): readonly Card[] {
  if (used === undefined) return [];
  const has = quota !== undefined && quota > 0;
  const of = has
    ? `${percent(used / quota)} of ${figure(quota, 0)} MB`
    : quota === undefined
      ? 'no quota told'
      : 'the quota told is 0 MB';
  return [
    {
      ...{ id: 'sim', title: 'SIM data used', value: figure(used, 0), unit: 'MB' },
      notes: [of, 'period not stated'],
      share: has ? Math.min(1, used / quota) : undefined,
    },
  ];
}

const TITLES: ReadonlyMap<string, string> = new Map([
  ...PLAIN.map(([name, title]) => [name, title] as const),
  ...([
    ['uptime', 'Running for'],
    ['simUsage', 'SIM data used'],
    ['simQuota', 'SIM quota'],
  ] as const),
]);
/** The values as they were told, each with its unit. */
export const nowTable = ({ values, observedAt }: SystemNow): Pick<ShownTable, 'columns' | 'rows'> => ({
  columns: [
    { name: 'Told', kind: 'time' },
    { name: 'What', kind: 'text' },
    { name: 'Value', kind: 'number' },
    { name: 'Unit', kind: 'text' },
  ],
  rows: values.map(({ name, value, unit }) => [
    ...[observedAt, TITLES.get(name) ?? name, value, unit ?? NO_UNIT],
  ]),
});
