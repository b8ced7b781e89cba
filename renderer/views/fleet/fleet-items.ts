/** The fleet with what needs somebody, by site. Pure. */
import type {
  Attention,
  AttentionReport,
  Entry,
  FleetEntry,
  InstrumentAsked,
  NotKnown,
  Severity,
} from '../../../electron/contract/index';
import { plural } from '../../format';
import type { Word } from '../verdict';
import { measuringWord, onlineWord } from '../verdict';

export type SiteEntry = Entry & { readonly added: Extract<Entry['added'], { readonly kind: 'site' }> };
export interface FleetItem extends FleetEntry {
  /** Undefined: not judged yet. Worst first. */
  readonly reasons: readonly Attention[] | undefined;
  readonly unknown: readonly NotKnown[];
  /** The last attempt to ask about it against the last answer. */
  readonly asked: InstrumentAsked | undefined;
  readonly site: SiteEntry | undefined;
}
export interface FleetGroup {
  readonly site: SiteEntry | undefined;
  readonly items: readonly FleetItem[];
}

export const isSite = (entry: Entry): entry is SiteEntry => entry.added.kind === 'site';

/** Each instrument once, in the first site that names it. */
export function fleetItems(
  entries: readonly FleetEntry[],
  report: AttentionReport | undefined,
  sites: readonly SiteEntry[],
): readonly FleetItem[] {
  const reasons = bySerial(report?.reasons ?? []);
  const unknown = bySerial(report?.unknown ?? []);
  const asked = new Map(report?.asked.map((each) => [each.instrument, each]));
  const siteOf = new Map<string, SiteEntry>();
  for (const site of sites)
    for (const serial of site.added.instruments) if (!siteOf.has(serial)) siteOf.set(serial, site);
  return entries.map((entry) => {
    const { serial } = entry.instrument;
    return {
      ...entry,
      reasons: report && (reasons.get(serial) ?? []),
      unknown: unknown.get(serial) ?? [],
      asked: asked.get(serial),
      site: siteOf.get(serial),
    };
  });
}
function bySerial<T extends { readonly instrument: string | undefined }>(
  all: readonly T[],
): ReadonlyMap<string | undefined, readonly T[]> {
  const map = new Map<string | undefined, T[]>();
  for (const each of all) {
    const own = map.get(each.instrument);
    if (own === undefined) map.set(each.instrument, [each]);
    else own.push(each);
  }
  return map;
}

/** Those in which every typed word occurs: in name, serial, model, type, state, site, tag, or reason. */
export function filterItems(items: readonly FleetItem[], text: string): readonly FleetItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const all = searchable(item).toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
function searchable({ instrument, status, reasons, site }: FleetItem): string {
  const { name, serial, model, type } = instrument;
  const online = status?.online === undefined ? '' : status.online ? 'online' : 'offline';
  const told = (reasons ?? []).map(({ text }) => text);
  return [name, serial, model, type, online, site?.added.name, ...(site?.added.tags ?? []), ...told].join(
    ' ',
  );
}

/** Sites in the order in which their first instruments come; those without a site are a group as well. */
export function groupBySite(items: readonly FleetItem[]): readonly FleetGroup[] {
  const groups = new Map<number | undefined, FleetItem[]>();
  for (const item of items) {
    const own = groups.get(item.site?.id);
    if (own === undefined) groups.set(item.site?.id, [item]);
    else own.push(item);
  }
  return [...groups.values()].map((own) => ({ site: own[0]?.site, items: own }));
}

/** The worst that is said of it; undefined when nothing is. */
export const worstOf = ({ reasons }: Pick<FleetItem, 'reasons'>): Severity | undefined =>
  reasons?.[0]?.severity;

