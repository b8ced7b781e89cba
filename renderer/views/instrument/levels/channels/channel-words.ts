/** What measured values are called and how they are told. Pure. */
import type { ChannelSource, MeasuredChannel } from '../../../../../electron/contract/index';
import { NO_UNIT } from '../../../../../electron/contract/usual-figures';
import type { ChartLine } from '../../../../charts/lines';
import { level } from '../../../../format';
import { PANELS, type Panel } from '../../environment/panels';
import { figure, stepFor } from '../../environment/strip-lines';

export const SOURCE_WORDS: Readonly<Record<ChannelSource, string>> = {
  timehistory: 'Time history',
  measurements: 'Measurements',
  weather: 'Weather',
  particulates: 'Particulates',
  gases: 'Gases',
  ppv: 'Vibration, PPV',
  vdv: 'Vibration, VDV',
  monitorstats: 'Monitor',
  frequencyhistory: 'Bands',
};
const isNoise = (source: ChannelSource): source is 'timehistory' | 'measurements' | 'frequencyhistory' =>
  source === 'timehistory' || source === 'measurements' || source === 'frequencyhistory';

/** The chart of the surroundings or of the monitor on which that value stands; undefined for levels. */
export function panelOf({ source, name }: Pick<MeasuredChannel, 'source' | 'name'>): Panel | undefined {
  if (isNoise(source)) return undefined;
  return PANELS[source].find(({ fields }) => fields.some((field) => field.name === name));
}

/** `LAeq`, `LAF90 of measurements`, `LZ 1 kHz octave`, `Wind speed`, `Memory used`. */
export function channelWords(channel: Pick<MeasuredChannel, 'source' | 'name'>): string {
  const { source, name } = channel;
  if (source === 'timehistory') return name;
  if (source === 'measurements') return `${name} of measurements`;
  if (source === 'frequencyhistory') return bandWords(name);
  const panel = panelOf(channel);
  const field = panel?.fields.find((each) => each.name === name);
  if (panel === undefined || field === undefined) return name;
  return panel.fields.length === 1 ? panel.title : joinWords(panel.title, field.label);
}
/** A word is written small in the middle of a name; what is a sign, such as `PM10` or `X`, stays. */
const joinWords = (title: string, label: string): string =>
  `${title} ${/^[A-Z][a-z]+$/.test(label) ? label.toLowerCase() : label}`;
function bandWords(name: string): string {
  const [, set, weighting, number, kilo] = /^(Octave|Third) ([ZAC]) ([\d.]+)(K?)Hz$/.exec(name) ?? [];
  if (set === undefined || weighting === undefined || number === undefined) return name;
  return `L${weighting} ${number} ${kilo === 'K' ? 'kHz' : 'Hz'} ${set === 'Octave' ? 'octave' : 'third octave'}`;
}

/** To the decimals that it is read to. */
export function channelFormat(
  channel: Pick<MeasuredChannel, 'source' | 'name'>,
): (value: number | null | undefined) => string {
  if (isNoise(channel.source)) return level;
  const decimals = panelOf(channel)?.decimals ?? 2;
  return (value) => figure(value, decimals);
}

export const unitWords = (unit: string | undefined): string => unit ?? NO_UNIT;

/** The scale of the values that are not levels; undefined when there are none. Its step leaves a few in what is drawn. */
export function otherAxis(
  channels: readonly MeasuredChannel[],
  lines: readonly ChartLine[],
): { readonly unit: string; readonly step: number } | undefined {
  const first = channels.find(({ unit }) => unit !== 'dB');
  if (first === undefined) return undefined;
  const unit = unitWords(first.unit);
  const panel = panelOf(first);
  const drawn = lines.filter((line) => line.unit === unit);
  return { unit, step: panel === undefined ? 1 : stepFor(drawn, panel) };
}
