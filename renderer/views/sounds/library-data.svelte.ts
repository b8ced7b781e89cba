/** What the list of sounds is told beside its rows: the tags, the instruments' names, and how old it is. */
import type { FleetEntry, Tag } from '../../../electron/contract/index';
import type { App } from '../../state/app.svelte';
import { resource } from '../../state/resource.svelte';
import { lastAsked } from '../instrument/asked';

export interface LibraryData {
  /** Undefined until they are known. */
  readonly tags: readonly Tag[] | undefined;
  /** Empty where the list is of one instrument. */
  readonly fleet: readonly FleetEntry[];
  /** When the lists were last asked for; undefined: not of all of them yet. */
  readonly asked: number | undefined;
  readonly nameOf: (serial: string) => string;
}

/** Must be called while a component is set up. */
export function createLibraryData({ api }: Pick<App, 'api'>, serial: () => string | undefined): LibraryData {
  const tags = resource(
    api,
    () => ({ name: 'tags.get' as const, input: undefined }),
    () => ({ tables: ['marks'] }),
  );
  const fleet = resource(
    api,
    () => (serial() === undefined ? { name: 'fleet.list' as const, input: undefined } : undefined),
    () => ({ tables: ['instruments'] }),
  );
  const asked = askedAt(api, serial);
  return {
    get tags() {
      return tags.value;
    },
    get fleet() {
      return serial() === undefined ? (fleet.value ?? []) : [];
    },
    get asked() {
      return asked();
    },
    nameOf: (of) => fleet.value?.find(({ instrument }) => instrument.serial === of)?.instrument.name ?? of,
  };
}
function askedAt(api: App['api'], serial: () => string | undefined): () => number | undefined {
  const coverage = resource(
    api,
    () => {
      const instrument = serial();
      return { name: 'coverage.list' as const, input: instrument === undefined ? {} : { instrument } };
    },
    () => {
      const instrument = serial();
      return { tables: ['coverage'], instruments: instrument === undefined ? undefined : [instrument] };
    },
  );
  const asked = $derived.by(() => {
    const [recordings, events] = (['recordings', 'events'] as const).map((id) =>
      lastAsked(coverage.value ?? [], id),
    );
    // The older of the two is the age of the list.
    return recordings === undefined || events === undefined
      ? (recordings ?? events)
      : Math.min(recordings, events);
  });
  return () => asked;
}
