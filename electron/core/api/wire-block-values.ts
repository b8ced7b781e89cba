/** Where the samples of a block are, and which channels they belong to: values of one kind, or bands of one set. */
import { bandChannel } from '../dataset-list';
import { dataset, variantOf, type Variant } from '../datasets';
import { NO_LISTS, type List, type NumberLists } from './number-lists';
import type { SeriesAsked } from './reading';
import { bandNamed, bandSetOf, type BandSet } from './wire-bands';
import { beyond, isObject, named, respell, shapeOf, textOf, type Json, type Shape } from './wire-object';

export interface Samples {
  readonly channel: string;
  readonly values: List;
}
export interface BlockReader {
  /** The channels asked for. */
  readonly channels: readonly string[];
  readonly shape: Shape;
  /** Which of the things asked for a series is; undefined when it is none of them. */
  select(series: Json): string | undefined;
  /** The samples of a block of what was selected; undefined when it holds none that can be read. */
  lists(of: string, block: Json): readonly Samples[] | undefined;
  /** What a block says that is not known. */
  unknown(block: Json): Json | undefined;
}

const TIMES = named('start', 'end', 'sampleDuration', 'period');
const VALUES = shapeOf([...TIMES, ...named('values')]);
const BANDS_SHAPE = shapeOf([...TIMES, ...named('bands')]);
const BAND = shapeOf(named('name', 'values'));

export function blockReader(asked: SeriesAsked, lists: NumberLists = NO_LISTS): BlockReader {
  const variant = variantOf(asked.dataset, asked.variant);
  const channels = (variant.channels ?? []).map(({ name }) => name);
  const isBands = dataset(asked.dataset).operation === 'getFrequencyTimeHist';
  return isBands ? bandReader(variant, channels, lists) : valueReader(channels, lists);
}

function valueReader(channels: readonly string[], lists: NumberLists): BlockReader {
  const byName = new Map(channels.map((channel) => [channel.toLowerCase(), channel]));
  return {
    channels,
    shape: VALUES,
    select: ({ type }) => byName.get((textOf(type) ?? '').toLowerCase()),
    lists(channel, block) {
      const values = lists.take(block['values']);
      return values === undefined ? undefined : [{ channel, values }];
    },
    unknown: (block) => beyond(block, VALUES),
  };
}

function bandReader({ ask }: Variant, channels: readonly string[], taker: NumberLists): BlockReader {
  const set: BandSet = ask['bands'] === 'Third' ? 'Third' : 'Octave';
  const weighting = String(ask['weighting']);
  const of = `${set} ${weighting}`;
  const read = (raw: unknown): Json => (isObject(raw) ? respell(raw, BAND) : {});
  return {
    channels,
    shape: BANDS_SHAPE,
    select(series) {
      const { type } = series;
      const isSet = textOf(type) === undefined || bandSetOf(type) === set;
      const named = textOf(series['weighting'])?.toUpperCase() ?? weighting;
      return isSet && named === weighting ? of : undefined;
    },
    lists(_of, { bands }) {
      if (!Array.isArray(bands)) return undefined;
      return bands.flatMap((raw) => {
        const { name, values: list } = read(raw);
        const band = bandNamed(set, name);
        const values = band === undefined ? undefined : taker.take(list);
        return band === undefined || values === undefined
          ? []
          : [{ channel: bandChannel(set, weighting, band), values }];
      });
    },
    unknown(block) {
      const { bands } = block;
      const others = (Array.isArray(bands) ? (bands as unknown[]) : []).flatMap((raw) => {
        const band = read(raw);
        const rest = beyond(band, BAND);
        if (bandNamed(set, band['name']) === undefined && isObject(raw)) return [raw];
        return rest === undefined ? [] : [{ name: band['name'], ...rest }];
      });
      const beside = beyond(block, BANDS_SHAPE);
      return others.length === 0 ? beside : { ...beside, bands: others };
    },
  };
}
