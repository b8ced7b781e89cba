/** The instruments that the levels are compared with: named in the address, told by their names and sites. */
import type { Entry, FleetEntry } from '../../../../../electron/contract/index';
import { MOST_COMPARED } from '../../../../router.svelte';
import type { App } from '../../../../state/app.svelte';
import { resource, type Resource } from '../../../../state/resource.svelte';

export interface Compared {
  readonly serial: string;
  readonly name: string;
  readonly site: string | undefined;
  /** All of that. */
  readonly title: string;
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

/** Must be made while a component is set up. */
export class Comparison {
  readonly #router: App['router'];
  readonly #serial: () => string;
  readonly #fleet: Resource<readonly FleetEntry[]>;
  readonly #sites: Resource<readonly Entry[]>;
  readonly #everyone = $derived.by(() => comparable(this.#fleet.value ?? [], this.#sites.value ?? []));
  readonly #serials = $derived.by(() => {
    const { route } = this.#router;
    return route.screen === 'instrument' ? (route.with ?? []) : [];
  });
  /** What the others are compared with. */
  readonly own = $derived.by(() => this.#about(this.#serial()));
  readonly chosen = $derived.by(() => this.#serials.map((each) => this.#about(each)));
  /** All others that there are to choose from, by name. */
  readonly all = $derived.by(() => this.#everyone.filter((one) => one.serial !== this.#serial()));
  readonly isFull = $derived.by(() => this.#serials.length >= MOST_COMPARED);

  constructor({ api, router }: Pick<App, 'api' | 'router'>, serial: () => string) {
    this.#router = router;
    this.#serial = serial;
    this.#fleet = resource(
      api,
      () => ({ name: 'fleet.list' as const, input: undefined }),
      () => ({ tables: ['instruments'] }),
    );
    this.#sites = resource(
      api,
      () => ({ name: 'people.list' as const, input: { kinds: ['site' as const] } }),
      () => ({ tables: ['people'] }),
    );
  }

  /** Adds it, or takes it away; a step of its own on the way back. */
  readonly turn = (other: string): void => {
    const { route } = this.#router;
    if (route.screen !== 'instrument') return;
    const rest = this.#serials.filter((each) => each !== other);
    const next = rest.length < this.#serials.length ? rest : [...this.#serials, other];
    this.#router.go({ ...route, with: next.slice(0, MOST_COMPARED) });
  };

  #about(each: string): Compared {
    return this.#everyone.find((one) => one.serial === each) ?? compared(each, undefined, undefined);
  }
}
