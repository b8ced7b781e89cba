/** Lets so many do something at a time; the others wait in line. Whoever is let in must come to an end. */
export type Door = <T>(work: () => Promise<T>) => Promise<T>;

/** @param places at least 1 */
export function createDoor(places: number): Door {
  let free = places;
  const line: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((enter) => line.push(enter));
    try {
      return await work();
    } finally {
      const next = line.shift();
      // The place goes from hand to hand: nobody who comes meanwhile gets in before the line.
      if (next === undefined) free += 1;
      else next();
    }
  };
}
