/** Which measured values the chart shows, as this person last chose. Kept in the page's own storage. */
import type { MeasuredChannel } from '../../../../../electron/contract/index';
import { channelWords } from './channel-words';

/** Its source and its name; an instrument that does not hold it shows the others. */
export type ChannelId = `${MeasuredChannel['source']}/${string}`;
export const idOf = ({ source, name }: Pick<MeasuredChannel, 'source' | 'name'>): ChannelId =>
  `${source}/${name}`;
export const LEVELS = ['LAeq', 'LAFMax', 'LCPeak'] as const;
export const MOST_CHANNELS = 8;
const USUAL: readonly ChannelId[] = LEVELS.map((name) => idOf({ source: 'timehistory', name }));
const KEY = 'leqbook-level-channels';

/** Anything not understood is the usual choice. */
export function readChannels(storage: Storage): readonly ChannelId[] {
  try {
    const saved: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (Array.isArray(saved)) {
      const ids = saved.filter((id): id is ChannelId => typeof id === 'string' && id.includes('/'));
      if (ids.length > 0) return ids;
    }
  } catch {
    // An unreadable choice is none.
  }
  return USUAL;
}
export const keepChannels = (storage: Storage, chosen: readonly ChannelId[]): void =>
  storage.setItem(KEY, JSON.stringify(chosen));

const isLevel = ({ unit }: MeasuredChannel): boolean => unit === 'dB';
/** Levels, and beside them values of one other unit: that of the first. */
const onTwoAxes = (channels: readonly MeasuredChannel[]): readonly MeasuredChannel[] => {
  const other = channels.find((channel) => !isLevel(channel));
  return channels.filter((channel) => isLevel(channel) || channel.unit === other?.unit);
};

/**
 * What is chosen and held; never nothing while anything is held.
 * @param held undefined until it is known: the time history is shown meanwhile
 */
export function shownChannels(
  chosen: readonly ChannelId[],
  held: readonly MeasuredChannel[] | undefined,
): readonly MeasuredChannel[] {
  const usual = LEVELS.map((name): MeasuredChannel => ({ source: 'timehistory', name, unit: 'dB' }));
  if (held === undefined) return firstOf(chosen, usual) ?? usual;
  return firstOf(chosen, held) ?? firstOf(USUAL, held) ?? (held.length > 0 ? held.slice(0, 1) : usual);
}
function firstOf(
  ids: readonly ChannelId[],
  held: readonly MeasuredChannel[],
): readonly MeasuredChannel[] | undefined {
  const found = held.filter((channel) => ids.includes(idOf(channel)));
  return found.length === 0 ? undefined : onTwoAxes(found).slice(0, MOST_CHANNELS);
}

export interface Turned {
  readonly chosen: readonly ChannelId[];
  /** What else that did, or why it was not done; '' when there is nothing to say. */
  readonly said: string;
}
/** Adds it, or takes it away. What is chosen and not held here stays chosen for the instruments that hold it. */
export function turnChannel(
  channel: MeasuredChannel,
  chosen: readonly ChannelId[],
  held: readonly MeasuredChannel[],
): Turned {
  const id = idOf(channel);
  const shown = shownChannels(chosen, held);
  const elsewhere = chosen.filter((each) => !held.some((one) => idOf(one) === each));
  const keep = (channels: readonly MeasuredChannel[]): readonly ChannelId[] => [
    ...channels.map(idOf),
    ...elsewhere,
  ];
  if (shown.some((each) => idOf(each) === id)) {
    if (shown.length === 1) return { chosen, said: 'One value is always shown.' };
    return { chosen: keep(shown.filter((each) => idOf(each) !== id)), said: '' };
  }
  const gone = shown.filter((each) => !isLevel(channel) && !isLevel(each) && each.unit !== channel.unit);
  const stay = shown.filter((each) => !gone.includes(each));
  if (stay.length >= MOST_CHANNELS)
    return { chosen, said: `No more than ${String(MOST_CHANNELS)} values fit; take another away first.` };
  const said =
    gone.length === 0
      ? ''
      : `Only one unit fits beside dB: ${gone.map(channelWords).join(', ')} gave way to ${channelWords(channel)}.`;
  return { chosen: keep([...stay, channel]), said };
}
