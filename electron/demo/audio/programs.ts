/** Encoders that may stand on this machine, used through their standard input and output. */
import { spawn } from 'node:child_process';

interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

const ffmpeg = (...codec: readonly string[]): Program => ({
  command: 'ffmpeg',
  args: '-hide_banner -loglevel error -i pipe:0 -map_metadata -1 -fflags +bitexact -flags:a +bitexact'
    .split(' ')
    .concat(codec, 'pipe:1'),
});
/** In order of preference. All are asked for output that is the same each time. */
export const programs: Readonly<Record<'OGG' | 'AAC', readonly Program[]>> = {
  OGG: [
    { command: 'oggenc', args: ['--quiet', '--serial', '1', '--quality', '5', '--output', '-', '-'] },
    ffmpeg('-c:a', 'libvorbis', '-q:a', '5', '-f', 'ogg'),
  ],
  AAC: [ffmpeg('-c:a', 'aac', '-b:a', '64k', '-f', 'adts')],
};

const LONGEST_MS = 30_000;

/** What the first program that is there makes of a WAV file; undefined if none does. */
export async function encodeWith(list: readonly Program[], wav: Uint8Array): Promise<Uint8Array | undefined> {
  for (const program of list) {
    const made = await run(program, wav);
    if (made !== undefined) return made;
  }
  return undefined;
}

function run({ command, args }: Program, input: Uint8Array): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
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
    child.stdin.end(input);
  });
}
