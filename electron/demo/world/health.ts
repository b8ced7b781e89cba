/** How the monitors themselves are doing: power, processor, modem, and the system events they log. */
import type { Absences } from './absences';
import type { Member } from './cast';
import { DAY, HOUR, MINUTE } from './civil-time';
import { round } from './decibel';
import { drift, hash, keyOf, normal } from './random';
import type { Upkeep } from './upkeep';
import { weatherAt, type Climate } from './weather';

interface Deps {
  readonly seed: number;
  readonly member: Member;
  readonly epochMs: number;
  readonly beganAt: number;
  readonly climate: Climate;
  readonly absences: Absences;
  readonly upkeep: Upkeep;
}
export interface Health {
  stats(
    from: number,
    to: number,
    now: number,
  ): readonly { time: number; values: Record<string, number | null> }[];
  events(
    from: number,
    to: number,
    now: number,
  ): readonly { time: number; values: Record<string, string | number> }[];
  current(now: number): Record<string, number> | undefined;
}

export const STATS_PERIOD_MS = 15 * MINUTE;
const MEMORY_MB = 1_000;
const DISK_MB = 29_000;

/** Only Quantum noise monitors tell; the others answer nothing. */
export function createHealth(deps: Deps): Health {
  const quantum = deps.member.instrument.type === 'Noise';
  return {
    stats(from, to, now) {
      const found: { time: number; values: Record<string, number | null> }[] = [];
      if (!quantum) return found;
      const first = Math.max(from, deps.beganAt);
      for (
        let time = Math.ceil(first / STATS_PERIOD_MS) * STATS_PERIOD_MS;
        time < to && time < now;
        time += STATS_PERIOD_MS
      )
        if (deps.absences.known(time, now)) found.push({ time, values: statsAt(deps, time) });
      return found;
    },
    events: (from, to, now) =>
      quantum
        ? eventsOf(deps, from, Math.min(to, now)).filter(
            ({ time }) => time >= from && time < to && deps.absences.known(time, now),
          )
        : [],
    current: (now) => (quantum && deps.absences.online(now) ? currentAt(deps, now) : undefined),
  };
}

/** The last start before an instant: installation, return of the mains, or the weekly restart. */
function bootBefore(deps: Deps, time: number): number {
  const week = 7 * DAY;
  const offset = 3 * HOUR + 5 * MINUTE;
  const weekly = Math.floor((time - offset) / week) * week + offset;
  const mains = deps.epochMs + deps.member.site.powerCut.to + 2 * MINUTE;
  return Math.max(deps.beganAt, weekly, time >= mains ? mains : 0);
}

const keyFor = (deps: Deps): number => keyOf(deps.seed, deps.member.instrument.serial, 'health');

function voltageAt(deps: Deps, time: number): number {
  const cut = deps.epochMs + deps.member.site.powerCut.from;
  // The battery carries the instrument for two hours before it gives up.
  const failing = time < cut && time > cut - 2 * HOUR ? (1.6 * (time - cut + 2 * HOUR)) / (2 * HOUR) : 0;
  const sun = Math.max(0, Math.sin(2 * Math.PI * ((time % DAY) / DAY - 0.28)));
  return 12.3 + 0.9 * sun + 0.15 * drift(keyFor(deps), time / (3 * HOUR)) - failing;
}

function loadAt(deps: Deps, time: number) {
  const key = keyFor(deps);
  const bits = hash(key, time / MINUTE);
  const up = (time - bootBefore(deps, time)) / HOUR;
  const temperature = weatherAt(deps.climate, time).temperature;
  return {
    cpu: round(12 + 5 * drift(key ^ 1, time / (5 * HOUR)) + 2.2 * Math.abs(normal(bits)), 1),
    mem: round(82 + 0.35 * up ** 0.7 + 1.5 * normal(bits >>> 8), 1),
    temp: round(temperature + 27 + 1.2 * normal(bits >>> 4), 1),
    disk: round(60 + (900 * (time - deps.beganAt)) / DAY / 30, 0),
    perHour: 5_400 + 900 * drift(key ^ 2, Math.floor(time / (7 * DAY))),
    up,
  };
}

function statsAt(deps: Deps, time: number): Record<string, number | null> {
  const key = keyFor(deps);
  const load = loadAt(deps, time);
  const signal = -94 + 6 * drift(key ^ 3, time / (4 * HOUR)) + 2 * normal(hash(key ^ 4, time / MINUTE));
  return {
    period: STATS_PERIOD_MS / 1_000,
    cpu: load.cpu,
    mem: load.mem,
    cache: round(290 + Math.min(60, load.up) + 4 * normal(hash(key ^ 5, time / MINUTE)), 0),
    temp: load.temp,
    voltage: round(voltageAt(deps, time), 2),
    disk: load.disk,
    netRx: round(load.up * load.perHour * 0.09 + 120, 0),
    netTx: round(load.up * load.perHour + 220, 0),
    mTot: MEMORY_MB,
    dTot: DISK_MB,
    lteRsrp: round(signal, 0),
    lteRsrq: round(-10 + (signal + 94) / 6, 0),
    lteSinr: round(9 + (signal + 94) / 2, 0),
    lteSignal: null,
    ping: round(46 + 9 * Math.abs(normal(hash(key ^ 6, time / MINUTE))), 0),
  };
}

function currentAt(deps: Deps, now: number): Record<string, number> {
  const load = loadAt(deps, Math.floor(now / MINUTE) * MINUTE);
  const month = now % (30 * DAY);
  return {
    cpu: load.cpu,
    mem: round((100 * load.mem) / MEMORY_MB, 1),
    disk: round((100 * load.disk) / DISK_MB, 1),
    temp: load.temp,
    uptime: Math.max(0, Math.floor((now - bootBefore(deps, now)) / 1_000)),
    network: round(load.perHour / 3_600 + 2.2, 1),
    voltage: round(voltageAt(deps, now), 2),
    simQuota: 2_048,
    simUsage: round((load.perHour * 24 * (month / DAY)) / 8_000, 0),
  };
}

function eventsOf(deps: Deps, from: number, to: number) {
  const event = (time: number, name: string, description: string) => ({
    time,
    values: { event: name, description },
  });
  const found: { time: number; values: Record<string, string | number> }[] = [
    event(deps.beganAt + 9 * MINUTE, 'Started', 'First start after installation.'),
  ];
  const { powerCut } = deps.member.site;
  found.push(
    event(deps.epochMs + powerCut.from - 2 * HOUR, 'PowerLost', 'External power lost, running on battery.'),
  );
  found.push(
    event(deps.epochMs + powerCut.from - 5 * MINUTE, 'BatteryLow', 'Battery below 10.9 V, shutting down.'),
  );
  found.push(event(deps.epochMs + powerCut.to + 2 * MINUTE, 'Started', 'Started after power returned.'));
  const { late } = deps.member.story;
  if (late !== undefined)
    found.push(event(deps.epochMs + late.until, 'Upload', 'Stored data sent after a modem fault.'));
  for (let time = from; time < to;) {
    const boot = bootBefore(deps, time + 7 * DAY);
    if (boot >= from && boot < to) found.push(event(boot, 'Restarted', 'Weekly restart.'));
    time += 7 * DAY;
  }
  for (const { time, status } of deps.upkeep.sic(from, to))
    found.push(event(time, 'Sic', `Integrity check: ${status}.`));
  for (const { time, status } of deps.upkeep.calibrations(from, to))
    found.push(event(time, 'Calibration', `Calibration: ${status}.`));
  return found.sort((a, b) => a.time - b.time);
}
