/** The two audio jobs: into a folder someone chose, and into the account's library. */
import type { AudioFormat } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { JobContext, JobRunner } from '../jobs/job';
import type { Inspected } from '../transfer/inspect';
import { DEFAULT_TEMPLATE, parseTemplate } from '../transfer/template';
import type { Whole } from '../transfer/verdict';
import { ExportJob, FetchJob, type JobSound } from './audio-job';
import { createBextCopies } from './bext-copies';
import { knownFiles, toEntry, type ManifestEntry } from './entry';
import { thenTold, whileFolderIsThere, type FolderDeps, type Place } from './folder-wait';
import { createLateLevels } from './late-levels';
import { createLedger, type Ledger } from './ledger';
import { openFromLibrary } from './library';
import { openManifest, type ManifestWriter } from './manifest';
import { savedBefore } from './saved-before';
import { summaryText } from './summary';
import { runTransfer, type Near, type Origin, type Target, type TransferDeps } from './transfer-run';
import { knownZone, zonesOf, type Zones } from './zones';

export interface AudioExportDeps extends TransferDeps, FolderDeps {
  /** Leqbook's, for the manifest. */
  readonly version: string;
  /** The account's audio folder, to copy from what was fetched before. */
  readonly library?: string;
}
export interface AudioFetchDeps extends Omit<AudioExportDeps, 'library'> {
  /** The account's audio folder. */
  readonly folder: string;
}

/**
 * Jobs of kind `audio-export`: request {@link ExportJob}, one item per sound. Running one again to the same folder
 * fetches only what is missing or damaged.
 */
export function createAudioExportRunner(deps: AudioExportDeps): JobRunner {
  const ledger = createLedger(deps.archive);
  return async (context) => {
    const job = ExportJob.parse(context.job.request);
    const summary = whileFolderIsThere(deps, context, job.folder, async (place) => {
      const manifest = await openManifest(job.folder, {
        clock: deps.clock,
        assertPlace: () => place.assertSame(),
      });
      const target = exportTarget(
        { ...deps, context, place, manifest, zones: zonesOf(deps.archive, job) },
        job,
      );
      return thenTold(manifest, runTransfer({ ...deps, ledger }, context, target));
    });
    return { summary: summaryText(await sayingFormat(job.format, summary), 'exported') };
  };
}

interface ExportDeps extends AudioExportDeps {
  readonly context: JobContext;
  readonly place: Place;
  readonly manifest: ManifestWriter;
  readonly zones: Zones;
}
interface Facts {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly audio: Whole;
}
const SOURCES = {
  recordings: 'MyCirrus recordings',
  events: 'MyCirrus events',
  near: 'Leqbook library',
} as const satisfies Readonly<Record<Origin['list'], ManifestEntry['source']>>;

function exportTarget(deps: ExportDeps, job: ExportJob): Target {
  const { manifest, zones, clock, place, context } = deps;
  const { format, folder } = job;
  const known = knownFiles(manifest.entries);
  const named = new Set(known.map(({ recording }) => recording));
  const has = new Set(manifest.entries.map(({ sha256, file }) => `${sha256} ${file}`));
  const copies =
    job.bext === true
      ? createBextCopies({ ...deps, folder, assertPlace: () => place.assertSame() })
      : undefined;
  const tellLevels = createLateLevels(manifest);
  // A file that keeps its name keeps the clock that the name tells the time by.
  const clocks = new Map(manifest.entries.map(({ file, zone }) => [file, zone]));
  const enter = async (sound: JobSound, file: Facts, from: Origin): Promise<void> => {
    const about = {
      sound,
      source: SOURCES[from.list],
      fetchedAt: from.fetchedAt,
      zone: knownZone(clocks.get(file.path)) ?? zones(sound.instrument),
      leqbook: deps.version,
    };
    await place.assertSame();
    place.saved(file.path);
    await manifest.put(toEntry({ ...about, file }));
    await copies?.make(about, file.path);
  };
  return {
    root: folder,
    format,
    known,
    savedBefore: () => savedBefore(deps.archive, { ...job, id: context.job.id }, (sound) => named.has(sound)),
    names: { template: templateOf(job.name), zone: zones },
    limits: job.limits,
    isOurs: false,
    assertPlace: () => place.assertSame(),
    async kept(sound, path, { verdict, ...facts }) {
      place.saved(path);
      if (!verdict.whole) return;
      // After a crash a file may be there that the manifest never heard of.
      const file = { ...facts, path, audio: verdict };
      if (!has.has(`${facts.sha256} ${path}`))
        await enter(sound, file, { list: listOf(sound), fetchedAt: clock.now() });
      else {
        await tellLevels(sound.levels, path);
        await copies?.renew(sound, path);
      }
    },
    saved: enter,
    async ended() {
      await place.assertSame();
      await manifest.flush();
    },
    near: (sound) => fromLibrary(deps, sound, job),
  };
}

