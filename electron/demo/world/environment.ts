/** Weather, dust, gases and vibration: rows by the minute, from the same weather, traffic, trains and works as the sound. */
import type { Absences } from './absences';
import type { Member } from './cast';
import { DAY, MINUTE, SECOND } from './civil-time';
import { round } from './decibel';
import { trainsAround } from './rail';
import { drift, hash, keyOf, normal } from './random';
import { flowAt } from './road';
import { rainAt, weatherAt, windAt, type Climate } from './weather';
import { strokeOf, workOfMinute, type Work } from './works';

export type EnvironmentKind = 'weather' | 'particulates' | 'gases' | 'PPV' | 'VDV';
type Values = Readonly<Record<string, number | null>>;
export interface Row {
  readonly start: number;
  readonly values: Values;
}
interface Deps {
  readonly seed: number;
  readonly member: Member;
  readonly climate: Climate;
  readonly absences: Absences;
}
/** How minutes become a longer period. */
type Join = 'mean' | 'max' | 'fourth' | 'bearing' | 'loudest';

interface Kind {
  readonly joins: Readonly<Record<string, Join>>;
  readonly digits: Readonly<Record<string, number>>;
  minute(deps: Deps, minute: number): Values;
}

/** Whole periods from one minute to a day, aligned to the epoch; those without any minute are not there. */
export function environmentOf(
  deps: Deps,
  what: EnvironmentKind,
  periodMs: number,
  span: { readonly from: number; readonly to: number; readonly now: number },
): readonly Row[] {
  if (!measures(deps.member, what)) return [];
  if (periodMs % MINUTE !== 0 || periodMs < MINUTE || periodMs > DAY)
    throw new RangeError(`no rows of ${periodMs} ms`);
  const kind = kindsOf[what];
  const start = Math.ceil(span.from / periodMs) * periodMs;
  const end = Math.floor(Math.min(span.to, span.now) / periodMs) * periodMs;
  if (end <= start) return [];
  const outages = deps.absences.outages(start, end, span.now);
  const rows: Row[] = [];
  for (let at = start; at < end; at += periodMs) {
    const minutes: Values[] = [];
    for (let time = at; time < at + periodMs; time += MINUTE)
      if (!outages.some((gap) => gap.from < time + MINUTE && gap.to > time))
        minutes.push(kind.minute(deps, time / MINUTE));
    if (minutes.length > 0) rows.push({ start: at, values: join(kind, minutes) });
  }
  return rows;
}

function measures(member: Member, what: EnvironmentKind): boolean {
  if (what === 'weather') return member.instrument.features.includes('Weather');
  if (what === 'PPV' || what === 'VDV') return member.instrument.type === 'Vibration';
  return member.instrument.type === 'AirQuality';
}

function join(kind: Kind, minutes: readonly Values[]): Values {
  const values: Record<string, number | null> = {};
  for (const [name, how] of Object.entries(kind.joins)) {
    const present = minutes.map((one) => one[name]).filter((value) => typeof value === 'number');
    const joined = how === 'loudest' ? ofLoudest(name, minutes) : joinBy(how, present);
    values[name] = joined === undefined ? null : round(joined, kind.digits[name] ?? 2);
  }
  return values;
}

function joinBy(how: Join, values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const mean = (of: (value: number) => number) =>
    values.reduce((sum, value) => sum + of(value), 0) / values.length;
  if (how === 'max') return Math.max(...values);
  // A dose adds up by its fourth power.
  if (how === 'fourth') return Math.pow(mean((value) => value ** 4) * values.length, 0.25);
  if (how !== 'bearing') return mean((value) => value);
  const rad = Math.PI / 180;
  const angle =
    Math.atan2(
      mean((value) => Math.sin(value * rad)),
      mean((value) => Math.cos(value * rad)),
    ) / rad;
  return (angle + 360) % 360;
}

