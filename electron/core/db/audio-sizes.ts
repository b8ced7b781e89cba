import type { AudioFormat } from '../../contract/model';
import { checksumOf, rowBytes, tidy } from './damaged';
import { WHOLE, type Finding } from './findings';
import type { StoreDeps } from './store-deps';

interface Row {
  readonly instrument: string;
  readonly format: AudioFormat;
  readonly size_bytes: number;
  readonly span_ms: number;
  readonly crc: number;
}

/** What is older than the last day or so of sound fades, since instruments are set up anew. */
const FADES_AT_MS = 24 * 3_600_000;

/** Bytes and length of all files that came, by instrument and format. */
export class SqlAudioSizes {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.sql = {
      get: db.prepare<[string, string], Row>('SELECT * FROM audio_size WHERE instrument = ? AND format = ?'),
      of: db.prepare<[string], Row>('SELECT * FROM audio_size WHERE format = ?'),
      all: db.prepare<[], Row>('SELECT * FROM audio_size'),
      put: db.prepare('INSERT OR REPLACE INTO audio_size VALUES (?, ?, ?, ?, ?)'),
      remove: db.prepare<[string, string]>('DELETE FROM audio_size WHERE instrument = ? AND format = ?'),
    };
  }

  add(instrument: string, format: AudioFormat, sizeBytes: number, spanMs: number): void {
    const ms = Math.round(spanMs);
    if (ms <= 0 || sizeBytes <= 0) return;
    this.deps.transaction(() => {
      const known = this.get(instrument, format);
      const share = known !== undefined && known.span_ms > FADES_AT_MS ? 0.5 : 1;
      const values = [
        ...[instrument, format],
        ...[
          Math.round((known?.size_bytes ?? 0) * share) + sizeBytes,
          Math.round((known?.span_ms ?? 0) * share) + ms,
        ],
      ];
      this.sql.put.run(...values, checksumOf(values));
    });
  }

  /** Of an instrument, or where nothing of it came yet, of all. */
  bytesPerSecond(format: AudioFormat, instrument?: string): number | undefined {
    const own = instrument === undefined ? undefined : this.get(instrument, format);
    const rows = own === undefined ? this.sql.of.all(format).filter((row) => this.isSound(row)) : [own];
    const bytes = rows.reduce((sum, row) => sum + row.size_bytes, 0);
    const ms = rows.reduce((sum, row) => sum + row.span_ms, 0);
    return ms > 0 ? (bytes * 1_000) / ms : undefined;
  }

  *check(): Generator<Finding> {
    for (const row of this.sql.all.all()) yield this.isSound(row) ? WHOLE : { damaged: aboutSize(row) };
  }

  private get(instrument: string, format: AudioFormat): Row | undefined {
    const row = this.sql.get.get(instrument, format);
    return row !== undefined && this.isSound(row) ? row : undefined;
  }

  /** What is damaged is learnt again. */
  private isSound(row: Row): boolean {
    const { instrument, format, size_bytes, span_ms } = row;
    if (checksumOf([instrument, format, size_bytes, span_ms]) === row.crc) return true;
    tidy(() =>
      this.deps.transaction(() => {
        this.deps.setAside('audio_size', aboutSize(row), rowBytes(row));
        this.sql.remove.run(instrument, format);
      }),
    );
    return false;
  }
}

const aboutSize = ({ instrument, format }: Row): string =>
  `What ${format} files of ${instrument} measured so far`;
