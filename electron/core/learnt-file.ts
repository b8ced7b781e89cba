/** What was learnt of a service and of the way there, in small files beside the archive: losing one costs a minute. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { KnownPace } from './api/pacer';
import type { Log } from './log';
import { parseJson } from './parse-json';
import { MOST_PLACES, type KnownPlaces } from './transfer/concurrency';
import type { KnownRate } from './transfer/connections';
import { writeAtomically } from './write-atomically';

/** Of the limit on requests. */
export const PACE: z.ZodType<KnownPace> = z.object({
  learntAt: z.number(),
  usedAt: z.number(),
  limit: z.object({ kind: z.enum(['counts', 'refills', 'none']), most: z.number().positive().max(1e6) }),
  recent: z.number().int().min(0).max(100_000),
});
/** Of the number of files to fetch at once. */
export const PLACES: z.ZodType<KnownPlaces> = z.object({
  places: z.number().int().min(1).max(MOST_PLACES),
  at: z.number(),
});

/** Of how fast files came. */
export const RATE: z.ZodType<KnownRate> = z.object({ bytesPerSecond: z.number().positive(), at: z.number() });

/** Undefined when there is none that can be understood. */
export function readLearnt<T>(file: string, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.safeParse(parseJson(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** What cannot be kept is learnt again; undefined leaves the file as it is. */
export function keepLearnt(file: string, learnt: object | undefined, log: Log): void {
  try {
    if (learnt !== undefined) writeAtomically(file, JSON.stringify(learnt));
  } catch (error) {
    log.warn({ error: String(error) }, 'what was learnt could not be kept');
  }
}
