/** Reads the levels of sounds from the time history that is held, in the background, in small turns. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Events } from '../../contract';
import type { Span } from '../../contract/model';
import type { SoundLevels } from '../../contract/sounds';
import { energyMeanOf } from '../acoustics/levels';
import type { Clock } from '../clock';
import { DAY_MS } from '../datasets';
import type { Archive } from '../db/archive';
import type { SoundRow } from '../db/sound-store';
import type { Log } from '../log';
import { dayOf } from '../series/slots';

export interface LevelReader {
  /** Something came: look, soon. */
  hint(): void;
  /** Looks now. Resolves when all levels are read, or after so long; never rejects. */
  caughtUp(patienceMs: number): Promise<void>;
  /** Resolves when nothing is written any more. */
  close(): Promise<void>;
}
export interface LevelReaderDeps {
  readonly archive: Pick<Archive, 'sounds' | 'series' | 'transaction'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly announce: (change: Events['data-changed']) => void;
}

const SECOND_MS = 1_000;
/** What comes in the meantime is looked at together. */
const SOON_MS = 2_000;
const BETWEEN_TURNS_MS = 10;
const ANNOUNCED_EVERY_MS = 5_000;
/** Looked up at once, so that those of one instrument and day come together. */
const LOOKED_UP = 2_000;
const IN_A_TURN = 100;

export function createLevelReader(deps: LevelReaderDeps): LevelReader {
  const closing = new AbortController();
  const { signal } = closing;
  let wake = new AbortController();
  let again = false;
  let awaited = 0;
  let running: Promise<void> | undefined;
  /** Others have the thread in between; most of the time, while nobody waits for this. */
  const rest = (): Promise<void> =>
    awaited > 0 ? letOthersRun() : deps.clock.sleep(BETWEEN_TURNS_MS, signal).catch(() => undefined);

  async function run(): Promise<void> {
    while (again && !signal.aborted) {
      await deps.clock.sleep(SOON_MS, AbortSignal.any([signal, wake.signal])).catch(() => undefined);
      wake = new AbortController();
      again = false;
      await readAll({ ...deps, rest }, signal);
    }
  }
  function start(): Promise<void> {
    again = true;
    running ??= run()
      .catch((error: unknown) => deps.log.warn({ error }, 'the levels of sounds are not read for now'))
      .finally(() => {
        running = undefined;
      });
    return running;
  }
  return {
    hint: () => void (signal.aborted || start()),
    async caughtUp(patienceMs) {
      if (signal.aborted) return;
      awaited += 1;
      const run = start();
      wake.abort();
      const waiting = new AbortController();
      const tired = deps.clock.sleep(patienceMs, waiting.signal).catch(() => undefined);
      await Promise.race([run, tired]);
      awaited -= 1;
      waiting.abort();
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}

async function readAll(
  { archive, clock, announce, rest }: LevelReaderDeps & { readonly rest: () => Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  let changed = new Set<string>();
  let announcedAt = clock.now();
  const tell = () => {
    if (changed.size > 0) announce({ tables: ['marks'], instruments: [...changed] });
    changed = new Set();
    announcedAt = clock.now();
  };
  for (let rows = due(archive); rows.length > 0; rows = due(archive))
    for (const group of groupsOf(rows)) {
      if (readGroup(archive, group)) changed.add(group[0].instrument);
      if (clock.now() - announcedAt >= ANNOUNCED_EVERY_MS) tell();
      await rest();
      if (signal.aborted) return;
    }
  tell();
}

const due = (archive: LevelReaderDeps['archive']): readonly SoundRow[] =>
  archive.sounds.withoutLevels(LOOKED_UP);

type Group = readonly [SoundRow, ...SoundRow[]];

/** By instrument and day, so that a day of samples is read once; newest first. */
function groupsOf(rows: readonly SoundRow[]): readonly Group[] {
  const groups: [SoundRow, ...SoundRow[]][] = [];
  const open = new Map<string, [SoundRow, ...SoundRow[]]>();
  for (const row of rows) {
    const key = `${dayOf(row.from)} ${row.instrument}`;
    const group = open.get(key);
    if (group !== undefined && group.length < IN_A_TURN) {
      group.push(row);
      continue;
    }
    const fresh: [SoundRow, ...SoundRow[]] = [row];
    open.set(key, fresh);
    groups.push(fresh);
  }
  return groups;
}

/** @returns whether any level is another than before */
function readGroup(archive: LevelReaderDeps['archive'], group: Group): boolean {
  const spans = group.map(secondsOf);
  const all = {
    from: Math.min(...spans.map(({ from }) => from)),
    to: Math.max(...spans.map(({ to }) => to)),
  };
  const read = (channel: string) =>
    archive.series.read('timehistory', group[0].instrument, channel, SECOND_MS, all);
  const leq = read('LAeq');
  const max = read('LAFMax');
  let isChanged = false;
  archive.transaction(() => {
    for (const [at, row] of group.entries()) {
      const span = spans[at] ?? secondsOf(row);
      const part = (values: Float64Array) =>
        values.subarray((span.from - all.from) / SECOND_MS, (span.to - all.from) / SECOND_MS);
      const levels = levelsOf(part(leq), part(max));
      archive.sounds.putLevels(row.id, levels);
      isChanged ||= levels?.LAeq !== row.levels?.LAeq || levels?.LAFMax !== row.levels?.LAFMax;
    }
  });
  return isChanged;
}

/** Every second that the sound touches; none of what is longer than a day, which is no sound but a mistake. */
function secondsOf({ from, to }: Span): Span {
  const first = Math.floor(from / SECOND_MS) * SECOND_MS;
  const last = Math.max(Math.ceil(to / SECOND_MS) * SECOND_MS, first + SECOND_MS);
  return { from: first, to: last - first > DAY_MS ? first : last };
}

/**
 * The energy mean of the one-second LAeq and the greatest LAFMax, dB; each undefined when under half of its seconds are
 * held. NaN marks a second that is not. Undefined when neither is known.
 */
export function levelsOf(leq: Float64Array, max: Float64Array): SoundLevels | undefined {
  const levels = {
    LAeq: isMostlyHeld(leq) ? energyMeanOf(leq) : undefined,
    LAFMax: isMostlyHeld(max)
      ? max.reduce((most, value) => (value > most ? value : most), -Infinity)
      : undefined,
  };
  return levels.LAeq === undefined && levels.LAFMax === undefined ? undefined : levels;
}

const isMostlyHeld = (values: Float64Array): boolean => {
  const held = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  return held > 0 && 2 * held >= values.length;
};
