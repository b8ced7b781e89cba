/** Jobs as they cross the contract, and what they are told to cost before they begin. */
import { z } from 'zod';
import type { TransferProgress } from './sounds';
import type { DatasetId, Skipped } from './model';

export type JobState = 'queued' | 'running' | 'paused' | 'waiting' | 'done' | 'failed' | 'cancelled';
export type JobKind =
  'sync' | 'audio-export' | 'audio-fetch' | 'audio-verify' | 'data-export' | 'marks-export';
export interface JobIssue {
  readonly dataset: DatasetId | undefined;
  readonly instrument: string | undefined;
  readonly item: string | undefined;
  /** A sentence: what is missing and why. */
  readonly text: string;
  readonly error: AppErrorLike;
}
/** Structural copy of AppError, kept loose so that old jobs stay readable. */
export interface AppErrorLike {
  readonly kind: string;
  /** Of kind `invalid`: what was not accepted. */
  readonly path?: string | undefined;
}
export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly title: string;
  /** What is being done now, such as `QT123456 · time history · 12 Nov`. */
  readonly activity: string | undefined;
  /** Why it waits, and until when (epoch ms). */
  readonly waiting: { readonly reason: string; readonly until: number | undefined } | undefined;
  readonly done: number;
  readonly total: number;
  readonly unit: 'requests' | 'files' | 'sounds';
  readonly bytes: number;
  /** Transfers that are under way. */
  readonly transfer: TransferProgress | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** Estimated ms left; undefined while unknown. */
  readonly leftMs: number | undefined;
  readonly issues: readonly JobIssue[];
  /** One line when it has ended, such as `3 instruments, 31 days, 7.9 M samples`. */
  readonly summary: string | undefined;
  /** Export jobs: what the folder is called, and the handle to show it. */
  readonly folder: FolderHandle | undefined;
}
/** A folder the person chose. The path is for showing; only the handle goes back. */
export interface FolderHandle {
  readonly handle: string;
  readonly path: string;
  readonly freeBytes: number | undefined;
}
export interface SyncEstimate {
  readonly requests: number;
  /** JSON to come down, bytes before compression. */
  readonly bytes: number;
  readonly ms: number;
  /** What the archive will grow by, bytes, and what the disk has left. */
  readonly diskBytes: number;
  readonly freeBytes: number | undefined;
  /** Whether sizes and pace were measured on this account, rather than taken from careful defaults. */
  readonly measured: boolean;
  /** What is not asked, and why; without what is merely switched off. */
  readonly skipped: readonly Skipped[];
}
export const DataFormat = z.enum(['csv', 'parquet', 'xlsx']);
export type DataFormat = z.infer<typeof DataFormat>;
export interface DataEstimate {
  readonly rows: number;
  /** Roughly, bytes. */
  readonly bytes: number;
  readonly files: number;
}
