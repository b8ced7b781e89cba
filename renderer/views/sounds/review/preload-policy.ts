/** What is made ready before it is asked for. Pure. */
import type { Sound } from '../../../../electron/contract/index';
import { isPoor, type Link } from './preview-policy';

/** Sounds fetched ahead at most. */
export const FETCH_AHEAD = 2;

type Near = Pick<Sound, 'id' | 'local'>;
export interface Ahead<S extends Near = Near> {
  /** Read and decoded, in this order: what is shown, then what comes next in the direction of travel, then what was left. */
  readonly prepare: readonly S[];
  /** Fetched, because they will be asked for in a moment and the link costs little. */
  readonly fetch: readonly S[];
}
export interface Travel<S extends Near> {
  readonly current: S | undefined;
  /** 1: towards the end of the list. */
  readonly direction: 1 | -1;
  readonly peek: (by: number) => S | undefined;
  readonly link: Link;
  /** Asked for already, or refused. */
  readonly isAsked: (id: string) => boolean;
}
export function planAhead<S extends Near>({ current, direction, peek, link, isAsked }: Travel<S>): Ahead<S> {
  const here = (sound: S | undefined): sound is S => sound !== undefined;
  const near = [current, peek(direction), peek(-direction)].filter(here);
  const ahead = Array.from({ length: FETCH_AHEAD }, (_, index) => peek(direction * (index + 1))).filter(here);
  const missing = ahead.filter(({ id, local }) => local.length === 0 && !isAsked(id));
  // Nothing is bought on a chance where bytes are dear, nor asked for where nobody answers.
  return { prepare: near, fetch: link.online && !isPoor(link) ? missing : [] };
}
