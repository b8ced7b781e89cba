/**
 * THE registry: all that Leqbook knows about each dataset, in one place. Planner, API client, stores, exports and screens
 * read it; a new dataset is one entry of `dataset-list.ts`, `dataset-surroundings.ts` or `dataset-system.ts`.
 */
import type { DatasetId } from '../contract/model';
import { list } from './dataset-list';

export const DAY_MS = 86_400_000;

export type Scope =
  | 'instruments:read'
  | 'data.noise:read'
  | 'data.audio:read'
  | 'data.events:read'
  | 'data.enviro:read'
  | 'data.system:read';
/** Operation ids of the service's description. */
export type OperationId =
  | 'getInstruments'
  | 'getInstrumentStatus'
  | 'getCalibrations'
  | 'getCalibrationsLog'
  | 'getSicResults'
  | 'getMeasurements'
  | 'getTimeHistory'
  | 'getFrequencyMeasurements'
  | 'getFrequencyTimeHist'
  | 'getAudioList'
  | 'getEvents'
  | 'getEventTimeHistory'
  | 'getWeather'
  | 'getParticulates'
  | 'getGases'
  | 'getVibration'
  | 'getMonitorStats'
  | 'getMonitorEvents'
  | 'getMonitorCurrentStatus';

/** How several samples become one: by energy (levels), plainly, as a direction in degrees, or by the greatest. */
export type Mean = 'energy' | 'arithmetic' | 'direction' | 'greatest';

export interface Field {
  /** The API's documented spelling; answers are read without regard to case. */
  readonly name: string;
  readonly kind: 'time' | 'number' | 'text' | 'json';
  /** As the service states it; absent for a number: it states none. */
  readonly unit?: string;
  /** Series only; absent: `energy` for dB, otherwise `arithmetic`. */
  readonly mean?: Mean;
}

/** One way of asking for a dataset. Each has a ledger of its own, and can be kept or not. */
export interface Variant {
  /** The ledger's `params`, and what records are filed under; it stands in archives and never changes its meaning. */
  readonly id: string;
  readonly title: string;
  /** Whether it is kept unless a person says otherwise. */
  readonly byDefault: boolean;
  /** Parameters of the request beside instrument and span. */
  readonly ask: Readonly<Record<string, string | readonly string[]>>;
  /** Series: the shortest sample wanted, ms. An instrument that records more slowly is asked for what it has. */
  readonly stepMs?: number;
  /** Series: the channels it brings, as they are stored. */
  readonly channels?: readonly Field[];
}

export interface Dataset {
  readonly id: DatasetId;
  readonly title: string;
  /**
   * - `snapshot`: a present state, asked anew each time and kept as observed.
   * - `records`: rows in a span, each with a key of its own.
   * - `series`: evenly spaced samples in a span, kept as blocks.
   * - `details`: one answer for each record of the dataset `of`, kept as records.
   */
  readonly kind: 'snapshot' | 'records' | 'series' | 'details';
  readonly operation: OperationId;
  readonly scope: Scope;
  /** The widest span one request may ask for, ms; for details, the span of the records asked about in one step. */
  readonly widestMs: number;
  /** An answer about time younger than this when asked may still grow; it is provisional, ms. */
  readonly settleMs: number;
  /** When a number of days is asked for, this much is fetched all the same, ms: little data whose use is in its length. */
  readonly atLeastMs?: number;
  /** Lower is fetched sooner. */
  readonly urgency: number;
  /** Asked only of instruments of these types; absent: of all. An instrument whose type is not told is asked. */
  readonly types?: readonly string[];
  /** Asked only of models that match; a model that is not told is asked. */
  readonly models?: RegExp;
  /** Asked only of instruments that list this feature. */
  readonly feature?: string;
  /** Records: rows follow each other without end, so that a hole between them is a gap. */
  readonly dense?: boolean;
  /** Details: whose records are asked about, and the field with the id to ask by. */
  readonly of?: { readonly dataset: DatasetId; readonly id: string };
  /** Columns of a row. A series' samples are in its variants' channels. */
  readonly fields: readonly Field[];
  /** At least one; most have one, with the id ''. */
  readonly variants: readonly Variant[];
}

/** In order of urgency. */
export const datasets: readonly Dataset[] = [...list].sort((a, b) => a.urgency - b.urgency);

const byId = new Map(datasets.map((dataset) => [dataset.id, dataset]));
export function dataset(id: DatasetId): Dataset {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`no dataset ${id}`);
  return found;
}

/** Undefined for a variant that this Leqbook does not know; an archive may hold what a later one fetched. */
export const findVariant = (id: DatasetId, variant: string): Variant | undefined =>
  dataset(id).variants.find((each) => each.id === variant);

/** @throws Error for a variant that is not in the registry */
export function variantOf(id: DatasetId, variant: string): Variant {
  const found = findVariant(id, variant);
  if (found === undefined) throw new Error(`${id} has no variant ${variant}`);
  return found;
}

/** Such as `Noise time history, 100 ms`. */
export function titleOf(id: DatasetId, variant: string): string {
  const { title, variants } = dataset(id);
  const own = variants.length < 2 ? undefined : findVariant(id, variant)?.title;
  return own === undefined ? title : `${title}, ${own}`;
}

/** Every channel of a series dataset, each once. */
export function channelsOf(id: DatasetId): readonly Field[] {
  const fields = dataset(id).variants.flatMap(({ channels = [] }) => channels);
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

/** Undefined where the service does not state the unit, or knows no such value. */
export const unitOf = (id: DatasetId, name: string): string | undefined =>
  [...channelsOf(id), ...dataset(id).fields].find((field) => field.name === name)?.unit;

/** How samples of a channel are averaged; a channel that is not in the registry is averaged plainly. */
export function meanOf(id: DatasetId, channel: string): Mean {
  const field = channelsOf(id).find(({ name }) => name === channel);
  return field?.mean ?? (field?.unit === 'dB' ? 'energy' : 'arithmetic');
}
