import type { SoundFilter } from '../../contract/sounds';
import type { Archive } from '../db/archive';

export interface MarksRequest {
  readonly filter: SoundFilter;
  /** A path. */
  readonly folder: string;
  readonly as: 'csv' | 'audacity';
  readonly zone?: string | undefined;
}

export function exportMarks(
  _archive: Archive,
  _request: MarksRequest,
): Promise<{ files: number; sounds: number }> {
  throw new Error('not there yet');
}
