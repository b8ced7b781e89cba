/** What figures of a selection are called, and why some cannot be told. */
import type { ChannelFigures, FigureName, LevelKind } from '../../contract/selection';
import { stepName } from './level-kind';

const ALL: readonly FigureName[] = ['leq', 'exposure', 'lex', 'max', 'min', 'percentiles'];
const ENERGIES: readonly FigureName[] = ['leq', 'exposure', 'lex'];

/** Such as `1 s LAeq`; without a length where there are several. */
const sampleName = (channel: string, stepsMs: readonly number[]): string =>
  stepsMs.length === 1 ? `${stepName(stepsMs[0] as number)} ${channel}` : channel;

export function figureLabels(
  channel: string,
  kind: LevelKind,
  stepsMs: readonly number[],
): ChannelFigures['labels'] {
  const sample = sampleName(channel, stepsMs);
  const weighting = /^L([ABCZ])/i.exec(channel)?.[1] ?? '';
  return {
    leq: channel,
    exposure: `L${weighting}E`,
    lex: 'LEX,8h',
    max: kind === 'max' || kind === 'peak' ? channel : `greatest ${sample}`,
    min: `least ${sample}`,
    percentiles: `Ln of ${sample}`,
  };
}

/** Such as `L90 of 1 s LAeq`: not the LAF90 that an instrument makes of its own faster samples. */
export const percentileLabel = (percent: number, channel: string, stepsMs: readonly number[]): string =>
  `L${percent} of ${sampleName(channel, stepsMs)}`;

/** What is known of the samples that took part; no lengths when nothing is held. */
interface Samples {
  readonly stepsMs: readonly number[];
  readonly isUniform: boolean;
  /** More different values than can be counted. */
  readonly isOverfull: boolean;
}

export function whyNot(
  channel: string,
  kind: LevelKind,
  { stepsMs, isUniform, isOverfull }: Samples,
): ChannelFigures['reasons'] {
  const same = (figures: readonly FigureName[], reason: string): ChannelFigures['reasons'] =>
    Object.fromEntries(figures.map((figure) => [figure, reason]));
  if (stepsMs.length === 0) return same(ALL, `Nothing of ${channel} is held here.`);
  const lengths = stepsMs.map(stepName).join(', ');
  return {
    ...(!isUniform && same(['percentiles'], `Samples of different lengths (${lengths}) cannot be pooled.`)),
    ...(isOverfull && same(['percentiles'], 'There are too many different values to count.')),
    ...(!/^LAeq$/i.test(channel) && same(['lex'], 'LEX,8h is made of LAeq.')),
    ...(kind === 'max' && same(ENERGIES, 'Maxima have no energy mean: only Leq can be made of Leq.')),
    ...(kind === 'peak' && same(ENERGIES, 'Peaks have no energy mean: only Leq can be made of Leq.')),
    ...(kind === 'peak' && same(['min', 'percentiles'], 'Peaks do not tell how long a level lasted.')),
    ...(kind === 'other' &&
      same([...ENERGIES, 'percentiles'], `Leqbook does not know what ${channel} is a level of.`)),
  };
}
