/** AAC, by FFmpeg where it stands on this machine: no free encoder of it is small enough to carry along. */
import { spawn } from 'node:child_process';

/** From standard input to standard output; asked for the same bytes each time. */
const ARGS = [
  ...['-hide_banner', '-loglevel', 'error', '-i', 'pipe:0', '-map_metadata', '-1'],
  ...['-fflags', '+bitexact', '-flags:a', '+bitexact', '-c:a', 'aac', '-b:a', '64k', '-f', 'adts', 'pipe:1'],
];
const LONGEST_MS = 30_000;

/** What FFmpeg makes of a WAV file; undefined without it, or if it fails. */
export function encodeAac(wav: Uint8Array): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const child = spawn('ffmpeg', ARGS, {
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
      timeout: LONGEST_MS,
    });
    const parts: Uint8Array[] = [];
    child.stdout.on('data', (part: Uint8Array) => parts.push(part));
    child.on('error', () => resolve(undefined));
    // A program that stops reading early says so by its exit code.
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => resolve(code === 0 && parts.length > 0 ? Buffer.concat(parts) : undefined));
    child.stdin.end(wav);
  });
}
