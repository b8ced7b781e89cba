/** Levels of a street, and what else is held beside them: the canned core's answers to `levels.*`. */
import type { Handlers, MeasuredChannel } from '../../electron/contract/index';
import type { levelCalls } from '../../electron/contract/levels';
import { fakeLevels } from './fake-data';

const DAY = 86_400_000;
const dB = (source: MeasuredChannel['source'], ...names: readonly string[]): readonly MeasuredChannel[] =>
  names.map((name) => ({ source, name, unit: 'dB' }));
export const fakeChannels: readonly MeasuredChannel[] = [
  ...dB('timehistory', 'LAeq', 'LAFMax', 'LCPeak'),
  ...dB('measurements', 'LAeq', 'LAF90'),
  { source: 'weather', name: 'windSpeed', unit: 'm/s' },
  { source: 'weather', name: 'temperature', unit: '°C' },
  ...dB('frequencyhistory', 'Octave Z 1KHz'),
  { source: 'monitorstats', name: 'voltage', unit: 'V' },
  { source: 'monitorstats', name: 'temp', unit: '°C' },
];

export const fakeLevelsHandlers = (now: number): Pick<Handlers, keyof typeof levelCalls> => ({
  'levels.query': (input) => fakeLevels(now, input),
  'levels.measured': (input) => fakeLevels(now, { ...input, maxPoints: 100 }),
  'levels.extent': () => ({ from: now - 31 * DAY, to: now - 1_200_000 }),
  'levels.channels': () => fakeChannels,
});
