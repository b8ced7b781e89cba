/** What every reader of a list has in common: that it is one, and whose rows it holds. */
import { Failure } from '../../contract/result';
import { short, type Oddities } from './oddities';
import { textOf } from './wire-object';

/** The list in an answer's body; throws Failure `server` for anything that is no list. */
export function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  throw new Failure({ kind: 'server', reason: 'the answer is not the list that was asked for' });
}

/** The serial number a row names when it is not the one asked for; rows that name none are taken at their word. */
export function otherInstrument(names: unknown, serial: string): string | undefined {
  if (names === undefined || names === null) return undefined;
  const text = textOf(names) ?? 'something unnamed';
  return text.toLowerCase() === serial.toLowerCase() ? undefined : short(text);
}

/**
 * An answer of which nothing was understood says nothing about its span, unlike an empty one.
 * @throws Failure `server`
 */
export function assertUnderstood(list: readonly unknown[], understood: number, odd: Oddities): void {
  if (list.length === 0 || understood > 0) return;
  const [first = ''] = odd.list();
  throw new Failure({ kind: 'server', reason: `nothing in the answer could be read: ${first}` });
}
