/** What marks on the plan say of the instruments that stand there. Pure. */
import { stateWord, worstOf, type FleetItem } from './fleet-items';
import type { MarkState } from './plan';

type Members = readonly FleetItem[];
const LONGEST = 34;
/** Worst first. */
export const STATES: readonly MarkState[] = ['now', 'soon', 'look', 'unknown', 'fine'];
export const WORDS: Readonly<Record<MarkState, string>> = {
  now: 'needs someone now',
  soon: 'soon',
  look: 'to look at',
  unknown: 'not all known',
  fine: 'nothing',
};

export const nameOf = ({ instrument }: FleetItem): string => instrument.name ?? instrument.serial;

/** The name of one; of several that of their site, or of the first. */
export function placeLabel(members: Members): string {
  const [first] = members;
  if (first === undefined) return '';
  const site = first.site?.added.name;
  const isOneSite = members.every((member) => member.site?.id === first.site?.id);
  const others = members.length - 1;
  const [name, more] =
    others === 0
      ? [nameOf(first), '']
      : isOneSite && site !== undefined
        ? [site, ` (${String(members.length)})`]
        : [nameOf(first), ` and ${String(others)} more`];
  return `${name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name}${more}`;
}
function stateOf(item: FleetItem): MarkState {
  const worst = worstOf(item);
  if (worst !== undefined) return worst;
  return item.unknown.length > 0 || item.reasons === undefined ? 'unknown' : 'fine';
}
export const worstIn = (members: Members): MarkState =>
  STATES.find((state) => members.some((member) => stateOf(member) === state)) ?? 'unknown';

/** Begins with what stands beside the mark, so that it can be called by it. */
export function toldOf(members: Members, zooms: boolean): string {
  const [item] = members;
  if (item === undefined) return '';
  const label = placeLabel(members);
  if (members.length > 1)
    return `${label}: ${members.map(nameOf).join(', ')}. ${WORDS[worstIn(members)]}. ${zooms ? 'Zooms in' : 'Opens the first'}.`;
  const reasons = (item.reasons ?? []).map(({ text }) => text);
  const name = nameOf(item);
  return [label, ...(label === name ? [] : [name]), stateWord(item).word, ...reasons].join('. ');
}
