/** The demo account's world, put together from its parts. */
import { createSound } from '../audio/sound';
import { createAbsences } from './absences';
import { bandsOf } from './bands';
import { type Member, members } from './cast';
import { DAY, SECOND } from './civil-time';
import { environmentOf } from './environment';
import { createHealth } from './health';
import { createLevels } from './levels';
import { createListener, type Listener } from './listener';
import { measurementsOf } from './measurements';
import { keyOf } from './random';
import type { Site } from './sites';
import { createTriggers, decodeId, encodeId, type Identity, type Trigger } from './triggers';
import { createUpkeep } from './upkeep';
import type { Climate } from './weather';
import type { DemoEvent, DemoRecording, World } from './world';

const HISTORY_MS = 400 * DAY;

interface Options {
  readonly seed: number;
  readonly epochMs: number;
}

/**
 * A world that began 400 days before `epochMs` and runs on to whatever `now` is asked with. The same seed and epoch give
 * the same world everywhere; nothing is stored. An unknown serial has nothing; an unknown value name, or a step that
 * does not fit, throws a RangeError.
 */
export function createWorld(options: Options): World {
  const { seed, epochMs } = options;
  const beganAt = epochMs - HISTORY_MS;
  const parts = new Map(
    members.map((member) => [member.instrument.serial, createPart(options, beganAt, member)]),
  );
  const sound = createSound(seed);
  const world: World = {
    beganAt,
    instruments: () => members.map((member) => member.instrument),
    status: (serial, now) => statusOf(parts.get(serial), now),
    calibrations: (serial, from, to, now) => parts.get(serial)?.known(now, 'calibrations', from, to) ?? [],
    calibrationLog: (serial, from, to, now) => parts.get(serial)?.known(now, 'notes', from, to) ?? [],
    sic: (serial, from, to, now) => parts.get(serial)?.known(now, 'sic', from, to) ?? [],
    levels: (serial, channel, stepMs, from, to, now) =>
      parts.get(serial)?.noise?.levels.levels(channel, stepMs, from, to, now) ?? nothing(stepMs, from),
    bands: (serial, set, weighting, stepMs, from, to, now) => {
      const noise = parts.get(serial)?.noise;
      return noise === undefined ? [] : bandsOf(noise, { set, weighting, stepMs, from, to, now });
    },
    measurements: (serial, periodMs, from, to, now) => {
      const noise = parts.get(serial)?.noise;
      return noise === undefined ? [] : measurementsOf(noise, periodMs, { from, to, now });
    },
    ...caught(seed, parts),
    sound: (serial, from, to) => {
      const noise = parts.get(serial)?.noise;
      if (noise === undefined) throw new RangeError(`${serial} hears nothing`);
      return sound(noise.listener, from, to);
    },
    environment: (kind, serial, periodMs, from, to, now) => {
      const part = parts.get(serial);
      return part === undefined ? [] : environmentOf(part, kind, periodMs, { from, to, now });
    },
    monitorStats: (serial, from, to, now) => parts.get(serial)?.health.stats(from, to, now) ?? [],
    monitorEvents: (serial, from, to, now) => parts.get(serial)?.health.events(from, to, now) ?? [],
    monitorCurrent: (serial, now) => parts.get(serial)?.health.current(now),
  };
  return world;
}

type Part = ReturnType<typeof createPart>;

const nothing = (stepMs: number, from: number) => ({ start: from, stepMs, values: new Float64Array(0) });

function createPart({ seed, epochMs }: Options, beganAt: number, member: Member) {
  const climate = climateOf(seed, member.site);
  const upkeep = createUpkeep({ seed, member, epochMs, beganAt, climate });
  const absences = createAbsences({ member, epochMs, beganAt, upkeep });
  const deps = { seed, member, epochMs, beganAt, climate, upkeep, absences };
  const known = <What extends 'calibrations' | 'notes' | 'sic'>(
    now: number,
    what: What,
    from: number,
    to: number,
  ) =>
    (upkeep[what](from, to) as ReturnType<(typeof upkeep)[What]>[number][]).filter(({ time }) =>
      absences.known(time, now),
    );
  return { ...deps, known, health: createHealth(deps), noise: createNoise(deps) };
}

