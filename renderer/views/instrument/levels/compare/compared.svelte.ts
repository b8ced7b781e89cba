/** The instruments that the levels are compared with: named in the address, told by their names and sites. */
import type { Entry, FleetEntry } from '../../../../../electron/contract/index';
import { MOST_COMPARED } from '../../../../router.svelte';
import type { App } from '../../../../state/app.svelte';
import { resource } from '../../../../state/resource.svelte';

export interface Compared {
  readonly serial: string;
  readonly name: string;
  readonly site: string | undefined;
  /** All of that. */
  readonly title: string;
}
export interface Comparison {
  /** What the others are compared with. */
  readonly own: Compared;
  readonly chosen: readonly Compared[];
  /** All others that there are to choose from, by name. */
  readonly all: readonly Compared[];
  readonly isFull: boolean;
  /** Adds it, or takes it away; a step of its own on the way back. */
  readonly turn: (serial: string) => void;
}

/** Each instrument, by name. */
export function comparable(fleet: readonly FleetEntry[], sites: readonly Entry[]): readonly Compared[] {
  const siteOf = (serial: string): string | undefined => {
    for (const { added } of sites)
      if (added.kind === 'site' && added.instruments.includes(serial)) return added.name;
    return undefined;
  };
  return fleet
    .map(({ instrument: { serial, name } }) => compared(serial, name, siteOf(serial)))
    .sort((a, b) => a.name.localeCompare(b.name));
}
function compared(serial: string, name: string | undefined, site: string | undefined): Compared {
  const known = name ?? serial;
  const title = [known === serial ? serial : `${known} (${serial})`, site].filter(Boolean).join(', ');
  return { serial, name: known, site, title };
}

/** Must be called while a component is set up. */
export function createComparison(
  { api, router }: Pick<App, 'api' | 'router'>,
  serial: () => string,
): Comparison {
  const fleet = resource(
    api,
    () => ({ name: 'fleet.list' as const, input: undefined }),
    () => ({ tables: ['instruments'] }),
  );
  const sites = resource(
    api,
    () => ({ name: 'people.list' as const, input: { kinds: ['site' as const] } }),
    () => ({ tables: ['people'] }),
  );
  const all = $derived(comparable(fleet.value ?? [], sites.value ?? []));
  const serials = $derived(router.route.screen === 'instrument' ? (router.route.with ?? []) : []);
  const about = (each: string): Compared =>
    all.find((one) => one.serial === each) ?? compared(each, undefined, undefined);
  const own = $derived(about(serial()));
  const others = $derived(all.filter((one) => one.serial !== serial()));
  const chosen = $derived(serials.map(about));
  return {
    get own() {
      return own;
    },
    get chosen() {
      return chosen;
    },
    get all() {
      return others;
    },
    get isFull() {
      return serials.length >= MOST_COMPARED;
    },
    turn(other) {
      const { route } = router;
      if (route.screen !== 'instrument') return;
      const rest = serials.filter((each) => each !== other);
      const next = rest.length < serials.length ? rest : [...serials, other].slice(0, MOST_COMPARED);
      router.go({ ...route, with: next });
    },
  };
}
