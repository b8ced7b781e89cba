/** Copies of exported WAV files that carry their true time, beside the originals, with entries of their own. */
import { isFailure } from '../../contract/result';
import type { JobContext } from '../jobs/job';
import { bextPath, writeBextCopy } from '../transfer/bext';
import type { JobSound } from './audio-job';
import { toEntry, withLevels, type EntryFacts, type ManifestEntry } from './entry';
import type { DraftDeps } from './data-file';
import type { ManifestWriter } from './manifest';
import { UTC } from './table-time';
import { knownZone } from './zones';

export interface BextCopiesDeps extends Pick<DraftDeps, 'clock' | 'assertPlace'> {
  readonly context: Pick<JobContext, 'issue' | 'signal'>;
  readonly manifest: ManifestWriter;
  readonly folder: string;
  readonly version: string;
}
export interface BextCopies {
  /** Makes the copy of an original that has just been entered. */
  make(about: Omit<EntryFacts, 'file' | 'derivedFrom'>, original: string): Promise<void>;
  /** As `make`, for an original that was there before, unless its copy is there too. */
  renew(sound: JobSound, original: string): Promise<void>;
}

export function createBextCopies(deps: BextCopiesDeps): BextCopies {
  const { manifest, context, folder } = deps;
  const entries = new Map(manifest.entries.map((entry) => [entry.file, entry]));
  const copies = new Map<string, ManifestEntry>();
  for (const entry of entries.values())
    if (entry.derivedFrom !== undefined) copies.set(entry.derivedFrom, entry);
  const make: BextCopies['make'] = async (about, original) => {
    const to = copies.get(original)?.file ?? bextPath(original);
    const place = { root: folder, from: original, to, replaces: copies.has(original) };
    const facts = { ...about.sound, zone: about.zone, leqbook: deps.version };
    const copy = await writeBextCopy(deps, place, facts, context.signal).catch((error: unknown) => {
      if (!isFailure(error, 'invalid')) throw error;
      return { reason: 'has no copy, because another file has its name' };
    });
    if ('reason' in copy) {
      context.issue({
        dataset: undefined,
        instrument: about.sound.instrument,
        item: about.sound.id,
        text: `${original} ${copy.reason}; it has no copy with a bext chunk.`,
        error: { kind: 'invalid' },
      });
      return;
    }
    await manifest.put(toEntry({ ...about, file: { ...copy, path: to }, derivedFrom: original }));
  };
  return {
    make,
    async renew(sound, original) {
      const entry = entries.get(original);
      if (entry === undefined) return;
      // Of a copy nothing else is told than of its original.
      const { source, leqbook, LAeq, LAFMax } = withLevels(entry, sound.levels);
      const zone = knownZone(entry.zone) ?? UTC;
      const told = { ...sound, levels: { LAeq, LAFMax } };
      await make({ sound: told, source, fetchedAt: Date.parse(entry.fetchedAt), zone, leqbook }, original);
    },
  };
}
