/** Collects what stood beside samples and is not known, as records: kept, so that what the vendor adds is not lost. */
import type { StoredRecord } from '../db/archive';
import type { Oddities } from './oddities';
import { fingerprint, isTooDeep, type Json } from './wire-object';

export interface Extras {
  /** @param of whose fields these are, where several things share a time; '' otherwise */
  add(of: string, time: number, data: Json): void;
  list(): readonly StoredRecord[];
}

export function createExtras(variant: string, odd: Oddities): Extras {
  const held = new Map<string, StoredRecord>();
  return {
    add(of, time, data) {
      if (isTooDeep(data)) {
        odd.note('Something unknown beside the samples was too deep to be kept');
        return;
      }
      const key = ['extra', variant, of, String(time)].filter((part) => part !== '').join(' ');
      const row = { time, until: undefined, data, ...(variant === '' ? {} : { variant }) };
      const print = fingerprint(data);
      const before = held.get(key);
      if (before === undefined) held.set(key, { key, ...row });
      else if (fingerprint(before.data) !== print)
        held.set(`${key} ${print}`, { key: `${key} ${print}`, ...row });
    },
    list: () => [...held.values()].sort((a, b) => a.time - b.time),
  };
}
