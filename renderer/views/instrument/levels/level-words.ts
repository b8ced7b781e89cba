/** What the levels chart says of itself. Pure. */
import type { MeasuredChannel } from '../../../../electron/contract/index';
import { isCoarse } from '../../../charts/lines';
import { duration, percent } from '../../../format';
import { channelWords } from './channels/channel-words';
import type { Drawn } from './chart-lines';

/** How much of the span is valid; empty where that is not told. */
export const validWords = ({ validFraction }: Pick<Drawn, 'validFraction'>): string =>
  validFraction === undefined ? '' : `${percent(validFraction)} of the period valid`;

/** What a point stands for. */
export function pointWords(leading: Drawn, channels: readonly MeasuredChannel[]): string {
  const own = channels.filter(({ source }) => source === leading.source);
  if (!isCoarse(leading)) return `every sample, ${duration(leading.stepMs)}`;
  const columns = leading.columns.filter(({ name }) => own.some((channel) => channel.name === name));
  const words = (isMean: boolean): string =>
    columns
      .filter((column) => column.isMean === isMean)
      .map(({ name }) => channelWords({ source: leading.source, name }))
      .join(', ');
  const isNoise = own.every(({ unit }) => unit === 'dB');
  const [means, greatest] = [words(true), words(false)];
  const parts = [
    means && `${means} as ${isNoise ? 'energy mean' : 'mean'}`,
    greatest && `${greatest} as maximum`,
  ].filter(Boolean);
  return `each point ${duration(leading.bucketMs)} of ${duration(leading.stepMs)} samples: ${parts.join(', ')}; the band is from lowest to highest`;
}
