import type { AudioFormat } from '../../contract/model';
import type { AudioFile, AudioStore } from './archive';
import { checksumOf, rowBytes, tidy } from './damaged';
import { WHOLE, type Finding } from './findings';
import { asList, orNull, orUndefined, type StoreDeps } from './store-deps';

interface Row {
  readonly recording: string;
  readonly format: AudioFormat;
  readonly path: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly duration_ms: number | null;
  readonly fetched_at: number;
  readonly crc: number;
}

/** A recording may be here in several formats; asked for one file, it is the one fetched last. */
export class SqlAudioStore implements AudioStore {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.sql = {
      put: db.prepare('INSERT OR REPLACE INTO audio_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
      many: db.prepare<[string], Row>(
        `SELECT * FROM audio_file WHERE recording IN (SELECT value FROM json_each(?))
         ORDER BY recording, fetched_at, format`,
      ),
      all: db.prepare<[], Row>('SELECT * FROM audio_file ORDER BY recording, format'),
      remove: db.prepare<[string, string]>('DELETE FROM audio_file WHERE recording = ? AND format = ?'),
      rate: db.prepare<[string], { rate: number | null }>(
        `SELECT 1000.0 * sum(size_bytes) / sum(duration_ms) AS rate
         FROM audio_file WHERE format = ? AND duration_ms > 0`,
      ),
    };
  }

  put(file: AudioFile): void {
    const { recording, format, path, sizeBytes, sha256, durationMs, fetchedAt } = file;
    const values = [recording, format, path, sizeBytes, sha256, orNull(durationMs), fetchedAt];
    this.sql.put.run(...values, checksumOf(values));
  }

  list(): readonly AudioFile[] {
    return this.sql.all
      .all()
      .filter((row) => this.isSound(row))
      .map(fromRow);
  }

  get(recording: string): AudioFile | undefined {
    return this.many([recording]).get(recording);
  }

  /** A damaged row is left out and set aside; its file is fetched again. */
  many(recordings: readonly string[]): ReadonlyMap<string, AudioFile> {
    const rows = this.sql.many.all(asList(recordings)).filter((row) => this.isSound(row));
    return new Map(rows.map((row) => [row.recording, fromRow(row)]));
  }

  remove(recording: string, format: AudioFormat): void {
    this.sql.remove.run(recording, format);
  }

  bytesPerSecond(format: AudioFormat): number | undefined {
    return orUndefined(this.sql.rate.get(format)?.rate ?? null);
  }

  *check(): Generator<Finding> {
    for (const row of this.sql.all.all()) yield this.isSound(row) ? WHOLE : { damaged: aboutFile(row) };
  }

  private isSound(row: Row): boolean {
    if (isWhole(row)) return true;
    tidy(() =>
      this.deps.transaction(() => {
        this.deps.setAside('audio_file', aboutFile(row), rowBytes(row));
        this.remove(row.recording, row.format);
      }),
    );
    return false;
  }
}

const aboutFile = ({ recording, format }: Row): string => `The entry of the ${format} file of ${recording}`;

const isWhole = ({ crc, ...row }: Row): boolean =>
  checksumOf([
    ...[row.recording, row.format, row.path, row.size_bytes, row.sha256, row.duration_ms, row.fetched_at],
  ]) === crc;

const fromRow = (row: Row): AudioFile => ({
  recording: row.recording,
  format: row.format,
  path: row.path,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  durationMs: orUndefined(row.duration_ms),
  fetchedAt: row.fetched_at,
});