function createNoise(deps: {
  readonly seed: number;
  readonly member: Member;
  readonly climate: Climate;
  readonly absences: ReturnType<typeof createAbsences>;
}) {
  const { seed, member, climate, absences } = deps;
  const { hearing, instrument, site } = member;
  if (hearing === undefined) return undefined;
  const { serial } = instrument;
  const listener: Listener = createListener({ seed, serial, site, hearing, climate });
  return {
    listener,
    absences,
    ownPeriodMs: instrument.measurementMs,
    levels: createLevels({ listener, absences }),
    triggers: createTriggers({ seed, serial, hearing, listener, absences }),
  };
}

function climateOf(seed: number, site: Site): Climate {
  return {
    key: keyOf(seed, site.name, 'weather'),
    wind: site.wind,
    altitude: site.altitude,
    longitude: site.longitude,
  };
}

function statusOf(part: Part | undefined, now: number) {
  const online = part?.absences.online(now) ?? false;
  const calibrationInProgress = online && (part?.upkeep.calibrating(now) ?? false);
  const sicInProgress = online && (part?.upkeep.checking(now) ?? false);
  return {
    online,
    measuring: online && !calibrationInProgress && !sicInProgress,
    calibrationInProgress,
    sicInProgress,
  };
}

type Told = { readonly serial: string; readonly one: Trigger };

/** Events and recordings, listed and told back from their ids. */
function caught(seed: number, parts: ReadonlyMap<string, Part>) {
  const list = (serial: string, from: number, to: number, now: number): readonly Trigger[] =>
    parts.get(serial)?.noise?.triggers.between(from, to, now) ?? [];
  const hasAudio = (serial: string) => parts.get(serial)?.member.instrument.addons.includes('Audio') ?? false;
  const recordingOf = ({ serial, one }: Told) => asRecording(seed, serial, one);
  const eventOf = ({ serial, one }: Told) => asEvent(seed, serial, one, hasAudio(serial));
  const find = <T>(text: string, use: Identity['use'], now: number, of: (told: Told) => T): T | undefined => {
    const known = decodeId(seed, text);
    if (known?.use !== use) return undefined;
    const [one] = list(known.serial, known.start, known.start + 1, now);
    return one === undefined ? undefined : of({ serial: known.serial, one });
  };
  return {
    events: (serial: string, from: number, to: number, now: number) =>
      list(serial, from - SECOND, to - SECOND, now).map((one) => eventOf({ serial, one })),
    eventByTimeHistoryId: (text: string, now: number) => find(text, 'timehistory', now, eventOf),
    eventByAudioId: (text: string, now: number) => find(text, 'audio', now, eventOf),
    recordings: (serial: string, from: number, to: number, now: number) =>
      hasAudio(serial) ? list(serial, from, to, now).map((one) => recordingOf({ serial, one })) : [],
    recording: (text: string, now: number) => find(text, 'recording', now, recordingOf),
  };
}

function asRecording(seed: number, serial: string, one: Trigger): DemoRecording {
  return {
    id: encodeId(seed, { use: 'recording', serial, start: one.start }),
    serial,
    start: one.start,
    end: one.end,
    trigger: one.name,
    triggerStart: one.from,
    triggerEnd: one.to,
  };
}

/** An event begins with its trigger, a second after its sound. */
function asEvent(seed: number, serial: string, one: Trigger, hasAudio: boolean): DemoEvent {
  return {
    serial,
    type: 'Noise',
    name: 'LAFMax',
    level: one.level,
    start: one.from,
    end: one.to,
    overall: one.overall,
    timeHistoryId: encodeId(seed, { use: 'timehistory', serial, start: one.start }),
    audioId: hasAudio ? encodeId(seed, { use: 'audio', serial, start: one.start }) : undefined,
    audioStart: hasAudio ? one.start : undefined,
  };
}