/** The dominant frequency belongs to the minute with the greatest velocity. */
function ofLoudest(name: string, minutes: readonly Values[]): number | undefined {
  const velocity = (one: Values): number => one[name.replace('fDom', 'vMax')] ?? -1;
  const best = minutes.reduce((a, b) => (velocity(b) > velocity(a) ? b : a));
  return best[name] ?? undefined;
}

function particulates({ seed, member, climate }: Deps, minute: number): Values {
  const key = keyOf(seed, member.site.name, 'dust');
  const time = minute * MINUTE;
  const wind = windAt(climate, time);
  const rain = rainAt(climate, time);
  const washed = rain > 0 ? 0.45 : 1;
  const haze = 5.5 * (1 + 0.6 * drift(key, time / (30 * 60 * MINUTE))) * (4 / (2.5 + wind));
  const traffic = 2.4 * flowAt(time) * (4 / (2 + wind));
  const work = workAt(worksOf(seed, member), minute);
  const raised = work === undefined || rain > 0 ? 0 : (work.task === 'saw' ? 34 : 16) * (0.6 + 0.12 * wind);
  const flutter = 1 + 0.08 * normal(hash(key, minute));
  const fine = (haze + traffic) * washed * flutter;
  const pM10 = fine * 1.75 + raised * flutter;
  return { pM1: fine * 0.72, pM2p5: fine + raised * 0.12, pM4p25: fine * 1.3 + raised * 0.42, pM10 };
}

function gases({ seed, member, climate }: Deps, minute: number): Values {
  const key = keyOf(seed, member.site.name, 'gas');
  const time = minute * MINUTE;
  const still = 4 / (2 + windAt(climate, time));
  const flow = flowAt(time) * still;
  const sun = Math.max(0, Math.sin(2 * Math.PI * ((time % DAY) / DAY - 0.3)));
  const flutter = 1 + 0.06 * normal(hash(key, minute));
  const no = Math.max(0.3, 13 * flow * flutter);
  const nO2 = 6 + 15 * flow + 3 * drift(key, minute / 170);
  return {
    co: (150 + 190 * flow + 30 * drift(key ^ 1, minute / 240)) * flutter,
    cO2: 421 + 22 * still * (1 - sun) + 9 * flow + 2 * normal(hash(key ^ 2, minute)),
    h2S: null,
    no,
    nO2: Math.max(1, nO2 * flutter),
    o3: Math.max(2, 22 + 24 * sun - 0.55 * nO2 + 5 * drift(key ^ 3, minute / 900)),
    sO2: null,
    voc: null,
  };
}

const worksOf = (seed: number, member: Member) => ({
  key: keyOf(seed, member.site.name, 'works'),
  works: member.site.works,
});

function workAt(site: ReturnType<typeof worksOf>, minute: number): Work | undefined {
  return site.works === undefined ? undefined : workOfMinute(site.key, site.works, minute);
}

/** Peak velocity of a task at the party wall, mm/s, and the frequency it shakes at. */
const shaking: Readonly<Record<Work['task'], readonly [mmPerSecond: number, hz: number]>> = {
  excavator: [0.32, 24],
  saw: [0.1, 48],
  breaker: [0.95, 31],
  piling: [2.1, 17],
  loader: [0.25, 20],
  crusher: [0.4, 16],
  blast: [4, 9],
};

interface Shake {
  readonly velocity: number;
  readonly hz: number;
}

