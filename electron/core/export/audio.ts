/** The two audio jobs: into a folder someone chose, and into the account's library. */
import type { AudioFormat } from '../../contract/model';
import type { JobContext, JobRunner } from '../jobs/job';
import type { Downloaded } from '../transfer/download';
import type { Inspected } from '../transfer/inspect';
import type { NamedRecording } from '../transfer/names';
import type { Whole } from '../transfer/verdict';
import { ExportJob, FetchJob } from './audio-job';
import { knownFiles, toEntry } from './entry';
import { openFromLibrary } from './library';
import { openManifest } from './manifest';
import { zoneOf } from './table-time';
import { runTransfer, type Target, type TransferDeps, type TransferSummary } from './transfer-run';

export interface AudioExportDeps extends TransferDeps {
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
 * Jobs of kind `audio-export`: request {@link ExportJob}, one item per recording. Running one again to the same folder
 * fetches only what is missing or damaged.
 */
export function createAudioExportRunner(deps: AudioExportDeps): JobRunner {
  return async (context) => {
    const { folder, format, zone } = ExportJob.parse(context.job.request);
    const clock = zoneOf(zone);
    const manifest = await openManifest(folder, deps.clock);
    const known = knownFiles(manifest.entries);
    const has = new Set(manifest.entries.map((entry) => `${entry.sha256} ${entry.file}`));
    const enter = (recording: NamedRecording, path: string, file: Facts) =>
      manifest.put(
        toEntry({
          sound: recording,
          file: { ...file, path },
          source: 'MyCirrus recordings',
          fetchedAt: deps.clock.now(),
          zone: clock,
          leqbook: deps.version,
        }),
      );
    const target: Target = {
      root: folder,
      format,
      known,
      async kept(recording, path, { sizeBytes, sha256, verdict }) {
        // After a crash a file may be there that the manifest never heard of.
        if (verdict.whole && !has.has(`${sha256} ${path}`))
          await enter(recording, path, { sizeBytes, sha256, audio: verdict });
      },
      saved: (recording, file) => enter(recording, file.path, file),
      near: (recording) => fromLibrary(deps, recording, format),
    };
    return {
      summary: describe(
        await flushed(() => manifest.flush(), runTransfer(deps, context, target)),
        'exported',
      ),
    };
  };
}

type Facts = Pick<Downloaded, 'sizeBytes' | 'sha256'> & { readonly audio: Whole };

/** The manifest tells of what was done, however the job ended; the job's own failure comes first. */
async function flushed<T>(flush: () => Promise<void>, work: Promise<T>): Promise<T> {
  const result = await work.catch(async (error: unknown) => {
    await flush().catch(() => undefined);
    throw error;
  });
  await flush();
  return result;
}

async function fromLibrary(deps: AudioExportDeps, recording: string, format: AudioFormat) {
  if (deps.library === undefined) return undefined;
  return openFromLibrary({ audio: deps.archive.audio, folder: deps.library }, recording, format);
}

/** Jobs of kind `audio-fetch`: request {@link FetchJob}, one item per recording; each file is entered in the archive. */
export function createAudioFetchRunner(deps: AudioFetchDeps): JobRunner {
  return async (context) => {
    const { format } = FetchJob.parse(context.job.request);
    const { audio } = deps.archive;
    const put = (recording: NamedRecording, path: string, file: Facts) => {
      const { sizeBytes, sha256 } = file;
      const { durationMs } = file.audio;
      const fetchedAt = deps.clock.now();
      audio.put({ recording: recording.id, format, path, sizeBytes, sha256, durationMs, fetchedAt });
      deps.announce({ tables: ['audio'], instruments: [recording.instrument] });
      return Promise.resolve();
    };
    const target: Target = {
      root: deps.folder,
      format,
      known: known(deps, context),
      kept: (recording, path, { verdict, ...rest }: Inspected) =>
        verdict.whole && audio.get(recording.id)?.sha256 !== rest.sha256
          ? put(recording, path, { ...rest, audio: verdict })
          : Promise.resolve(),
      saved: (recording, file) => put(recording, file.path, file),
    };
    return { summary: describe(await runTransfer(deps, context, target), 'fetched') };
  };
}

function known(deps: AudioFetchDeps, context: JobContext) {
  const ids = deps.archive.jobs.items(context.job.id).map((item) => item.key);
  return [...deps.archive.audio.many(ids).values()];
}

function describe({ fetched, kept, failed, bytes }: TransferSummary, done: string): string {
  const size =
    bytes < 1_000_000 ? `${String(Math.ceil(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
  const parts = [`${String(fetched)} ${fetched === 1 ? 'file' : 'files'} ${done}, ${size}`];
  if (kept > 0) parts.push(`${String(kept)} already there`);
  if (failed > 0) parts.push(`${String(failed)} missing`);
  return parts.join('; ');
}
