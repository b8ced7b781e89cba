/** The whole page in a test, talking over a real message channel to a core of canned data. */
import { cleanup, render } from '@testing-library/svelte';
import { connect } from '../../electron/contract/rpc';
import type { Calls, Events, Handlers } from '../../electron/contract/index';
import App from '../../renderer/App.svelte';
import { domPort } from '../../renderer/api';
import { fakeState, startFakeCore, type FakeCore, type FakeState } from './fake-core';

export interface RenderedApp {
  readonly core: FakeCore;
  close(): void;
}
/** Renders the page at `hash`. `prepare` changes the core's state before anything is asked. */
export function renderApp(options: {
  readonly hash?: string;
  readonly prepare?: (state: FakeState) => void;
  readonly overrides?: Partial<Handlers>;
}): RenderedApp {
  const { hash = '', prepare, overrides = {} } = options;
  const { port1, port2 } = new MessageChannel();
  const state = fakeState(Date.now());
  prepare?.(state);
  const core = startFakeCore({ port: domPort(port1), state, overrides });
  const api = connect<Calls, Events>();
  window.location.hash = hash;
  render(App, { props: { api, page: window } });
  api.attach(domPort(port2));
  return {
    core,
    close() {
      cleanup();
      port1.close();
      port2.close();
      window.localStorage.clear();
    },
  };
}
