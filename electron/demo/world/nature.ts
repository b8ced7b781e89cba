/** What sounds without people: the floor of a place, birds, rain and wind. */
import { civil, HOUR, MINUTE, summerness, sunrise } from './civil-time';
import { energyOf, roughEnergyOf } from './decibel';
import { addFloor, addSecond, type Candidate, type Field, type Source } from './field';
import { bell, drift, hash, normal, poisson, unit } from './random';
import { KIND } from './spectra';
import { type Climate, rainAt, windAt } from './weather';

const nothing = (): readonly Candidate[] => [];

/** The distant hum of a place, between its quietest and busiest LAeq. */
export function createAmbient(key: number, nightDb: number, dayDb: number): Source {
  const at = (minute: number): number => {
    const { weekday, minuteOfDay } = civil(minute * MINUTE);
    // Lowest at about three in the morning, flat through the day.
    const hour = minuteOfDay / 60;
    const rise = 1 / (1 + Math.exp(-(hour - 6) * 1.6));
    const fall = 1 / (1 + Math.exp((hour - 21.5) * 0.9));
    const day = Math.max(0, rise * fall - (weekday === 0 ? 0.25 : 0));
    return energyOf(
      nightDb + (dayDb - nightDb) * day + 1.6 * drift(key, minute / 37) + 0.7 * drift(key ^ 1, minute / 4),
    );
  };
  return { sound: (field) => addFloor(field, 'ambient', at), candidates: nothing };
}

/** Rain on leaves and ground, and wind in trees and at the microphone: from the weather of the same minute. */
export function createSky(key: number, climate: Climate, windDb: number): Source {
  const rain = (minute: number): number => {
    const rate = rainAt(climate, minute * MINUTE);
    return rate === 0 ? 0 : energyOf(37.5 + 13 * Math.log10(rate));
  };
  const wind = (minute: number): number =>
    energyOf(windDb + 3.5 * Math.min(14, windAt(climate, minute * MINUTE)));
  return {
    sound(field) {
      addFloor(field, 'rain', rain);
      addFloor(field, 'wind', wind);
      gust(key, field);
    },
    candidates: nothing,
  };
}

const gusts: Float64Array = bell.map((value) => energyOf(2.6 * value));

/** Lets the wind swell and fade over a few seconds. */
function gust(key: number, field: Field): void {
  const target = field.energy[KIND.wind] as Float64Array;
  const start = field.startMinute * 60;
  let right = gusts[hash(key, start / 4) & 4095] as number;
  for (let i = 0; i < target.length; i += 4) {
    const left = right;
    right = gusts[hash(key, (start + i) / 4 + 1) & 4095] as number;
    for (let j = 0; j < 4; j++) target[i + j] = (target[i + j] as number) * (left + ((right - left) * j) / 4);
  }
}

export interface BirdSetting {
  /** LAeq,1s of an ordinary call. */
  readonly callDb: number;
  readonly latitude: number;
  readonly longitude: number;
}

/** How eagerly birds sing, 0 to 1: the hour around sunrise in spring and early summer, a little all day. */
export function singingAt(time: number, latitude: number, longitude: number): number {
  const hours = (time - sunrise(time, latitude, longitude)) / HOUR;
  const season = 0.12 + (0.88 * Math.max(0, summerness(time + 25 * 24 * HOUR) - 0.25)) / 0.75;
  const dawn = hours < -1.2 ? 0 : hours < 0 ? 1 + hours / 1.2 : Math.exp(-hours / 1.3);
  const daylight = hours > 0 && hours < 8 + 8 * summerness(time) ? 0.06 : 0;
  return season * Math.max(dawn, daylight);
}

interface Call {
  readonly second: number;
  readonly seconds: number;
  readonly energy: number;
}

export function createBirds(key: number, setting: BirdSetting): Source {
  const calls = (minute: number): readonly Call[] => {
    const song = singingAt(minute * MINUTE, setting.latitude, setting.longitude);
    if (song < 0.005) return [];
    const count = poisson(unit(key, minute), 22 * song);
    return Array.from({ length: count }, (_, i) => {
      const h = hash(key, minute, i + 1);
      const energy = roughEnergyOf(setting.callDb + 4 * normal(h));
      return { second: minute * 60 + ((h >>> 12) % 60), seconds: 1 + ((h >>> 20) % 3), energy };
    });
  };
  return {
    sound(field) {
      for (let m = field.startMinute - 1; m < field.startMinute + field.minutes; m++) {
        for (const call of calls(m))
          for (let s = 0; s < call.seconds; s++) addSecond(field, 'birds', call.second + s, call.energy);
      }
    },
    candidates(startMinute, minutes) {
      const found: Candidate[] = [];
      for (let m = startMinute; m < startMinute + minutes; m++)
        for (const { second, energy } of calls(m)) found.push({ second, energy, kind: 'birds' });
      return found;
    },
  };
}
