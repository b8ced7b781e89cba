/** Reads the local audio files again and compares them with what was entered when they were fetched. */
import path from 'node:path';
import { Failure } from '../../contract/result';
import { onDisk } from '../transfer/disk';
import { inspectFile } from '../transfer/inspect';
import type { AudioFile, AudioStore } from './audio-store';

export interface AudioCheck {
  readonly files: number;
  /** Paths relative to the audio folder. */
  readonly missing: readonly string[];
  readonly altered: readonly string[];
}

/**
 * The entries of missing and altered files are dropped, so that they are not played and can be fetched again; the files
 * stay. Rejects with Failure `not-writable` when the disk refuses, `cancelled`.
 */
export async function checkAudio(
  { audio, folder }: { readonly audio: AudioStore; readonly folder: string },
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<AudioCheck> {
  const all = audio.list();
  const missing: string[] = [];
  const altered: string[] = [];
  for (const [done, file] of all.entries()) {
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    progress(done, all.length);
    const verdict = await onDisk(file.path, () => judge(folder, file, signal));
    if (verdict === 'whole') continue;
    (verdict === 'missing' ? missing : altered).push(file.path);
    audio.remove(file.recording, file.format);
  }
  return { files: all.length, missing, altered };
}

async function judge(
  folder: string,
  file: AudioFile,
  signal: AbortSignal,
): Promise<'whole' | 'missing' | 'altered'> {
  const found = await inspectFile(path.join(folder, ...file.path.split('/')), file.format, signal);
  if (found === undefined) return 'missing';
  return found.sha256 === file.sha256 ? 'whole' : 'altered';
}
