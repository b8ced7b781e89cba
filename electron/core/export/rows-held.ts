/** Which of the samples held belong to a variant's rows. */
import type { Span } from '../../contract/model';
import { channelsOf, dataset as datasetOf, variantOf, type Variant } from '../datasets';
import type { Archive } from '../db/archive';
import { isAnswer } from '../sync/plan';
import { intersect, union } from '../sync/spans';
import type { Column, RowsQuery } from './table';

export interface Channel extends Column {
  /** As it is stored. */
  readonly channel: string;
}
/** A step that the variant's rows may have. */
export interface Step {
  readonly stepMs: number;
  /** Only here, because elsewhere these samples are another variant's; absent: everywhere. */
  readonly inside?: readonly Span[];
}
export interface HeldStep extends Step {
  /** From first to last sample of each channel. */
  readonly extents: readonly Span[];
}
type Query = Omit<RowsQuery, 'channels'>;

/** Those of the registry, and what is held under names that it does not know. */
export function channelsFor(
  archive: Archive,
  { dataset, variant: id, instrument }: Query,
): readonly Channel[] {
  const variant = variantOf(dataset, id);
  const prefix = prefixOf(variant);
  const known = new Set(channelsOf(dataset).map(({ name }) => name));
  const isOnly = datasetOf(dataset).variants.length === 1;
  const held = [...new Set(archive.series.extents(dataset, instrument).map(({ channel }) => channel))];
  const extras = held.filter(
    (name) => !known.has(name) && (isOnly || (prefix !== '' && name.startsWith(prefix))),
  );
  const short = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  return [
    ...(variant.channels ?? []).map((each) => ({ ...each, channel: each.name, name: short(each.name) })),
    ...extras.map((name) => ({ name: short(name), channel: name, kind: 'number', isExtra: true }) as const),
  ];
}

/** Bands are stored under the name of their set and weighting, which the variant says already. */
function prefixOf({ ask }: Variant): string {
  const { bands, weighting } = ask;
  return typeof bands === 'string' && typeof weighting === 'string' ? `${bands} ${weighting} ` : '';
}

/**
 * The steps held in a span, finest first. Longer ones than the variant's are what an instrument gave instead; where
 * another variant asks for them, only the ledger can tell whose they are.
 */
export function stepsFor(
  archive: Archive,
  query: Query,
  channels: readonly Channel[] = channelsFor(archive, query),
): readonly HeldStep[] {
  const { dataset, variant: id, instrument, span } = query;
  const variant = variantOf(dataset, id);
  const names = new Set(channels.map(({ channel }) => channel));
  const held = archive.series
    .extents(dataset, instrument)
    .filter(({ channel, stepMs }) => names.has(channel) && stepMs >= (variant.stepMs ?? 0));
  const siblingMs = nextStepOf(dataset, variant);
  return [...new Set(held.map(({ stepMs }) => stepMs))]
    .sort((a, b) => a - b)
    .map((stepMs): HeldStep => {
      const inside = stepMs < siblingMs ? undefined : askedFor(archive, query);
      const own = held.filter((each) => each.stepMs === stepMs).map(({ extent }) => extent);
      const extents = intersect(inside ?? [span], intersect([span], union(own)));
      return { stepMs, extents, ...(inside !== undefined && { inside }) };
    })
    .filter(({ extents }) => extents.length > 0);
}

const askedFor = (archive: Archive, { dataset, variant, instrument, span }: Query): readonly Span[] =>
  union(
    archive.coverage
      .list({ datasets: [dataset], instruments: [instrument], span })
      .filter((row) => row.params === variant && isAnswer(row)),
  );

/** The next longer step that another variant with the same channels asks for. */
function nextStepOf(dataset: RowsQuery['dataset'], { stepMs = 0, channels = [] }: Variant): number {
  const names = new Set(channels.map(({ name }) => name));
  const longer = datasetOf(dataset).variants.filter(
    (each) => (each.stepMs ?? 0) > stepMs && each.channels?.some(({ name }) => names.has(name)),
  );
  return Math.min(Infinity, ...longer.map((each) => each.stepMs ?? Infinity));
}
