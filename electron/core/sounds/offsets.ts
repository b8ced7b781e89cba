/** What the clocks of a zone are ahead of UTC, stretch by stretch, so that no row has to be asked singly. */
import { Temporal } from 'temporal-polyfill';
import { Failure } from '../../contract/result';

/** From a moment on, ms ahead of UTC. */
export interface Offset {
  readonly from: number;
  readonly ms: number;
}
export interface Offsets {
  /** Those that hold somewhere in the span: the first from its beginning on. */
  within(span: { readonly from: number; readonly to: number }): readonly Offset[];
}

/** @throws Failure `invalid` for a name that no zone has */
export function createOffsets(zone: string): Offsets {
  let held: Offset | undefined;
  /** Until when `held` holds. */
  let until = -Infinity;
  const look = (at: number): { readonly offset: Offset; readonly until: number } => {
    if (held !== undefined && at >= held.from && at < until) return { offset: held, until };
    const there = inZone(at, zone);
    const next = there.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity;
    held = { from: at, ms: there.offsetNanoseconds / 1e6 };
    until = next;
    return { offset: held, until: next };
  };
  inZone(0, zone);
  return {
    within({ from, to }) {
      const found: Offset[] = [];
      for (let at = from; at < to || found.length === 0;) {
        const { offset, until: end } = look(at);
        found.push({ from: at, ms: offset.ms });
        at = end;
      }
      return found;
    },
  };
}

function inZone(at: number, zone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  } catch (cause) {
    throw new Failure({ kind: 'invalid', path: 'zone', reason: `there is no time zone ${zone}` }, { cause });
  }
}
