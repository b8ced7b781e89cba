/** How this person likes to see the fleet; kept in the page's own storage. */
export type FleetView = 'table' | 'cards' | 'plan';
const VIEWS: readonly FleetView[] = ['table', 'cards', 'plan'];
const KEY = 'leqbook-fleet';

export interface FleetMemory {
  readonly view: FleetView;
  /** Suggestions of sites that were turned down. */
  readonly declined: readonly string[];
}

/** Anything not understood is the default. */
export function parseMemory(text: string | null): FleetMemory {
  let saved: { view?: unknown; declined?: unknown } = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) saved = parsed;
  } catch {
    // Unreadable memory is none.
  }
  return {
    view: VIEWS.find((view) => view === saved.view) ?? 'table',
    declined: Array.isArray(saved.declined) ? saved.declined.filter((each) => typeof each === 'string') : [],
  };
}
export const recall = (storage: Storage): FleetMemory => parseMemory(storage.getItem(KEY));
export const remember = (storage: Storage, memory: FleetMemory): void =>
  storage.setItem(KEY, JSON.stringify(memory));
