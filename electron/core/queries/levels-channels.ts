/** Which measured values are held of an instrument. */
import type { ChannelSource, MeasuredChannel } from '../../contract/levels';
import { channelsOf, dataset } from '../datasets';
import type { Archive } from '../db/archive';
import { field, finite } from './fields';

const SERIES = [
  ...(['timehistory', 'frequencyhistory', 'weather', 'particulates', 'gases', 'ppv', 'vdv'] as const),
];

/** In the order of the registry; of the measurements, what the newest one tells. */
export function measuredChannels(archive: Archive, instrument: string): readonly MeasuredChannel[] {
  const ofSeries = (source: (typeof SERIES)[number]): readonly MeasuredChannel[] => {
    const held = new Set(archive.series.extents(source, instrument).map(({ channel }) => channel));
    const known = channelsOf(source).map(({ name }) => name);
    const strange = [...held].filter((name) => !known.includes(name));
    return [...known.filter((name) => held.has(name)), ...strange].map((name) => about(source, name));
  };
  const [levels = [], ...others] = SERIES.map(ofSeries);
  return [...levels, ...ofMeasurements(archive, instrument), ...others.flat()];
}

function ofMeasurements(archive: Archive, instrument: string): readonly MeasuredChannel[] {
  const newest = archive.records.newest('measurements', instrument);
  if (newest === undefined) return [];
  return dataset('measurements')
    .fields.filter(({ name, kind }) => kind === 'number' && finite(field(newest.data, name)) !== undefined)
    .map(({ name }) => about('measurements', name));
}

function about(source: ChannelSource, name: string): MeasuredChannel {
  const fields = [...channelsOf(source), ...dataset(source).fields];
  return { source, name, unit: fields.find((each) => each.name === name)?.unit };
}