/** The strongest thing that shook the ground in a minute. */
function shakeOf({ seed, member }: Deps, minute: number): Shake {
  const key = keyOf(seed, member.instrument.serial, 'ground');
  let best: Shake = { velocity: 0.018 + 0.012 * flowAt(minute * MINUTE), hz: 14 };
  if (member.site.rail) {
    for (const train of trainsAround(keyOf(seed, member.site.name, 'rail'), minute, 1)) {
      if (Math.floor(train.at / 60) !== minute) continue;
      const velocity = (train.kind === 'freight' ? 0.62 : 0.34) * Math.pow(10, train.db / 40);
      if (velocity > best.velocity) best = { velocity, hz: train.kind === 'freight' ? 12.5 : 28 };
    }
  }
  const site = worksOf(seed, member);
  const work = workAt(site, minute);
  if (work === undefined) return best;
  const [atTen, hz] = shaking[work.task];
  const stroke = Math.sqrt(strokeOf(site.key, work, work.from));
  const velocity = atTen * stroke * (0.8 + 0.3 * Math.abs(normal(hash(key, minute))));
  return velocity > best.velocity ? { velocity, hz } : best;
}

const axes = [
  { name: 'X', share: 0.72 },
  { name: 'Y', share: 0.55 },
  { name: 'Z', share: 1 },
] as const;
/** Below this the instrument names neither velocity nor frequency, mm/s. */
const FLOOR = 0.02;

function velocities(given: Deps, minute: number): Values {
  const key = keyOf(given.seed, given.member.instrument.serial, 'axes');
  const { velocity, hz } = shakeOf(given, minute);
  const values: Record<string, number | null> = {};
  axes.forEach(({ name, share }, i) => {
    const own = velocity * share * (1 + 0.12 * normal(hash(key, minute, i)));
    const half = Math.round(hz * (1 + 0.06 * normal(hash(key, minute, i + 3))) * 2) / 2;
    values[`vMax${name}`] = own < FLOOR ? null : own;
    values[`fDom${name}`] = own < FLOOR ? null : half;
  });
  return values;
}

/** Dose of a minute, from its strongest shaking taken as lasting some seconds; m/s^1.75. */
function doses(given: Deps, minute: number): Values {
  const key = keyOf(given.seed, given.member.instrument.serial, 'dose');
  const { velocity, hz } = shakeOf(given, minute);
  const acceleration = (2 * Math.PI * hz * velocity) / 1_000 / Math.SQRT2;
  const seconds = velocity > 0.1 ? 12 : (MINUTE / SECOND) * 0.5;
  const dose = 0.1 * acceleration * Math.pow(seconds, 0.25);
  const values: Record<string, number> = {};
  axes.forEach(({ name, share }, i) => {
    values[`vdv${name}`] = Math.max(0.0001, dose * share * (1 + 0.1 * normal(hash(key, minute, i))));
  });
  return values;
}

const all = (names: string, how: Join): Record<string, Join> =>
  Object.fromEntries(names.split(' ').map((name) => [name, how]));
const digits = (names: string, count: number): Record<string, number> =>
  Object.fromEntries(names.split(' ').map((name) => [name, count]));

const kindsOf: Readonly<Record<EnvironmentKind, Kind>> = {
  weather: {
    joins: {
      ...all('windSpeed temperature pressure humidity precipitation', 'mean'),
      windDirection: 'bearing',
    },
    digits: { pressure: 4, humidity: 0 },
    minute: ({ climate }, minute) => ({ ...weatherAt(climate, minute * MINUTE) }),
  },
  particulates: {
    joins: all('pM1 pM2p5 pM4p25 pM10', 'mean'),
    digits: digits('pM1 pM2p5 pM4p25 pM10', 1),
    minute: particulates,
  },
  gases: {
    joins: all('co cO2 h2S no nO2 o3 sO2 voc', 'mean'),
    digits: digits('co cO2 no nO2 o3', 1),
    minute: gases,
  },
  PPV: {
    joins: { ...all('vMaxX vMaxY vMaxZ', 'max'), ...all('fDomX fDomY fDomZ', 'loudest') },
    digits: { ...digits('vMaxX vMaxY vMaxZ', 4), ...digits('fDomX fDomY fDomZ', 1) },
    minute: velocities,
  },
  VDV: { joins: all('vdvX vdvY vdvZ', 'fourth'), digits: digits('vdvX vdvY vdvZ', 4), minute: doses },
};
