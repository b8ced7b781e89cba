/** Where instruments stand, in metres: what may be one site, and a plan of it. Pure. */
import type { FleetEntry, Instrument } from '../../../electron/contract/index';
import type { FleetItem, SiteEntry } from './fleet-items';

type Position = NonNullable<Instrument['position']>;
const METRES_PER_DEGREE = 111_195;
/** Instruments no further from one another may well be on one site. */
const NEAR_METRES = 300;

/** Metres east and north of the first position, as on a flat map; true to a few per thousand over a site or a county. */
export interface Place {
  readonly x: number;
  readonly y: number;
}
export function flatten(positions: readonly Position[]): readonly Place[] {
  const [first] = positions;
  if (first === undefined) return [];
  const middle = positions.reduce((sum, { latitude }) => sum + latitude, 0) / positions.length;
  const shrink = Math.cos((middle * Math.PI) / 180);
  return positions.map(({ latitude, longitude }) => {
    // Over the date line the short way.
    const east = ((longitude - first.longitude + 540) % 360) - 180;
    return {
      x: east * METRES_PER_DEGREE * shrink,
      y: (latitude - first.latitude) * METRES_PER_DEGREE,
    };
  });
}

export interface Suggestion {
  /** Stays the same while the same instruments are meant. */
  readonly id: string;
  readonly name: string;
  /** The site that they would join; undefined: a new one. */
  readonly site: SiteEntry | undefined;
  readonly instruments: readonly FleetItem[];
}

/** Groups of instruments without a site that stand near each other, or near one of a site. */
export function suggestSites(items: readonly FleetItem[]): readonly Suggestion[] {
  const placed = items.flatMap((item) => {
    const { position } = item.instrument;
    return position === undefined || !item.instrument.onServer ? [] : [{ item, position }];
  });
  return clusters(placed).flatMap((members) => {
    const sites = [...new Set(members.flatMap(({ site }) => site ?? []))];
    const loose = members.filter(({ site }) => site === undefined);
    const [site] = sites;
    // Between two sites a person has to choose.
    if (loose.length === 0 || sites.length > 1 || members.length < 2) return [];
    const id = loose
      .map(({ instrument }) => instrument.serial)
      .sort()
      .join(' ');
    return [
      {
        id: `${String(site?.id ?? 'new')} ${id}`,
        name: site?.added.name ?? commonName(loose),
        site,
        instruments: loose,
      },
    ];
  });
}

interface Placed {
  readonly item: FleetItem;
  readonly position: Position;
}
/** Each within reach of another of its cluster. */
function clusters(placed: readonly Placed[]): readonly (readonly FleetItem[])[] {
  const sorted = [...placed].sort((a, b) => a.position.latitude - b.position.latitude);
  const places = flatten(sorted.map(({ position }) => position));
  const parent = sorted.map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  places.forEach((a, i) => {
    for (let j = i + 1; j < places.length; j += 1) {
      const b = places[j];
      if (b === undefined || b.y - a.y > NEAR_METRES) break;
      if (Math.hypot(b.x - a.x, b.y - a.y) <= NEAR_METRES) parent[rootOf(j)] = rootOf(i);
    }
  });
  const groups = new Map<number, FleetItem[]>();
  sorted.forEach(({ item }, index) => {
    const root = rootOf(index);
    groups.set(root, [...(groups.get(root) ?? []), item]);
  });
  return [...groups.values()];
}

/** The words that most of their names share: `Marsh Road` of `A259 Marsh Road, layby` and `Marsh Road school`. */
export function commonName(entries: readonly FleetEntry[]): string {
  const names = entries.map(({ instrument }) => instrument.name ?? instrument.serial);
  const counts = new Map<string, number>();
  for (const run of names.flatMap((name) => [...runsOf(name)])) counts.set(run, (counts.get(run) ?? 0) + 1);
  const [best] = [...counts]
    .filter(([run, count]) => count >= 2 && count * 2 > names.length && /\p{L}{3}/u.test(run))
    .sort(([a, m], [b, n]) => n - m || b.length - a.length);
  return best?.[0] ?? names[0] ?? '';
}
/** Every run of words of a name, each once. */
function runsOf(name: string): ReadonlySet<string> {
  const words = name
    .split(/[\s,;/–-]+/)
    .filter(Boolean)
    .slice(0, 12);
  return new Set(
    words.flatMap((_, from) =>
      words.slice(from).map((__, count) => words.slice(from, from + count + 1).join(' ')),
    ),
  );
}
