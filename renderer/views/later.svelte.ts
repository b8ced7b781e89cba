/** Views whose code is loaded when they are first wanted, or before that in a quiet moment. */
import type { Component } from 'svelte';

export interface LaterView<Props extends object = never> {
  /** Undefined until it is loaded. */
  readonly component: Component<Props> | undefined;
  readonly failed: boolean;
  /** Loads it once, however often it is asked; never rejects. */
  load(): Promise<void>;
}
/** Of any view, whatever it wants to be given. */
export type AnyLaterView = Pick<LaterView, 'failed' | 'load'> & { readonly component: unknown };

/** A view that takes nothing allows, to the compiler, no property at all; beside it stands which view it is. */
type Given<Props> = string extends keyof Props ? object : Props & object;

export function later<Props extends object>(
  fetch: () => Promise<{ readonly default: Component<Props> }>,
): LaterView<Given<Props>> {
  let component = $state.raw<Component<Given<Props>> | undefined>();
  let failed = $state(false);
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    try {
      component = (await fetch()).default as unknown as Component<Given<Props>>;
    } catch {
      failed = true;
    }
  };
  return {
    get component() {
      return component;
    },
    get failed() {
      return failed;
    },
    load: () => (loading ??= load()),
  };
}

/** Says to the compiler whose properties these are. */
export const propsOf = <Props extends object>(_view: LaterView<Props>, given: object): Props =>
  given as Props;

/** Follows what is wanted, but stays where it was until the view of that can be shown. Must be called while a component is set up. */
export function onceLoaded<T>(
  wanted: () => T,
  viewOf: (wanted: T) => AnyLaterView,
): { readonly value: T | undefined } {
  let last: T | undefined;
  const value = $derived.by(() => {
    const next = wanted();
    const { component, failed } = viewOf(next);
    if (component !== undefined || failed) last = next;
    return last;
  });
  $effect(() => void viewOf(wanted()).load());
  return {
    get value() {
      return value;
    },
  };
}

/** Loads one after the other while nothing else is to be done, so that the first click on each is answered at once. */
export async function loadWhenIdle(page: Window, views: readonly AnyLaterView[]): Promise<void> {
  for (const view of views) {
    await new Promise((resolve) => page.requestIdleCallback(resolve));
    await view.load();
  }
}
