/** What was read of instruments, until something is written about them. */
import type { Events } from '../../contract';
import type { Instrument } from '../../contract/model';
import type { Facts } from './facts';

/** Another process may write to the same archive, and the days that are looked at move on. */
const HOLDS_MS = 5 * 60_000;

export interface FactsMemo {
  /** What is known already, or else what `read` gives. */
  get(instrument: Instrument, now: number, read: () => Facts): Facts;
  /** Forgets what a change touched. */
  forget(change: Events['data-changed']): void;
}

export function createFactsMemo(): FactsMemo {
  const held = new Map<string, { readonly facts: Facts; readonly readAt: number }>();
  const known = (serial: string, now: number): Facts | undefined => {
    const one = held.get(serial);
    return one !== undefined && Math.abs(now - one.readAt) < HOLDS_MS ? one.facts : undefined;
  };
  return {
    get(instrument, now, read) {
      const facts = known(instrument.serial, now);
      if (facts !== undefined) return { ...facts, instrument };
      const fresh = read();
      held.set(instrument.serial, { facts: fresh, readAt: now });
      return fresh;
    },
    forget({ instruments, tables }) {
      // Certificates and choices for all touch instruments that nobody names.
      if (instruments === undefined || tables.includes('people') || tables.includes('keep')) held.clear();
      else for (const serial of instruments) held.delete(serial);
    },
  };
}
