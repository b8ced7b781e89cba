/** What a case of the suite is: one sound, one fault, and what may then be on the disk. */
import type { Answer, Reply } from './fault-server';
import type { Kind, Sound } from './sounds';

/**
 * What may stand under a final name while the fault lasts. `nothing`: what came is wrong and can be told to be.
 * `right`: what came is right, however oddly. `either`: right or nothing.
 */
export type Outcome = 'nothing' | 'right' | 'either';
export interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly answer: (sound: Sound) => Answer;
  /** Ends the whole job: something else than the service answered. */
  readonly endsJob?: boolean;
}
export interface Group {
  readonly title: string;
  /** The fault itself is silence, so little patience is needed to see it. */
  readonly isSilence?: boolean;
  cases(kind: Kind): readonly Case[];
}

/** The same answer each time, made when it is first asked for. */
export const always =
  (reply: (sound: Sound) => Reply) =>
  (sound: Sound): Answer => {
    let made: Reply | undefined;
    return () => (made ??= reply(sound));
  };

/** Where a body is cut: how many of its bytes come before. */
export const PLACES = {
  'before the first byte': () => 0,
  'after the first byte': () => 1,
  'in the header': (sound) => sound.header,
  'in the middle': (sound) => (sound.bytes.length >> 1) | 1,
  'between two parts of the container': (sound) => sound.seam,
  'before the last byte': (sound) => sound.bytes.length - 1,
} as const satisfies Record<string, (sound: Sound) => number>;
export type Place = keyof typeof PLACES;
export const places = Object.keys(PLACES) as readonly Place[];
