/** How a transfer goes on, in figures. Pure. */
import type { Job } from '../../../electron/contract/index';
import { bytes, count, plural, roughly } from '../../format';

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** Beside the value, softer. */
  readonly of?: string;
}

/** Files, data, rate, time left, connections; what is not known yet is an en dash. */
export function transferFigures(job: Job): readonly Figure[] {
  const { transfer } = job;
  if (transfer === undefined) return [];
  const total = transfer.bytesTotal;
  const moves = job.state === 'running';
  const rate = moves ? transfer.bytesPerSecond : undefined;
  return [
    { name: 'Files', value: count(job.done), of: `of ${count(job.total)}` },
    { name: 'Data', value: bytes(job.bytes), ...(total !== undefined && { of: `of about ${bytes(total)}` }) },
    { name: 'Rate', value: rate === undefined ? bytes(undefined) : `${bytes(rate)}/s` },
    { name: 'Left', value: roughly(moves ? job.leftMs : undefined) },
    { name: 'At once', value: moves ? plural(transfer.connections, 'file') : bytes(undefined) },
  ];
}

/** What part is done, 0 to 1: by bytes where their sum is known, since files differ in size. */
export function transferShare(job: Job): { readonly done: number; readonly total: number } {
  const bytesTotal = job.transfer?.bytesTotal;
  if (bytesTotal === undefined || bytesTotal <= 0) return { done: job.done, total: job.total };
  // The sum is an estimate until the last file was opened: it must not say that all is here before it is.
  const isAll = job.total > 0 && job.done >= job.total;
  return { done: isAll ? bytesTotal : Math.min(job.bytes, 0.99 * bytesTotal), total: bytesTotal };
}
