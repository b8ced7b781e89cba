/** The part of the contract about levels over time, and about whatever else can be drawn beside them. */
import { z } from 'zod';
import { bySerial, call } from './call';
import { Span, type LevelSeries } from './model';
import type { EnvironmentDataset } from './surroundings';

/** Where a value comes from: samples of the time history or of its bands, measurements, the surroundings, or the monitor itself. */
export type ChannelSource =
  'timehistory' | 'frequencyhistory' | 'measurements' | EnvironmentDataset | 'monitorstats';
/** A measured value that is held of an instrument. */
export interface MeasuredChannel {
  readonly source: ChannelSource;
  readonly name: string;
  /** Undefined: the service does not state it. */
  readonly unit: string | undefined;
}

const asked = bySerial.extend({
  channels: z.array(z.string().max(32)).min(1).max(8),
  span: Span,
  maxPoints: z.number().int().min(10).max(20_000),
});
export const levelCalls = {
  'levels.query': call(
    asked.extend({ dataset: z.enum(['timehistory', 'frequencyhistory']).optional() }),
  )<LevelSeries>(),
  /**
   * Values of noise measurements, each from its beginning to its end. Where a point stands for several, Leqs are energy
   * means and maxima the greatest; of anything else, such as percentiles, there is only the lowest and the highest.
   */
  'levels.measured': call(asked)<LevelSeries>(),
  /** First and last stored sample, or undefined when there is none. */
  'levels.extent': call(bySerial)<Span | undefined>(),
  /** All that can be drawn of an instrument, the time history first. */
  'levels.channels': call(bySerial)<readonly MeasuredChannel[]>(),
} as const;
