/** What an instrument told of its supply and its SIM. */
import { DAY_MS } from '../datasets';
import type { StoredRecord } from '../db/archive';
import { field, finite } from '../queries/fields';
import type { Sim, Supply } from './facts';
import { SUPPLY_MS } from './figures';
import type { Subject } from './known';

const LEAST_STATS = 3;

export const readSim = ({ time, data }: StoredRecord): Sim => ({
  at: time,
  used: finite(field(data, 'simUsage')),
  quota: finite(field(data, 'simQuota')),
});

export function readSupply({ archive, instrument }: Subject): Supply {
  const { serial } = instrument;
  const newest = archive.records.newest('monitorstats', serial);
  if (newest === undefined) return { at: -Infinity, volts: undefined, before: undefined };
  const at = newest.time;
  /** Ends with that moment. */
  const mean = (end: number): number | undefined => {
    const volts = archive.records
      .list('monitorstats', serial, { from: end - SUPPLY_MS + 1, to: end + 1 })
      .flatMap(({ data }) => finite(field(data, 'voltage')) ?? []);
    return volts.length < LEAST_STATS ? undefined : volts.reduce((sum, each) => sum + each, 0) / volts.length;
  };
  return { at, volts: mean(at), before: mean(at - DAY_MS) };
}
