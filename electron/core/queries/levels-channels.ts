/** Which measured values are held of an instrument. */
import type { ChannelSource, MeasuredChannel } from '../../contract/levels';
import { channelsOf, dataset } from '../datasets';
import type { Archive } from '../db/archive';
import { field, finite } from './fields';

const SERIES = [
  ...(['timehistory', 'frequencyhistory', 'weather', 'particulates', 'gases', 'ppv', 'vdv'] as const),
];

/** How long each was averaged over is no value of its own. */
const NOT_MEASURED: ReadonlySet<string> = new Set(['period']);

/** In the order of the registry; of the measurements and the monitor's statistics, what the newest one tells. */
export function measuredChannels(archive: Archive, instrument: string): readonly MeasuredChannel[] {
  const ofSeries = (source: (typeof SERIES)[number]): readonly MeasuredChannel[] => {
    const held = new Set(archive.series.extents(source, instrument).map(({ channel }) => channel));
    const known = channelsOf(source).map(({ name }) => name);
    const strange = [...held].filter((name) => !known.includes(name));
    return [...known.filter((name) => held.has(name)), ...strange].map((name) => about(source, name));
  };
  const [levels = [], ...others] = SERIES.map(ofSeries);
  return [
    ...levels,
    ...ofRecords(archive, 'measurements', instrument),
    ...others.flat(),
    ...ofRecords(archive, 'monitorstats', instrument),
  ];
}

function ofRecords(
  archive: Archive,
  source: 'measurements' | 'monitorstats',
  instrument: string,
): readonly MeasuredChannel[] {
  const newest = archive.records.newest(source, instrument);
  if (newest === undefined) return [];
  return dataset(source)
    .fields.filter(({ name, kind }) => kind === 'number' && !NOT_MEASURED.has(name))
    .filter(({ name }) => finite(field(newest.data, name)) !== undefined)
    .map(({ name }) => about(source, name));
}

function about(source: ChannelSource, name: string): MeasuredChannel {
  const fields = [...channelsOf(source), ...dataset(source).fields];
  return { source, name, unit: fields.find((each) => each.name === name)?.unit };
}
