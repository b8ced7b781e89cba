/** What the core asks of MyCirrus: typed, parsed, and with every failure a Failure. Wire JSON and URLs stay in this folder. */
import type { AudioFormat, DatasetId, Span } from '../../contract/model';
import type { InstrumentRow, SeriesChunk, StoredRecord } from '../db/archive';

export interface Api {
  /** The instruments the key can see. Also the one call that checks a key. */
  instruments(signal: AbortSignal): Promise<Answer<readonly InstrumentRow[]>>;
  /** The present status as a record: `key` and `time` are the moment of the answer. */
  status(serial: string, signal: AbortSignal): Promise<Answer<StoredRecord>>;
  /** A records dataset over a span no wider than its limit. */
  records(
    dataset: DatasetId,
    serial: string,
    span: Span,
    signal: AbortSignal,
  ): Promise<Answer<readonly StoredRecord[]>>;
  /** A series dataset over a span no wider than its limit; only samples inside the span. */
  series(
    dataset: DatasetId,
    serial: string,
    span: Span,
    signal: AbortSignal,
  ): Promise<Answer<readonly SeriesChunk[]>>;
  /** Opens a download. The caller reads, counts and verifies the body; it may resume with a strong validator. */
  audio(
    recording: string,
    format: AudioFormat,
    resume: { readonly offset: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<AudioAnswer>;
}
export interface Answer<T> {
  readonly value: T;
  /** Size of the body as JSON text, bytes. */
  readonly bytes: number;
  /** Things in the answer that were skipped, a sentence each; the rest was taken. */
  readonly oddities: readonly string[];
  /** The service's own time when it answered, epoch ms, in whole seconds; absent when it did not say. */
  readonly serverTime?: number | undefined;
}
export interface AudioAnswer {
  /** 200: whole body from byte 0. 206: continues at `resume.offset`. */
  readonly status: 200 | 206;
  readonly body: ReadableStream<Uint8Array>;
  /** Declared length of this body, when the server said so and did not compress it. */
  readonly lengthBytes: number | undefined;
  /** A strong validator, if there was one. */
  readonly etag: string | undefined;
}