/** A service that refuses whatever is asked for, most likely for its format: that is said, and what to do about it. */
async function sayingFormat<T>(format: AudioFormat, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { error: known } = error instanceof Failure ? error : {};
    if (known?.kind !== 'invalid' || known.path !== 'request') throw error;
    const other = format === 'FLAC' ? 'WAV' : 'FLAC';
    const reason = known.reason.toUpperCase().includes(format)
      ? `MyCirrus does not give these sounds as ${format}. Choose another format, such as ${other}.`
      : `MyCirrus refused to give these sounds (${known.reason.replace(/\.$/, '')}). It may give another format, such as ${other}.`;
    throw new Failure({ kind: 'invalid', path: 'format', reason }, { cause: error });
  }
}

/** What the job was started with was sound. */
function templateOf(name: string | undefined) {
  const template = name === undefined ? DEFAULT_TEMPLATE : parseTemplate(name);
  return typeof template === 'string' ? DEFAULT_TEMPLATE : template;
}

/** Where a file most likely came from that nobody wrote down. */
const listOf = ({ recording }: JobSound): Origin['list'] =>
  recording === undefined ? 'events' : 'recordings';

async function fromLibrary(
  { archive, library }: AudioExportDeps,
  sound: string,
  { format }: ExportJob,
): Promise<Near | undefined> {
  if (library === undefined) return undefined;
  const known = archive.audio.get(sound, format);
  if (known === undefined) return undefined;
  const answer = await openFromLibrary({ audio: archive.audio, folder: library }, sound, format);
  return answer && { answer, fetchedAt: known.fetchedAt };
}

/** Jobs of kind `audio-fetch`: request {@link FetchJob}, one item per sound; each file is entered in the archive. */
export function createAudioFetchRunner(deps: AudioFetchDeps): JobRunner {
  const ledger = createLedger(deps.archive);
  return async (context) => {
    const job = FetchJob.parse(context.job.request);
    const target = fetchTarget({ ...deps, ledger }, job);
    const work = () => runTransfer({ ...deps, ledger }, context, target);
    const never = { ...deps, whenOffline: 'stop' as const };
    const summary = whileFolderIsThere(never, context, deps.folder, work);
    return { summary: summaryText(await sayingFormat(job.format, summary), 'downloaded') };
  };
}

function fetchTarget(
  deps: AudioFetchDeps & { readonly ledger: Ledger },
  { format, metered }: FetchJob,
): Target {
  const { audio } = deps.archive;
  const put = async (sound: JobSound, { path, sizeBytes, sha256, audio: facts }: Facts): Promise<void> => {
    const { durationMs, sampleRate, bitsPerSample } = facts;
    const fetchedAt = deps.clock.now();
    const file = { recording: sound.id, format, path, sizeBytes, sha256, durationMs, fetchedAt };
    await deps.ledger.note(() => audio.put({ ...file, sampleRate, bitsPerSample }));
    deps.announce({ tables: ['audio'], instruments: [sound.instrument] });
  };
  return {
    root: deps.folder,
    format,
    known: [],
    limits: metered === true ? { metered } : undefined,
    isOurs: true,
    knownOf: (ids) => [...audio.many(ids, format).values()],
    kept: (sound, path, { verdict, ...facts }: Inspected) =>
      verdict.whole && audio.get(sound.id, format)?.sha256 !== facts.sha256
        ? put(sound, { ...facts, path, audio: verdict })
        : Promise.resolve(),
    saved: put,
  };
}
