/** The documented value names, and how each follows from the stored seconds. Levels here are tenths of a decibel. */
import type { Seconds } from './listener';
import { loudestTenth, patternAt, tenthOffsets } from './tenths';

export type Weighting = 'A' | 'C' | 'Z';
export type Channel =
  | { readonly kind: 'leq' | 'exposure'; readonly weighting: Weighting }
  | { readonly kind: 'peak'; readonly weighting: Weighting }
  | { readonly kind: 'max'; readonly weighting: Weighting; readonly time: 'F' | 'S' | 'I' }
  | { readonly kind: 'daily' }
  | { readonly kind: 'percentile'; readonly percent: number }
  | { readonly kind: 'moving'; readonly seconds: number };

/** The moving averages the instruments are set to. */
export const movingAverages = [
  { name: 'LeqT1Max', type: 'LeqT1Type', text: 'LAeq,1m', seconds: 60 },
  { name: 'LeqT2Max', type: 'LeqT2Type', text: 'LAeq,5m', seconds: 300 },
] as const;
export const percents = [1, 5, 10, 50, 90, 95, 99] as const;

/** Reads a value name, in any case; undefined for one that is not documented. */
export function parseChannel(name: string): Channel | undefined {
  const text = name.toLowerCase();
  const weighting = (text[1] ?? '').toUpperCase() as Weighting;
  const moving = movingAverages.find((one) => one.name.toLowerCase() === text);
  if (moving !== undefined) return { kind: 'moving', seconds: moving.seconds };
  if (text === 'lex8') return { kind: 'daily' };
  const percent = /^laf(\d+)$/.exec(text)?.[1];
  if (percent !== undefined)
    return percents.some((one) => String(one) === percent)
      ? { kind: 'percentile', percent: Number(percent) }
      : undefined;
  if (/^l[acz]eq$/.test(text)) return { kind: 'leq', weighting };
  if (/^l[acz]e$/.test(text)) return { kind: 'exposure', weighting };
  if (/^l[acz]peak$/.test(text)) return { kind: 'peak', weighting };
  if (/^l[acz][fsi]max$/.test(text))
    return { kind: 'max', weighting, time: (text[2] ?? '').toUpperCase() as 'F' | 'S' | 'I' };
  return undefined;
}

/** Low frequencies make C and Z levels steadier than A. */
export const crestOf = (weighting: Weighting, crest: number): number =>
  weighting === 'A' ? crest : (crest * 205) >> 8;

/** What slow and impulse time weighting make of the fast crest. */
function timed(time: 'F' | 'S' | 'I', crest: number): number {
  if (time === 'F') return crest;
  return time === 'S' ? crest >> 2 : crest + ((crest * 3) >> 3);
}

/** The time-weighted maximum of a second. */
export function maximumOf(weighting: Weighting, time: 'F' | 'S' | 'I', seconds: Seconds, i: number): number {
  const crest = crestOf(weighting, seconds.crest[i] as number);
  return (seconds[weighting][i] as number) + timed(time, crest);
}

/** The peak of a second. LCPeak is at least 4 dB over LAFMax, LZPeak never under LCPeak. */
export function peakOf(weighting: Weighting, seconds: Seconds, i: number): number {
  const crest = seconds.crest[i] as number;
  const peak = seconds.peak[i] as number;
  const a = (seconds.A[i] as number) + crest;
  if (weighting === 'A') return a + peak;
  const c = Math.max((seconds.C[i] as number) + crestOf('C', crest) + peak, a + 40);
  return weighting === 'C' ? c : Math.max((seconds.Z[i] as number) + crestOf('Z', crest) + peak, c);
}

/** One level per second of a stored hour: Leq for the channels that are made of Leq, otherwise the maximum. */
export function column(channel: Channel, seconds: Seconds): Int16Array {
  if (channel.kind === 'leq' || channel.kind === 'exposure') return seconds[channel.weighting];
  if (channel.kind !== 'max' && channel.kind !== 'peak') return seconds.A;
  const values = new Int16Array(seconds.A.length);
  const { weighting } = channel;
  if (channel.kind === 'peak')
    for (let i = 0; i < values.length; i++) values[i] = peakOf(weighting, seconds, i);
  else for (let i = 0; i < values.length; i++) values[i] = maximumOf(weighting, channel.time, seconds, i);
  return values;
}

/** Ten levels per second, such that their mean or maximum is the second's own. */
export function tenthColumn(channel: Channel, seconds: Seconds): Int16Array {
  const whole = column(channel, seconds);
  const values = new Int16Array(whole.length * 10);
  const weighting = 'weighting' in channel ? channel.weighting : 'A';
  const isMaximum = channel.kind === 'max' || channel.kind === 'peak';
  for (let i = 0; i < whole.length; i++) {
    const pattern = patternAt(seconds.crest[i] as number, seconds.variant[i] as number);
    const level = seconds[weighting][i] as number;
    const top = whole[i] as number;
    const loudest = loudestTenth(pattern);
    const rise = isMaximum ? top - level - (tenthOffsets[pattern + loudest] as number) : 0;
    for (let j = 0; j < 10; j++) {
      const own = level + (tenthOffsets[pattern + j] as number);
      values[i * 10 + j] =
        isMaximum && j !== loudest ? Math.max(own, Math.min(top, own + rise - 3)) : own + rise;
    }
  }
  return values;
}
