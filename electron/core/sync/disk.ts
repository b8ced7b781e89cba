/** What a day of a dataset takes in this archive, measured where something is held. */
import { DAY_MS, type Dataset, type Variant } from '../datasets';
import type { Archive, CoverageRow } from '../db/archive';
import type { HeldChannel } from '../db/series-store';
import { isAnswer } from './plan';
import { DISK_PER_RECORD_BYTE, guessSize } from './sizes';
import { lengthMs } from './spans';

export interface DiskUse {
  /** Bytes per day of one instrument: its own, else as others of this archive have it, else a guess. */
  perDay(
    instrument: string,
    dataset: Dataset,
    variant: Variant,
  ): { readonly bytes: number; readonly measured: boolean };
}

/** Less than this says nothing about a day. */
const ENOUGH_MS = DAY_MS / 4;
/** A row's key, times and place in the indexes, bytes. */
const ROW_BYTES = 120;
const LOOK_AT = 40;

/** Measures all instruments; `between` is awaited after each, so that nobody else has to wait for long. */
export async function measureDisk(
  archive: Archive,
  coverage: readonly CoverageRow[],
  datasets: readonly Dataset[],
  between: () => Promise<unknown>,
): Promise<DiskUse> {
  const own = new Map<string, number>();
  const all = new Map<string, number[]>();
  for (const { serial } of archive.instruments.list()) {
    const ledger = coverage.filter((row) => row.instrument === serial && isAnswer(row));
    for (const dataset of datasets)
      for (const { variant, bytes } of measure(archive, dataset, serial, ledger)) {
        const what = `${dataset.id} ${variant}`;
        own.set(`${what} ${serial}`, bytes);
        all.set(what, [...(all.get(what) ?? []), bytes]);
      }
    await between();
  }
  return {
    perDay(instrument, dataset, variant) {
      const what = `${dataset.id} ${variant.id}`;
      const others = all.get(what);
      const bytes = own.get(`${what} ${instrument}`) ?? (others && mean(others));
      return bytes === undefined
        ? { bytes: guessSize(dataset, variant).diskBytes, measured: false }
        : { bytes, measured: true };
    },
  };
}

/** Bytes per day of those variants of which enough is held. */
function measure(
  archive: Archive,
  dataset: Dataset,
  serial: string,
  ledger: readonly CoverageRow[],
): readonly { readonly variant: string; readonly bytes: number }[] {
  const rows = ledger.filter((row) => row.dataset === dataset.id);
  if (rows.length === 0) return [];
  const isSeries = dataset.kind === 'series';
  const channels = isSeries ? archive.series.channels(dataset.id, serial) : [];
  return dataset.variants.flatMap((variant) => {
    const asked = rows.filter(({ params }) => params === variant.id);
    if (asked.length === 0) return [];
    const bytes = isSeries
      ? seriesPerDay(channels, variant)
      : recordsPerDay(archive, dataset, variant, serial, asked);
    return bytes === undefined ? [] : [{ variant: variant.id, bytes }];
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Of each channel the shortest samples that this variant can have brought. */
function seriesPerDay(
  held: readonly HeldChannel[],
  { channels = [], stepMs = 0 }: Variant,
): number | undefined {
  let bytes = 0;
  let heldMs = 0;
  for (const { name } of channels) {
    const mine = held.filter((each) => each.channel === name && each.stepMs >= stepMs);
    const finest = mine.reduce<HeldChannel | undefined>(
      (a, b) => (a && a.stepMs <= b.stepMs ? a : b),
      undefined,
    );
    const ms = finest === undefined ? 0 : finest.samples * finest.stepMs;
    if (finest === undefined || ms < ENOUGH_MS) continue;
    heldMs = Math.max(heldMs, ms);
    bytes += (finest.bytes / ms) * DAY_MS;
  }
  return heldMs === 0 ? undefined : bytes;
}

/** From how many there are, and how big the newest ones are. */
function recordsPerDay(
  { records }: Archive,
  { id }: Dataset,
  { id: variant }: Variant,
  instrument: string,
  asked: readonly CoverageRow[],
): number | undefined {
  const askedMs = asked.reduce((sum, row) => sum + lengthMs(row), 0);
  if (askedMs < ENOUGH_MS) return undefined;
  const newest = records.page(id, { instruments: [instrument] }, LOOK_AT);
  if (newest.rows.length === 0) return 0;
  const mine = newest.rows.filter(({ row }) => (row.variant ?? '') === variant);
  if (mine.length === 0) return undefined;
  const each = mean(
    mine.map(({ row }) => JSON.stringify(row.data).length * DISK_PER_RECORD_BYTE + ROW_BYTES),
  );
  return (newest.total * (mine.length / newest.rows.length) * each * DAY_MS) / askedMs;
}
