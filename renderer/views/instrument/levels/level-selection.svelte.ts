/** The stretch that is selected of the levels, what is left out of it, and what is being written on it. */
import type { Entry, Exclusions, Span } from '../../../../electron/contract/index';
import type { App } from '../../../state/app.svelte';
import { leftOutOf } from './left-out.svelte';

export interface Writing {
  readonly kind: 'note' | 'exclusion';
  readonly span: Span;
  /** What is changed; without it something new is written. */
  readonly entry?: Entry;
}
export interface LevelSelection {
  readonly span: Span | undefined;
  /** Undefined until it is known. */
  readonly leftOut: Exclusions | undefined;
  /** A drag across the chart selects, and arrow keys move a mark. */
  selecting: boolean;
  readonly writing: Writing | undefined;
  readonly select: (span: Span | undefined) => void;
  /** Begins to write on what is selected. */
  readonly write: (kind: Writing['kind']) => void;
  /** Begins to change what was written, wherever it stands. */
  readonly change: (entry: Entry) => void;
  readonly written: () => void;
}

/** Must be called while a component is set up. */
export function createLevelSelection(app: Pick<App, 'api'>, serial: () => string): LevelSelection {
  let span = $state.raw<Span | undefined>();
  let selecting = $state(false);
  let writing = $state.raw<Writing | undefined>();
  const leftOut = leftOutOf(app, () => ({ serial: serial(), span }));
  return {
    get span() {
      return span;
    },
    get leftOut() {
      return leftOut.value;
    },
    get selecting() {
      return selecting;
    },
    set selecting(next) {
      selecting = next;
    },
    get writing() {
      return writing;
    },
    select: (next) => (span = next),
    write: (kind) => span && (writing = { kind, span }),
    change: (entry) =>
      (writing = { kind: 'note', span: { from: entry.from ?? 0, to: entry.to ?? 0 }, entry }),
    written: () => (writing = undefined),
  };
}
