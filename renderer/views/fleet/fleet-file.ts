/** The fleet as a table in a file: figures as figures, and every age as the moment it is counted from. Pure. */
import type { ShownColumn, ShownTable } from '../../../electron/contract/index';
import type { AttentionReport } from '../../../electron/contract/index';
import { exactTime, plural, zoneOffset } from '../../format';
import { oldestStatus, SEVERITY_WORDS, stateWord, worstOf, type FleetItem } from './fleet-items';
import { syncWords, vainWords } from './sync-words';

type Cell = ShownTable['rows'][number][number];
type Column = ShownColumn & { readonly of: (item: FleetItem, now: number) => Cell | undefined };

const text = (name: string, of: Column['of']): Column => ({ name, kind: 'text', of });
const time = (name: string, of: Column['of']): Column => ({ name, kind: 'time', of });
const number = (name: string, unit: string, of: Column['of']): Column => ({ name, kind: 'number', unit, of });

const WHO: readonly Column[] = [
  text('Site', ({ site }) => site?.added.name),
  text('Instrument', ({ instrument }) => instrument.name),
  text('Serial', ({ instrument }) => instrument.serial),
  text('Model', ({ instrument }) => instrument.model),
  text('Type', ({ instrument }) => instrument.type),
];
const STATE: readonly Column[] = [
  text('State', (item) => (item.status === undefined ? undefined : stateWord(item).word)),
  time('State as of', ({ status }) => status?.observedAt),
];
const NEEDS: readonly Column[] = [
  text('How urgent', (item) => {
    const worst = worstOf(item);
    return worst && SEVERITY_WORDS[worst];
  }),
  text('Needs attention', ({ reasons }) => reasons?.map((reason) => reason.text).join('; ')),
  time('Since', ({ reasons }) => reasons?.[0]?.since),
  text('Not known', ({ unknown }) => unknown.map((doubt) => doubt.text).join('; ')),
];
const CHECKS: readonly Column[] = [
  time('Last calibration', ({ status }) => status?.lastCalibration?.time),
  text('Its outcome', ({ status }) => status?.lastCalibration?.status),
  number('Its level', 'dB', ({ status }) => status?.lastCalibration?.level),
  number('Its offset', 'dB', ({ status }) => status?.lastCalibration?.offset),
  text('Drift by the house rule', ({ status, drift }) => (status?.lastCalibration ? drift : undefined)),
  time('Last SIC', ({ status }) => status?.lastSic?.time),
  text('Outcome of the SIC', ({ status }) => status?.lastSic?.status),
];
const REACH: readonly Column[] = [
  time('Newest data', ({ newestDataAt }) => newestDataAt),
  time('Last tried', ({ asked }) => asked?.attemptedAt),
  time('Last answered', ({ asked }) => asked?.answeredAt),
  text('Asked in vain', ({ asked }, now) => vainWords(asked, now)),
];
const PLACE: readonly Column[] = [
  number('Latitude', '°', ({ instrument }) => instrument.position?.latitude),
  number('Longitude', '°', ({ instrument }) => instrument.position?.longitude),
];

type Table = Omit<ShownTable, 'facts'>;
function tableOf(columns: readonly Column[], items: readonly FleetItem[], now: number, zone: string): Table {
  return {
    columns: columns.map(({ name, kind, unit }) => ({ name, kind, ...(unit !== undefined && { unit }) })),
    rows: items.map((item) => columns.map(({ of }) => emptied(of(item, now)))),
    zone,
  };
}
const emptied = (cell: Cell | undefined): Cell => (cell === undefined || cell === '' ? null : cell);

export const fleetTable = (items: readonly FleetItem[], now: number, zone: string): Table =>
  tableOf([...WHO, ...NEEDS, ...STATE, ...CHECKS, ...REACH], items, now, zone);
/** Of the plan: where each stands, and what its mark says. */
export const planTable = (items: readonly FleetItem[], now: number, zone: string): Table =>
  tableOf([...WHO, ...PLACE, ...STATE, ...NEEDS], items, now, zone);

/** What one must know to read it a year later. */
export function fleetFacts(
  {
    items,
    all,
    filter,
  }: { readonly items: number; readonly all: readonly FleetItem[]; readonly filter: string },
  sync: AttentionReport['sync'] | undefined,
  now: number,
  zone: string,
): readonly (readonly [string, string])[] {
  const which = filter.trim() === '' ? '' : `, those that match “${filter.trim()}”`;
  const oldest = oldestStatus(all);
  return [
    ['Instruments', `${String(items)} of ${plural(all.length, 'instrument')}${which}`],
    ['As of', exactTime(now, zone)],
    ['Oldest state', oldest === undefined ? 'not asked yet' : exactTime(oldest, zone)],
    ...(sync === undefined ? [] : [['Synced', syncWords(sync, now, zone).join('; ')] as const]),
  ];
}

/** By whose clocks the times of a list of several instruments are. */
export const clocksText = (now: number, zone: string): string =>
  zone === 'UTC' ? 'Times in UTC' : `Times by this computer, ${zoneOffset(now, zone)}`;
