/** What lies in an export folder: `manifest.json` for programs, `manifest.csv` for people, `manifest.sha256` for sha256sum. */
import { isDeepStrictEqual } from 'node:util';
import path from 'node:path';
import { Failure, isFailure } from '../../contract/result';
import type { Clock } from '../clock';
import { errorCode, factsOf, onDisk, renamePatiently } from '../transfer/disk';
import type { ManifestEntry } from './entry';
import { isSealed, MANIFEST, manifestParts, writeManifest } from './manifest-files';
import { lookAtManifest } from './manifest-read';

/** Written again after this, and never for more than a small share of the time. */
const FLUSH_MS = 2_000;
const SHARE = 20;
const TRIES = 20;
const RETRY_MS = 50;

/** The entries of a folder's manifest; undefined when there is none. Throws Failure `corrupt`. */
export const readManifest = async (folder: string): Promise<readonly ManifestEntry[] | undefined> =>
  (await lookAtManifest(folder))?.entries;

/** Two exports that write at once take each other's drafts away. */
const isTaken = (error: unknown): boolean =>
  isFailure(error, 'not-writable') && [undefined, 'ENOENT', 'EEXIST'].includes(errorCode(error.cause));

/** A folder's manifest while files come in. */
export interface ManifestWriter {
  readonly entries: readonly ManifestEntry[];
  /** Takes or replaces an entry and writes now and then; entries not yet written are lost with the process, files are not. */
  put(entry: ManifestEntry): Promise<void>;
  /** Writes all three files if anything changed; throws Failure `disk-full` or `not-writable`. */
  flush(): Promise<void>;
}

interface ManifestDeps {
  readonly clock: Clock;
  /** Throws Failure `not-writable` when the folder is not the one it was: nothing is then written where it stood. */
  assertPlace?(): Promise<void>;
}

/**
 * Opens a folder's manifest. One that cannot be read is set aside, not overwritten: its files are then unknown. Where a
 * crash left the three files of different ages, they are written anew. What another export enters meanwhile is kept.
 */
export async function openManifest(folder: string, deps: ManifestDeps): Promise<ManifestWriter> {
  const manifest = new OpenManifest(folder, deps);
  await manifest.begin();
  return manifest;
}

class OpenManifest implements ManifestWriter {
  private readonly known = new Map<string, ManifestEntry>();
  /** Entered here, and so newer than what another export may say of the same file. */
  private readonly mine = new Set<string>();
  /** Which manifest.json was read or written last. */
  private seen: string | undefined;
  private changed = false;
  private nextAt: number;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly deps: ManifestDeps,
  ) {
    this.nextAt = deps.clock.now() + FLUSH_MS;
  }

  get entries(): readonly ManifestEntry[] {
    return [...this.known.values()];
  }

  async begin(): Promise<void> {
    await this.merge();
    if (this.seen === undefined || (await isSealed(this.folder))) return;
    this.changed = true;
    await this.flush();
  }

  async put(entry: ManifestEntry): Promise<void> {
    this.mine.add(entry.file);
    if (isDeepStrictEqual(this.known.get(entry.file), entry)) return;
    this.known.set(entry.file, entry);
    this.changed = true;
    if (this.deps.clock.now() >= this.nextAt) await this.flush();
  }

  flush(): Promise<void> {
    this.writing = this.writing.catch(() => undefined).then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    if (!this.changed) return;
    this.changed = false;
    const began = this.deps.clock.now();
    try {
      await this.writeUntilOurs();
    } catch (error) {
      this.changed = true;
      throw error;
    } finally {
      const ended = this.deps.clock.now();
      this.nextAt = ended + Math.max(FLUSH_MS, (ended - began) * SHARE);
    }
  }

  /** Another export into the same folder may write at the same time; in the end there is what both know. */
  private async writeUntilOurs(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.deps.assertPlace?.();
      await this.merge();
      const isUnchanged = async () => (await manifestParts(this.folder)).json === this.seen;
      try {
        const written = await writeManifest({ ...this.deps, folder: this.folder, isUnchanged }, this.entries);
        this.seen = written?.json;
        if (written !== undefined && isDeepStrictEqual(written, await manifestParts(this.folder))) return;
      } catch (error) {
        if (attempt === TRIES || !isTaken(error)) throw error;
      }
      if (attempt === TRIES)
        throw new Failure({ kind: 'not-writable', where: path.join(this.folder, MANIFEST) });
      await this.deps.clock.sleep(RETRY_MS * attempt * this.deps.clock.random());
    }
  }

  /** Takes over what is in the file that was not entered here. */
  private async merge(): Promise<void> {
    const { json } = await manifestParts(this.folder);
    if (json === this.seen) return;
    try {
      const found = (await readManifest(this.folder)) ?? [];
      for (const entry of found) if (!this.mine.has(entry.file)) this.known.set(entry.file, entry);
      this.seen = json;
    } catch (error) {
      if (!isFailure(error, 'corrupt')) throw error;
      await this.setAside();
      this.seen = undefined;
    }
  }

  private async setAside(): Promise<void> {
    for (let n = 1; ; n++) {
      const aside = path.join(this.folder, `manifest.damaged-${String(n)}.json`);
      if ((await onDisk(this.folder, () => factsOf(aside))) !== undefined) continue;
      await onDisk(this.folder, () =>
        renamePatiently(path.join(this.folder, MANIFEST), aside, this.deps.clock),
      );
      return;
    }
  }
}
