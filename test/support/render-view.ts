/** One view of the page in a test, by itself, talking over a real message channel to a core of canned data. */
import { cleanup, render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import type { Calls, Events, Handlers } from '../../electron/contract/index';
import { connect } from '../../electron/contract/rpc';
import { domPort } from '../../renderer/api';
import { createApp, setApp, type App } from '../../renderer/state/app.svelte';
import { fakeState, startFakeCore, type FakeCore, type FakeState } from './fake-core';

export interface RenderedView {
  readonly core: FakeCore;
  readonly app: App;
  close(): void;
}

/** `prepare` changes the core's state before anything is asked. */
export function renderView<Props extends Record<string, unknown>>(
  view: Component<Props>,
  props: Props,
  options: { readonly prepare?: (state: FakeState) => void; readonly overrides?: Partial<Handlers> } = {},
): RenderedView {
  const { port1, port2 } = new MessageChannel();
  const state = fakeState(Date.now());
  options.prepare?.(state);
  const core = startFakeCore({ port: domPort(port1), state, overrides: options.overrides ?? {} });
  const api = connect<Calls, Events>();
  const app = createApp({ api, page: window });
  const host: Component = (internals) => {
    setApp(app);
    return view(internals, props);
  };
  // With a map of its own, there is a context to set.
  render(host, { context: new Map() });
  api.attach(domPort(port2));
  return {
    core,
    app,
    close() {
      cleanup();
      port1.close();
      port2.close();
      window.localStorage.clear();
    },
  };
}
