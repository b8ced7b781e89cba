/** The weather over a site, minute by minute: one system that the weather data and the sound both come from. */
import { HOUR, MINUTE, DAY, summerness } from './civil-time';
import { drift, hash } from './random';

export interface Weather {
  /** m/s. */
  readonly windSpeed: number;
  /** Degrees, where it blows from. */
  readonly windDirection: number;
  /** °C. */
  readonly temperature: number;
  /** bar. */
  readonly pressure: number;
  /** Percent. */
  readonly humidity: number;
  /** mm/h. */
  readonly precipitation: number;
}
export interface Climate {
  readonly key: number;
  /** Mean wind, m/s. */
  readonly wind: number;
  /** Metres above the sea: cooler, lower pressure. */
  readonly altitude: number;
  readonly longitude: number;
}

/** -1 in deep low pressure, 1 in settled high; changes over two to three days. */
function settled(climate: Climate, time: number): number {
  return (
    0.75 * drift(climate.key ^ 0x11, time / (2.6 * DAY)) + 0.25 * drift(climate.key ^ 0x12, time / (9 * HOUR))
  );
}

/** Rain in mm/h, 0 for nine tenths of the time. */
export function rainAt(climate: Climate, time: number): number {
  const front = 0.55 * drift(climate.key ^ 0x21, time / (5 * HOUR)) - 0.55 * settled(climate, time);
  if (front < 0.18) return 0;
  const shower =
    drift(climate.key ^ 0x22, time / (24 * MINUTE)) + 0.4 * drift(climate.key ^ 0x23, time / (5 * MINUTE));
  const rate = (front - 0.18) * 10 * (shower + 0.35);
  return rate < 0.1 ? 0 : rate;
}

/** Mean wind of a minute, m/s. */
export function windAt(climate: Climate, time: number): number {
  const unrest = 1 - 0.75 * settled(climate, time) + 0.35 * drift(climate.key ^ 0x31, time / (3 * HOUR));
  const sun = Math.sin((2 * Math.PI * (time % DAY)) / DAY - 2.1);
  const gusts = 1 + 0.22 * drift(climate.key ^ 0x32, time / (2.5 * MINUTE));
  return Math.max(0.1, climate.wind * unrest * (1 + 0.25 * sun) * gusts);
}

/** The sun's daily course as a temperature swing: lowest before dawn, highest mid-afternoon. */
function temperatureAt(climate: Climate, time: number): number {
  const season = 3.5 + 13.5 * summerness(time - 25 * DAY);
  const swing = (2 + 3.5 * summerness(time)) * (1 + 0.4 * settled(climate, time));
  const local = (time % DAY) / DAY + climate.longitude / 360;
  const weatherly =
    3.2 * drift(climate.key ^ 0x41, time / (1.8 * DAY)) +
    0.5 * drift(climate.key ^ 0x42, time / (40 * MINUTE));
  const rain = Math.min(1.5, rainAt(climate, time));
  return (
    season - climate.altitude * 0.0065 + swing * Math.sin(2 * Math.PI * (local - 0.375)) + weatherly - rain
  );
}

/** All of it at an instant; a pure function of the climate's key and time. */
export function weatherAt(climate: Climate, time: number): Weather {
  const temperature = temperatureAt(climate, time);
  const precipitation = rainAt(climate, time);
  const calm = settled(climate, time);
  const humidity = 78 - 1.6 * (temperature - 9) - 8 * calm + (precipitation > 0 ? 14 : 0);
  const veer =
    215 +
    95 * drift(climate.key ^ 0x51, time / (16 * HOUR)) +
    25 * drift(climate.key ^ 0x52, time / (6 * MINUTE));
  const flutter = (hash(climate.key ^ 0x53, Math.floor(time / MINUTE)) % 1000) / 1000 - 0.5;
  return {
    windSpeed: windAt(climate, time),
    windDirection: (veer + 14 * flutter + 720) % 360,
    temperature,
    pressure: (1.0135 + 0.021 * calm) * Math.exp(-climate.altitude / 8_430),
    humidity: Math.max(28, Math.min(99.5, humidity)),
    precipitation,
  };
}
