/** Road traffic: every vehicle drives past by itself, so that quiet hours fall back to the floor between them. */
import { civil, MINUTE } from './civil-time';
import { roughEnergyOf } from './decibel';
import { addPassage, type Candidate, REACH_MINUTES, type Source, widthIndex } from './field';
import { hash, normal, poisson, unit } from './random';

export interface RoadSetting {
  /** Vehicles in the busiest hour. */
  readonly perHour: number;
  readonly metres: number;
  readonly metresPerSecond: number;
  /** LAeq,1s of an ordinary car at its closest point. */
  readonly passDb: number;
  readonly heavyShare: number;
}

const weekday = [6, 4, 3, 3, 7, 19, 50, 90, 100, 74, 62, 63, 67, 68, 73, 84, 96, 100, 82, 56, 39, 30, 21, 12];
const saturday = [9, 6, 4, 3, 4, 8, 18, 34, 50, 64, 74, 78, 76, 70, 66, 64, 62, 58, 50, 41, 32, 26, 22, 16];
const sunday = [11, 7, 5, 4, 3, 4, 8, 14, 24, 40, 54, 60, 60, 58, 56, 55, 54, 48, 40, 32, 24, 18, 12, 8];

/** Share of the busiest hour's flow at an instant, by local clock, 0 to 1. */
export function flowAt(time: number): number {
  const { weekday: day, minuteOfDay } = civil(time);
  const profile = day === 0 ? sunday : day === 6 ? saturday : weekday;
  const hour = Math.floor(minuteOfDay / 60);
  const here = profile[hour] ?? 0;
  const next = profile[(hour + 1) % 24] ?? 0;
  return (here + (next - here) * ((minuteOfDay % 60) / 60)) / 100;
}

interface Vehicle {
  readonly centre: number;
  readonly energy: number;
  readonly width: number;
}

/** A wet road is louder; `wetDb` says by how much in a minute. */
export function createRoad(key: number, setting: RoadSetting, wetDb: (minute: number) => number): Source {
  const width = widthIndex(setting.metres / setting.metresPerSecond);
  const vehicle = (minute: number, i: number, loud: number): Vehicle => {
    const a = hash(key, minute, 2 * i + 1);
    const b = hash(key, minute, 2 * i + 2);
    const heavy = ((b >>> 12) & 1023) < setting.heavyShare * 1024;
    const db = setting.passDb + loud + 2.4 * normal(b) + (heavy ? 7.5 : 0) - ((b >>> 22) & 1 ? 1.5 : 0);
    const slower = (b >>> 24) % 3;
    return {
      centre: minute * 60 + (a / 0x1_0000_0000) * 60,
      energy: roughEnergyOf(db),
      width: Math.min(15, width + slower),
    };
  };
  const vehicles = (minute: number, flow: number): readonly Vehicle[] => {
    const count = poisson(unit(key, minute), (setting.perHour / 60) * flow);
    const loud = wetDb(minute);
    return Array.from({ length: count }, (_, i) => vehicle(minute, i, loud));
  };
  return {
    sound(field) {
      const first = field.startMinute - REACH_MINUTES;
      for (let minute = first; minute < field.startMinute + field.minutes + REACH_MINUTES; minute++) {
        for (const one of vehicles(minute, flowAt(minute * MINUTE)))
          addPassage(field, 'road', one.centre, one.energy, one.width);
      }
    },
    candidates(startMinute, minutes) {
      const found: Candidate[] = [];
      for (let minute = startMinute; minute < startMinute + minutes; minute++) {
        for (const { centre, energy } of vehicles(minute, flowAt(minute * MINUTE)))
          found.push({ second: Math.round(centre), energy, kind: 'road' });
      }
      return found;
    },
  };
}
