/** What a transfer shows of itself: files, bytes, rate, time left, and what is being tried again. */
import type { AudioFormat } from '../../contract/model';
import type { Retry } from '../../contract/sounds';
import type { Clock } from '../clock';
import type { Archive } from '../db/archive';
import { createEta } from '../jobs/eta';
import type { JobContext } from '../jobs/job';
import type { Line } from '../transfer/connections';
import type { Expected } from '../transfer/limits';
import { createRecentSpeed } from '../transfer/recent-speed';
import type { JobSound } from './audio-job';
import type { Ledger } from './ledger';
import { createSizes } from './sizes';

export interface Tally {
  begin(sounds: readonly Timed[]): void;
  /** How many bytes a sound is expected to have, from what is known by now. */
  expected(sound: Timed): Expected;
  started(sound: JobSound): void;
  /** The answer tells its length. */
  opened(sound: JobSound, bytes: number): void;
  came(sound: JobSound, bytes: number): void;
  /** `until`: when it is tried again, epoch ms; undefined: as soon as that is possible. */
  retrying(sound: JobSound, why: string, until?: number): void;
  gaveUp(sound: JobSound): void;
  /** It is there with so many bytes, or will not be. */
  ended(sound: JobSound, bytes: number): void;
  report(): void;
}
type Timed = Pick<JobSound, 'id' | 'instrument' | 'from' | 'to'>;
export interface TallyDeps {
  readonly archive: Pick<Archive, 'audio'>;
  readonly clock: Clock;
  readonly context: Pick<JobContext, 'progress'>;
  readonly format: AudioFormat;
  readonly line: Line;
  readonly ledger: Pick<Ledger, 'later'>;
}

const REPORT_MS = 50;
const RETRIES_SHOWN = 20;

export function createTally(deps: TallyDeps): Tally {
  const { clock, context, line } = deps;
  const sizes = createSizes({ ...deps, audio: deps.archive.audio });
  /** Of each file not there yet: what it is thought to be long, and what came. */
  const open = new Map<string, { size: number; came: number; isAsked: boolean; isTold: boolean }>();
  const retries = new Map<string, Retry>();
  const counts = { done: 0, total: 0, bytes: 0, bytesTotal: 0 };
  let eta = createEta(0, clock.now());
  const speed = createRecentSpeed();
  let toldAt = -Infinity;
  let activity: string | undefined;

  const report = (): void => {
    const now = clock.now();
    toldAt = now;
    eta.mark(counts.bytes, now);
    const bytesTotal = Math.max(counts.bytes, Math.round(counts.bytesTotal));
    const leftMs = counts.done === counts.total ? 0 : eta.leftMs(bytesTotal - counts.bytes);
    context.progress({
      ...{ done: counts.done, total: counts.total, bytes: counts.bytes },
      ...(activity !== undefined && { activity }),
      ...(leftMs !== undefined && { leftMs }),
      transfer: {
        bytesTotal,
        bytesPerSecond: speed.at(now),
        connections: line.open(),
        retrying: [...retries.values()].slice(0, RETRIES_SHOWN),
        moreRetrying: Math.max(0, retries.size - RETRIES_SHOWN),
      },
    });
  };
  const sizeIs = (id: string, size: number): void => {
    const entry = open.get(id);
    if (entry === undefined) return;
    counts.bytesTotal += size - entry.size;
    entry.size = size;
  };
  /** What came of a try that failed will come again. */
  const takeBack = (id: string): void => {
    const entry = open.get(id);
    if (entry === undefined) return;
    counts.bytes -= entry.came;
    entry.came = 0;
  };
  /** Of each file once: what its answer says counts for the next ones before it has come. */
  const learn = (sound: Timed, bytes: number): void => {
    const entry = open.get(sound.id);
    if (entry === undefined || entry.isTold) return;
    entry.isTold = true;
    sizes.learn(sound, bytes);
  };
  return {
    begin(sounds) {
      for (const sound of sounds) {
        const size = sizes.expected(sound).bytes;
        open.set(sound.id, { size, came: 0, isAsked: false, isTold: false });
        counts.bytesTotal += size;
      }
      counts.total = sounds.length;
      speed.add(0, clock.now());
      eta = createEta(0, clock.now());
      report();
    },
    expected: (sound) => sizes.expected(sound),
    started(sound) {
      takeBack(sound.id);
      const entry = open.get(sound.id);
      if (entry !== undefined) entry.isAsked = true;
      activity = nameOf(sound);
      report();
    },
    opened(sound, bytes) {
      sizeIs(sound.id, bytes);
      learn(sound, bytes);
    },
    came(sound, bytes) {
      speed.add(bytes, clock.now());
      const entry = open.get(sound.id);
      if (entry !== undefined) entry.came += bytes;
      counts.bytes += bytes;
      retries.delete(sound.id);
      if (clock.now() - toldAt >= REPORT_MS) report();
    },
    retrying(sound, why, until) {
      takeBack(sound.id);
      const { instrument, from } = sound;
      retries.set(sound.id, { what: nameOf(sound), why, instrument, from, until });
      report();
    },
    gaveUp(sound) {
      retries.delete(sound.id);
      takeBack(sound.id);
    },
    ended(sound, bytes) {
      takeBack(sound.id);
      sizeIs(sound.id, bytes);
      if (bytes > 0) learn(sound, bytes);
      if (bytes > 0 && open.get(sound.id)?.isAsked === true) sizes.came(sound, bytes);
      open.delete(sound.id);
      retries.delete(sound.id);
      counts.bytes += bytes;
      counts.done += 1;
      // The last word of a file that came is not lost: whatever ends the job reports once more.
      if (counts.done === counts.total || clock.now() - toldAt >= REPORT_MS) report();
    },
    report,
  };
}

const nameOf = ({ instrument, from }: Timed): string =>
  `${instrument} · ${new Date(from).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
