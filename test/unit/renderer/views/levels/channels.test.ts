import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasuredChannel } from '../../../../../electron/contract/index';
import {
  idOf,
  MOST_CHANNELS,
  readChannels,
  shownChannels,
  turnChannel,
} from '../../../../../renderer/views/instrument/levels/channels/channel-choice';
import {
  channelFormat,
  channelWords,
} from '../../../../../renderer/views/instrument/levels/channels/channel-words';

const channel = (
  source: MeasuredChannel['source'],
  name: string,
  unit: string | undefined,
): MeasuredChannel => ({
  ...{ source, name, unit },
});
const LAEQ = channel('timehistory', 'LAeq', 'dB');
const WIND = channel('weather', 'windSpeed', 'm/s');
const AIR = channel('weather', 'temperature', '°C');
const held: readonly MeasuredChannel[] = [
  ...['LAeq', 'LAFMax', 'LCPeak', 'LCeq', 'LZeq', 'LAPeak', 'LZPeak', 'LASMax', 'LAIMax'].map((name) =>
    channel('timehistory', name, 'dB'),
  ),
  channel('measurements', 'LAF90', 'dB'),
  ...[WIND, AIR, channel('gases', 'voc', undefined), channel('ppv', 'fDomX', undefined)],
];

describe('the values in the chart', () => {
  it('are levels and those of one other unit at most, never none and never too many, whatever is turned', () => {
    fc.assert(
      fc.property(
        fc.subarray([...held], { minLength: 1 }),
        fc.array(fc.nat(held.length - 1), { maxLength: 30 }),
        (there, turns) => {
          let chosen = readChannels({ getItem: () => null } as unknown as Storage);
          for (const turn of turns) {
            const turned = there[turn % there.length];
            if (turned === undefined) continue;
            const before = shownChannels(chosen, there);
            const { chosen: next, said } = turnChannel(turned, chosen, there);
            const shown = shownChannels(next, there);
            expect(shown.length).toBeGreaterThan(0);
            expect(shown.length).toBeLessThanOrEqual(MOST_CHANNELS);
            expect(new Set(shown.flatMap(({ unit }) => (unit === 'dB' ? [] : [unit]))).size).toBeLessThan(2);
            const has = (all: readonly MeasuredChannel[]) => all.some((each) => idOf(each) === idOf(turned));
            // Done, or else said why not.
            if (said === '') expect(has(shown)).toBe(!has(before));
            chosen = next;
          }
        },
      ),
    );
  });
  it('say which unit gave way when a third is chosen', () => {
    const chosen = [LAEQ, WIND].map(idOf);
    const { chosen: next, said } = turnChannel(AIR, chosen, held);
    expect(next).toEqual([LAEQ, AIR].map(idOf));
    expect(said).toBe('Only one unit fits beside dB: Wind speed gave way to Temperature.');
  });
  it('stay chosen for the instruments that hold them', () => {
    const noWeather = held.filter(({ source }) => source === 'timehistory');
    const { chosen } = turnChannel(channel('timehistory', 'LCeq', 'dB'), [LAEQ, WIND].map(idOf), noWeather);
    expect(shownChannels(chosen, noWeather).map(({ name }) => name)).toEqual(['LAeq', 'LCeq']);
    expect(shownChannels(chosen, held).map(({ name }) => name)).toEqual(['LAeq', 'LCeq', 'windSpeed']);
  });
  it('are the time history until it is known what is held, and after an unreadable choice', () => {
    for (const saved of ['not json', '[]', '[1]', '{}'])
      expect(readChannels({ getItem: () => saved } as unknown as Storage)).toEqual(
        ['LAeq', 'LAFMax', 'LCPeak'].map((name) => `timehistory/${name}`),
      );
    expect(shownChannels([idOf(WIND)], undefined).map(({ name }) => name)).toEqual([
      ...['LAeq', 'LAFMax', 'LCPeak'],
    ]);
    expect(shownChannels([], [WIND, AIR])).toEqual([WIND]);
  });
  it('have names that people use, and the decimals that they are read to', () => {
    expect(
      [
        LAEQ,
        channel('measurements', 'LAF90', 'dB'),
        channel('frequencyhistory', 'Third Z 1.25KHz', 'dB'),
        channel('frequencyhistory', 'Octave A 63Hz', 'dB'),
        WIND,
        channel('weather', 'gusts', 'm/s'),
        channel('monitorstats', 'voltage', 'V'),
        channel('monitorstats', 'mem', 'MB'),
        channel('particulates', 'pM10', undefined),
      ].map(channelWords),
    ).toEqual([
      ...[
        'LAeq',
        'LAF90 of measurements',
        'LZ 1.25 kHz third octave',
        'LA 63 Hz octave',
        'Wind speed',
        'gusts',
        'Input voltage',
        'Memory used',
        'Particulates PM10',
      ],
    ]);
    expect([channelFormat(LAEQ)(51.26), channelFormat(WIND)(-0.04), channelFormat(WIND)(null)]).toEqual([
      ...['51.3', '0.0', '–'],
    ]);
  });
});
