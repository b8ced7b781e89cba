/** What an account's pacer learnt, in a small file beside its archive: losing it costs a minute of learning. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseJson } from '../parse-json';
import { writeAtomically } from '../write-atomically';
import type { KnownPace } from './pacer';

const Known = z.object({
  learntAt: z.number(),
  usedAt: z.number(),
  limit: z.object({ kind: z.enum(['counts', 'refills', 'none']), most: z.number().positive().max(1e6) }),
  recent: z.number().int().min(0).max(100_000),
});

/** Undefined when there is none that can be understood. */
export function readPace(file: string): KnownPace | undefined {
  try {
    return Known.safeParse(parseJson(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Throws Failure `not-writable` or `disk-full`. */
export const writePace = (file: string, known: KnownPace): void =>
  writeAtomically(file, JSON.stringify(known));