/** Where it stands among all: what needs somebody first, then what nobody knows, then the rest. */
export function consequence(item: FleetItem, rank: ReadonlyMap<Attention, number>): number {
  const [first] = item.reasons ?? [];
  if (first !== undefined) return rank.get(first) ?? 0;
  return item.unknown.length > 0 ? 1e8 - item.unknown.length : 1e9;
}
/** Each reason's place in the report, which is sorted. */
export const ranksOf = (report: AttentionReport | undefined): ReadonlyMap<Attention, number> =>
  new Map((report?.reasons ?? []).map((reason, index) => [reason, index]));

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  now: 'needs someone now',
  soon: 'soon',
  look: 'look at it',
};

/** Online and measuring in one. */
export function stateWord(item: FleetEntry): Word {
  const online = onlineWord(item);
  if (item.status?.online !== true) return online;
  const measuring = measuringWord(item);
  return measuring.tone === 'none' ? online : { tone: measuring.tone, word: `online, ${measuring.word}` };
}

const NEVER = ': not asked yet';
const LATELY = ': not asked lately';
const isOld = ({ text }: NotKnown): boolean => text.endsWith(LATELY);
/** Its state is too old to say how it stands today. */
export const isStateOld = ({ unknown }: Pick<FleetItem, 'unknown'>): boolean =>
  unknown.some(({ text }) => text === `State${LATELY}`);

/** What is not known, in few words: `Not known yet: drift, SIC`, `Not asked lately: state; not known yet: drift`. */
export function unknownWords(unknown: readonly NotKnown[]): string {
  if (unknown.length > 2 && unknown.every(({ text }) => text.endsWith(NEVER)))
    return 'Nothing known yet: not asked';
  const old = namesOf(unknown.filter(isOld));
  const others = namesOf(unknown.filter((each) => !isOld(each)));
  if (old === '') return `Not known yet: ${others}`;
  return `Not asked lately: ${old}${others === '' ? '' : `; not known yet: ${others}`}`;
}
const namesOf = (unknown: readonly NotKnown[]): string =>
  unknown
    .map(({ text }) => text.split(':')[0] ?? text)
    .map((each) => (/^[A-Z]{2}/.test(each) ? each : `${each.charAt(0).toLowerCase()}${each.slice(1)}`))
    .join(', ');

/** `9 instruments · 7 online · 3 need someone now · 1 soon`; what was never asked is neither offline nor without fault. */
export function summarise(items: readonly FleetItem[]): string {
  const known = items.filter(({ status }) => status?.online !== undefined);
  const untold = items.length - known.length;
  const parts = [plural(items.length, 'instrument')];
  if (known.length === 0) parts.push('not known which are online');
  else {
    const when = known.some(isStateOld) ? ' when last asked' : '';
    parts.push(`${String(known.filter(({ status }) => status?.online).length)} online${when}`);
    if (untold > 0) parts.push(`${String(untold)} not asked yet`);
  }
  return [...parts, ...needs(items)].join(' · ');
}
function needs(items: readonly FleetItem[]): readonly string[] {
  if (items.some(({ reasons }) => reasons === undefined)) return [];
  const worst = items.map(worstOf);
  const count = (severity: Severity) => worst.filter((each) => each === severity).length;
  const [now, soon, look] = [count('now'), count('soon'), count('look')];
  const said = [
    now > 0 ? `${String(now)} ${now === 1 ? 'needs' : 'need'} someone now` : '',
    soon > 0 ? `${String(soon)} soon` : '',
    look > 0 ? `${String(look)} to look at` : '',
  ].filter(Boolean);
  if (said.length > 0) return said;
  const inDoubt = items.filter(({ unknown }) => unknown.length > 0).length;
  // Of what is not known, nobody can say that it needs no one.
  return [inDoubt === 0 ? 'none needs anyone' : `not all is known of ${String(inDoubt)}`];
}

/** The oldest answer among the states shown: the honest age of the whole list. */
export const oldestStatus = (items: readonly FleetEntry[]): number | undefined =>
  items.reduce<number | undefined>(
    (oldest, { status }) =>
      status === undefined ? oldest : Math.min(oldest ?? status.observedAt, status.observedAt),
    undefined,
  );
