/** Trains on a timetable. The sound, the vibration and the triggers all read the same trains. */
import { civil, HOUR } from './civil-time';
import { energyOf } from './decibel';
import { addSecond, type Field, type Source } from './field';
import { hash, normal } from './random';

export interface Train {
  /** Middle of the pass-by, seconds since 1970. */
  readonly at: number;
  /** How long the train itself takes to pass, s. */
  readonly seconds: number;
  /** Louder or quieter than a common passenger train, dB. */
  readonly db: number;
  readonly kind: 'passenger' | 'express' | 'freight';
}

/** Minutes past the hour at which trains are booked, both directions. */
function booked(hour: number, weekday: number): readonly number[] {
  const freight = [1, 3].includes(hour) && weekday >= 2 && weekday <= 6;
  if (freight) return [42];
  if (weekday === 0) return hour >= 8 && hour < 23 ? [14, 41] : [];
  if (hour < 5 || hour >= 24) return [];
  const peak = (hour >= 7 && hour < 10) || (hour >= 16 && hour < 19);
  return peak && weekday < 6 ? [4, 11, 23, 34, 41, 53] : [11, 23, 41, 53];
}

/** The trains of a UTC hour, in order of the timetable; some are late, a few are cancelled. */
export function trainsOfHour(key: number, utcHour: number): readonly Train[] {
  const { weekday, minuteOfDay } = civil(utcHour * HOUR);
  const hour = Math.floor(minuteOfDay / 60);
  return booked(hour, weekday).flatMap((minute): readonly Train[] => {
    const h = hash(key, utcHour, minute);
    if (h % 100 < 3) return [];
    const late = h % 7 === 0 ? (h >>> 8) % 240 : (h >>> 8) % 50;
    const at = utcHour * 3_600 + minute * 60 + 10 + late;
    const spread = normal(h >>> 16);
    if (hour < 5) return [{ at, seconds: 34 + ((h >>> 4) % 16), db: 2.5 + spread, kind: 'freight' }];
    if (minute % 3 === 2) return [{ at, seconds: 7 + (h % 4), db: 3 + spread, kind: 'express' }];
    return [{ at, seconds: 9 + (h % 6), db: spread, kind: 'passenger' }];
  });
}

/** Trains whose sound may reach into a span of minutes, in order. */
export function trainsAround(key: number, startMinute: number, minutes: number): readonly Train[] {
  const trains: Train[] = [];
  const last = Math.floor((startMinute + minutes + 2) / 60);
  for (let hour = Math.floor((startMinute - 8) / 60); hour <= last; hour++)
    trains.push(...trainsOfHour(key, hour));
  return trains;
}

const TAIL_SECONDS = 20;

function pass(field: Field, key: number, train: Train, loudest: number): void {
  const half = train.seconds / 2;
  const near = train.kind === 'express' ? 1.6 : 2.4;
  const first = Math.ceil(train.at - half - TAIL_SECONDS);
  for (let second = first; second <= train.at + half + TAIL_SECONDS; second++) {
    const away = Math.max(0, Math.abs(second - train.at) - half) / near;
    const bogies = 1 + 0.25 * ((hash(key, second) & 255) / 255 - 0.5);
    addSecond(field, 'rail', second, (loudest * bogies) / (1 + away * away * (1 + 0.15 * away)));
  }
}

/** `passDb`: LAeq,1s of a common passenger train while it passes. */
export function createRail(key: number, passDb: number): Source {
  return {
    sound(field) {
      for (const train of trainsAround(key, field.startMinute, field.minutes))
        pass(field, key, train, energyOf(passDb + train.db));
    },
    candidates: (startMinute, minutes) =>
      trainsAround(key, startMinute, minutes)
        .filter((train) => train.at >= startMinute * 60 && train.at < (startMinute + minutes) * 60)
        .map((train) => ({
          second: Math.round(train.at),
          energy: energyOf(passDb + train.db),
          kind: 'rail' as const,
        })),
  };
}
