/** Puts the app, or the sheet that is to be printed, into the page. */
import { mount } from 'svelte';
import App from './App.svelte';
import type { Api } from './api';
import { parseRoute } from './router.svelte';
import { loadWhenIdle } from './views/later.svelte';
import { likelyNext, viewsOf } from './views/views';

/** So long the first screen has for its own questions before code is loaded that nobody asked for. */
const FIRST_LOOK_MS = 1_000;

export async function start(target: HTMLElement, api: Api): Promise<void> {
  if (window.location.hash.startsWith('#/print/')) {
    const [{ parsePrintRoute }, { mountPrint }] = await Promise.all([
      import('./views/print/print-route'),
      import('./views/print/print'),
    ]);
    const route = parsePrintRoute(window.location.hash);
    if (route !== undefined) {
      mountPrint(target, api, route);
      return;
    }
  }
  // While the archive is still being opened.
  for (const view of viewsOf(parseRoute(window.location.hash))) void view.load();
  const onready = () => setTimeout(() => void loadWhenIdle(window, likelyNext), FIRST_LOOK_MS);
  mount(App, { target, props: { api, page: window, onready } });
}
