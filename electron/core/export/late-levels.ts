/** Levels that were not known yet when a file came, because its time history was not held: told once they are. */
import type { SoundLevels } from '../../contract/sounds';
import { withLevels, type ManifestEntry } from './entry';
import type { ManifestWriter } from './manifest';

/** Enters them for a file that is there, and for its copies. What was told before stays. */
export type LateLevels = (levels: Partial<SoundLevels> | undefined, file: string) => Promise<void>;

export function createLateLevels(manifest: ManifestWriter): LateLevels {
  const lacking = new Map<string, ManifestEntry[]>();
  for (const entry of manifest.entries) {
    if (entry.LAeq !== undefined && entry.LAFMax !== undefined) continue;
    const original = entry.derivedFrom ?? entry.file;
    lacking.set(original, [...(lacking.get(original) ?? []), entry]);
  }
  return async (levels, file) => {
    for (const entry of lacking.get(file) ?? []) await manifest.put(withLevels(entry, levels));
  };
}
