/** The registry's entries about what is around an instrument: weather, air, vibration. */
import { DAY, HOUR, MINUTE, number, time } from './dataset-fields';
import type { Dataset, Field, Variant } from './datasets';

const perMinute = (...channels: readonly Field[]): readonly Variant[] => [
  { id: '', title: '', byDefault: true, ask: {}, stepMs: MINUTE, channels },
];
/** Samples of a minute or so, as rows. */
const environment = {
  kind: 'series',
  scope: 'data.enviro:read',
  widestMs: 31 * DAY,
  settleMs: HOUR,
} as const;
export const surroundings: readonly Dataset[] = [
  {
    ...environment,
    id: 'weather',
    title: 'Weather',
    operation: 'getWeather',
    feature: 'Weather',
    urgency: 10,
    fields: [time('time')],
    variants: perMinute(
      number('windSpeed', 'm/s'),
      number('windDirection', '°', 'direction'),
      number('temperature', '°C'),
      number('pressure', 'bar'),
      number('humidity', '%'),
      number('precipitation', 'mm/h'),
    ),
  },
  {
    ...environment,
    id: 'particulates',
    title: 'Particulates',
    operation: 'getParticulates',
    types: ['AirQuality'],
    urgency: 11,
    fields: [time('startTime')],
    variants: perMinute(...['pM1', 'pM2p5', 'pM4p25', 'pM10'].map((name) => number(name, 'µg/m³'))),
  },
  {
    ...environment,
    id: 'gases',
    title: 'Gases',
    operation: 'getGases',
    types: ['AirQuality'],
    urgency: 12,
    fields: [time('startTime')],
    variants: perMinute(
      ...['co', 'h2S', 'no', 'nO2', 'o3', 'sO2'].map((name) => number(name, 'ppb')),
      ...[number('voc'), number('cO2', 'ppm')],
    ),
  },
  {
    ...environment,
    id: 'ppv',
    title: 'Vibration, PPV',
    operation: 'getVibration',
    types: ['Vibration'],
    urgency: 13,
    fields: [time('startTime')],
    variants: perMinute(
      ...['vMaxX', 'vMaxY', 'vMaxZ'].map((name) => number(name, 'mm/s', 'greatest')),
      ...['fDomX', 'fDomY', 'fDomZ'].map((name) => number(name)),
    ),
  },
  {
    ...environment,
    id: 'vdv',
    title: 'Vibration, VDV',
    operation: 'getVibration',
    types: ['Vibration'],
    urgency: 14,
    fields: [time('startTime')],
    variants: perMinute(...['vdvX', 'vdvY', 'vdvZ'].map((name) => number(name))),
  },
];
