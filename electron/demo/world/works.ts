/** Construction and quarrying: what is being done in each minute. Sound, dust and vibration all read the same work. */
import { civil, DAY, MINUTE } from './civil-time';
import { energyOf } from './decibel';
import { addSecond, type Candidate, type Field, type Source } from './field';
import { hash, normal, unit } from './random';

export type Works = 'building' | 'quarry';
export interface Work {
  readonly task: 'excavator' | 'saw' | 'breaker' | 'piling' | 'loader' | 'crusher' | 'blast';
  /** Seconds since 1970. */
  readonly from: number;
  readonly seconds: number;
  /** LAeq,1s at ten metres while it sounds. */
  readonly db: number;
}

const taskDb: Readonly<Record<Work['task'], number>> = {
  excavator: 74,
  saw: 84,
  breaker: 87,
  piling: 92,
  loader: 76,
  crusher: 83,
  blast: 118,
};
const impacts = new Set<Work['task']>(['breaker', 'piling', 'blast']);

/** Tasks and their share of the ten-minute slots of a working day; the rest is quiet. */
const shares: Readonly<Record<Works, readonly (readonly [Work['task'], number])[]>> = {
  building: [
    ['excavator', 0.46],
    ['saw', 0.12],
    ['breaker', 0.16],
    ['piling', 0.09],
  ],
  quarry: [
    ['loader', 0.45],
    ['crusher', 0.35],
  ],
};

/** Shut from Christmas Eve to New Year's Day. */
function isHoliday(day: number): boolean {
  const date = new Date(day * DAY);
  const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()];
  return (month === 12 && dayOfMonth >= 24) || (month === 1 && dayOfMonth === 1);
}

/** How much of the usual work goes on at a local minute: 0 none, 1 full. */
export function workingAt(works: Works, time: number): number {
  const { day, weekday, minuteOfDay } = civil(time);
  if (weekday === 0 || minuteOfDay < 450 || minuteOfDay >= 1050 || isHoliday(day)) return 0;
  if (weekday === 6) return works === 'building' && minuteOfDay >= 480 && minuteOfDay < 780 ? 0.35 : 0;
  return minuteOfDay >= 735 && minuteOfDay < 775 ? 0.15 : 1;
}

function blastOf(key: number, works: Works, minute: number): Work | undefined {
  if (works !== 'quarry') return undefined;
  const { day, weekday, minuteOfDay } = civil(minute * MINUTE);
  // Every other Wednesday, announced for half past twelve.
  if (weekday !== 3 || minuteOfDay !== 750 || Math.floor(day / 7) % 2 !== 0) return undefined;
  const h = hash(key ^ 0x61, day);
  return { task: 'blast', from: minute * 60 + (h % 50), seconds: 2, db: taskDb.blast + 2 * normal(h >>> 8) };
}

/** What sounds in a minute, if anything. */
export function workOfMinute(key: number, works: Works, minute: number): Work | undefined {
  const share = workingAt(works, minute * MINUTE);
  if (share === 0) return undefined;
  const blast = blastOf(key, works, minute);
  if (blast !== undefined) return blast;
  const slot = Math.floor(minute / 10);
  let pick = unit(key ^ 0x62, slot) / share;
  for (const [task, part] of shares[works]) {
    if (pick < part) return burst(key, task, minute);
    pick -= part;
  }
  return undefined;
}

function burst(key: number, task: Work['task'], minute: number): Work | undefined {
  const h = hash(key ^ 0x63, minute);
  const steady = task === 'excavator' || task === 'loader' || task === 'crusher';
  if (h % 100 >= (steady ? 88 : 55)) return undefined;
  const seconds = steady ? 35 + ((h >>> 8) % 26) : 8 + ((h >>> 8) % 34);
  const from = minute * 60 + ((h >>> 16) % Math.max(1, 60 - seconds));
  return { task, from, seconds: Math.min(seconds, 60), db: taskDb[task] + 2.2 * normal(h >>> 4) };
}

/** Energy of one second of a task, relative to its level: piles are struck, breakers chatter, engines hum. */
export function strokeOf(key: number, work: Work, second: number): number {
  const h = hash(key ^ 0x64, second);
  if (work.task === 'piling') return (second - work.from) % 3 === 0 ? 0.75 + (h & 255) / 510 : 0.004;
  if (work.task === 'breaker') return 0.35 + (h & 255) / 255;
  if (work.task === 'blast') return second === work.from ? 1 : 0.08;
  return 0.6 + (h & 255) / 320;
}

/** `lossDb`: what distance and hoarding take off between ten metres from the work and the microphone. */
export function createWorks(key: number, works: Works, lossDb: number): Source {
  const add = (field: Field, minute: number): void => {
    const work = workOfMinute(key, works, minute);
    if (work === undefined) return;
    const kind = impacts.has(work.task) ? 'impact' : 'plant';
    const loudest = energyOf(work.db - lossDb);
    for (let second = work.from; second < work.from + work.seconds; second++)
      addSecond(field, kind, second, loudest * strokeOf(key, work, second));
  };
  return {
    sound(field) {
      for (let m = field.startMinute - 1; m < field.startMinute + field.minutes; m++) add(field, m);
    },
    candidates(startMinute, minutes) {
      const found: Candidate[] = [];
      for (let m = startMinute; m < startMinute + minutes; m++) {
        const work = workOfMinute(key, works, m);
        if (work === undefined) continue;
        const second = work.task === 'piling' || work.task === 'blast' ? work.from : work.from + 3;
        const energy = energyOf(work.db - lossDb) * strokeOf(key, work, second);
        found.push({ second, energy, kind: impacts.has(work.task) ? 'impact' : 'plant' });
      }
      return found;
    },
  };
}
