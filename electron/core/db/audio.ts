import type { AudioFormat } from '../../contract/model';
import type { AudioFile, AudioStore } from './audio-store';
import { SqlAudioSizes } from './audio-sizes';
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
  readonly sample_rate: number | null;
  readonly bits_per_sample: number | null;
  readonly fetched_at: number;
  readonly crc: number;
}
export interface AudioStoreDeps extends StoreDeps {
  /** Told, inside the transaction, of each sound of which a file came or went. */
  readonly onFiles: (sound: string) => void;
}

/** A sound may be here in several formats; asked for one file, it is a lossless one if there is any. */
export class SqlAudioStore implements AudioStore {
  private readonly sql;
  private readonly sizes: SqlAudioSizes;

  constructor(private readonly deps: AudioStoreDeps) {
    this.sizes = new SqlAudioSizes(deps);
    const { db } = deps;
    this.sql = {
      put: db.prepare('INSERT OR REPLACE INTO audio_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      many: db.prepare<[string], Row>(
        `SELECT * FROM audio_file WHERE recording IN (SELECT value FROM json_each(?))
         ORDER BY recording, format IN ('AAC', 'OGG'), fetched_at DESC, format`,
      ),
      after: db.prepare<[string, string], Row>(
        'SELECT * FROM audio_file WHERE (recording, format) > (?, ?) ORDER BY recording, format LIMIT 400',
      ),
      all: db.prepare<[], Row>('SELECT * FROM audio_file ORDER BY recording, format'),
      remove: db.prepare<[string, string]>('DELETE FROM audio_file WHERE recording = ? AND format = ?'),
    };
  }

  put(file: AudioFile): void {
    this.deps.transaction(() => {
      const values = valuesOf(toRow(file));
      this.sql.put.run(...values, checksumOf(values));
      this.deps.onFiles(file.recording);
    });
  }

  list(): readonly AudioFile[] {
    return this.sql.all
      .all()
      .filter((row) => this.isWhole(row))
      .map(fromRow);
  }

  get(recording: string, format?: AudioFormat): AudioFile | undefined {
    return this.files([recording])
      .get(recording)
      ?.find((file) => format === undefined || file.format === format);
  }

  many(recordings: readonly string[], format?: AudioFormat): ReadonlyMap<string, AudioFile> {
    const found = new Map<string, AudioFile>();
    for (const [recording, files] of this.files(recordings)) {
      const file = files.find((each) => format === undefined || each.format === format);
      if (file !== undefined) found.set(recording, file);
    }
    return found;
  }

  /** A damaged row is left out and set aside; its file is fetched again. */
  files(recordings: readonly string[]): ReadonlyMap<string, readonly AudioFile[]> {
    const found = new Map<string, AudioFile[]>();
    for (const row of this.sql.many.all(asList(recordings))) {
      if (!this.isWhole(row)) continue;
      const files = found.get(row.recording);
      if (files === undefined) found.set(row.recording, [fromRow(row)]);
      else files.push(fromRow(row));
    }
    return found;
  }

  remove(recording: string, format: AudioFormat): void {
    this.deps.transaction(() => {
      this.sql.remove.run(recording, format);
      this.deps.onFiles(recording);
    });
  }

  measured(instrument: string, format: AudioFormat, sizeBytes: number, spanMs: number): void {
    this.sizes.add(instrument, format, sizeBytes, spanMs);
  }

  bytesPerSecond(format: AudioFormat, instrument?: string): number | undefined {
    return this.sizes.bytesPerSecond(format, instrument);
  }

  /** Files the entries of one sound under another, where there is none of that format yet. Inside a transaction. */
  hand(from: string, to: string): void {
    const there = new Set((this.files([to]).get(to) ?? []).map(({ format }) => format));
    for (const file of this.files([from]).get(from) ?? []) {
      if (there.has(file.format)) continue;
      this.put({ ...file, recording: to });
      this.remove(from, file.format);
    }
  }

  *check(): Generator<Finding> {
    yield* this.sizes.check();
    for (let [recording, format] = ['', '']; ;) {
      const rows = this.sql.after.all(recording, format);
      for (const row of rows) yield this.isWhole(row) ? WHOLE : { damaged: aboutFile(row) };
      const last = rows.at(-1);
      if (last === undefined || (last.recording === recording && last.format === format)) return;
      [recording, format] = [last.recording, last.format];
    }
  }

  private isWhole(row: Row): boolean {
    if (checksumOf(valuesOf(row)) === row.crc) return true;
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

const valuesOf = (row: Omit<Row, 'crc'>): readonly (string | number | null)[] => [
  ...[row.recording, row.format, row.path, row.size_bytes, row.sha256],
  ...[row.duration_ms, row.sample_rate, row.bits_per_sample, row.fetched_at],
];

const toRow = (file: AudioFile): Omit<Row, 'crc'> => ({
  recording: file.recording,
  format: file.format,
  path: file.path,
  size_bytes: file.sizeBytes,
  sha256: file.sha256,
  duration_ms: file.durationMs === undefined ? null : Math.round(file.durationMs),
  sample_rate: orNull(file.sampleRate),
  bits_per_sample: orNull(file.bitsPerSample),
  fetched_at: file.fetchedAt,
});

const fromRow = (row: Row): AudioFile => ({
  recording: row.recording,
  format: row.format,
  path: row.path,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  durationMs: orUndefined(row.duration_ms),
  sampleRate: orUndefined(row.sample_rate),
  bitsPerSample: orUndefined(row.bits_per_sample),
  fetchedAt: row.fetched_at,
});
