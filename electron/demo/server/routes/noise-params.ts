/** The parameters noise levels and frequency bands have in common. */
import type { DemoInstrument } from '../../world/world';
import { invalidParam } from '../errors';
import type { Operation, Service } from '../operation';
import { DAY_MS, MINUTE_MS, periodParam } from '../query';
import { instrumentsAsked } from './asked';

/** The noise monitors among the instruments asked for; the others have measured no noise. */
export const noiseMonitors = (service: Service, request: Operation): readonly DemoInstrument[] =>
  instrumentsAsked(service, request).filter((instrument) => instrument.type === 'Noise');

/** A measurement's own period, or a multiple of it. */
export function measurementPeriod({ query }: Operation, instrument: DemoInstrument): number {
  const recorded = instrument.measurementMs;
  const period = periodParam(query, { fallbackMs: recorded, minMs: recorded, maxMs: DAY_MS }) ?? recorded;
  if (period % recorded !== 0)
    throw invalidParam(`The period must be a multiple of ${String(recorded / MINUTE_MS)} minutes.`);
  return period;
}
export function samplePeriod({ query }: Operation, instrument: DemoInstrument): number {
  const bounds = { fallbackMs: 1_000, minMs: instrument.timeHistoryMs, maxMs: MINUTE_MS };
  const period = periodParam(query, bounds) ?? Math.max(bounds.fallbackMs, bounds.minMs);
  if (MINUTE_MS % period !== 0 || period % 100 !== 0)
    throw invalidParam('The period must divide a minute into whole tenths of a second.');
  return period;
}
