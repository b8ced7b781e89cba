/** The cases of a group, each with a sound of its own for each way onto the disk. */
import { NOW, type Listed } from './account';
import type { Case, Group } from './cases';
import { soundOf, type Kind, type Sound } from './sounds';
import { isOffered, WAYS, type Way } from './ways';

export interface Trial extends Case {
  readonly way: Way;
  readonly listed: Listed;
  readonly sound: Sound;
}
const HOUR = 3_600_000;

/** Tells apart sounds, serials and moments of all groups, so that no file can pass for another. */
let count = 0;
function trialOf(each: Case, kind: Kind, way: Way): Trial {
  const n = (count += 1);
  const sound = soundOf(kind, n);
  const serial = `QT${String(200_000 + n)}`;
  const times = { from: NOW - n * HOUR, durationMs: sound.durationMs };
  const list = way.lists[n % way.lists.length] ?? way.lists[0];
  const name = `${each.name}, ${way.title}, from the ${list}`;
  return { ...each, name, way, sound, listed: { list, id: `rec-${serial}`, serial, ...times } };
}

export const trialsOf = (kind: Kind, group: Group): readonly Trial[] =>
  WAYS.filter((way) => isOffered(kind, way)).flatMap((way) =>
    group.cases(kind).map((each) => trialOf(each, kind, way)),
  );
