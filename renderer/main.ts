import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import { createApi } from './api';
import App from './App.svelte';

const target = document.getElementById('app');
// Before anything is waited for: the port comes once this script has run.
const api = createApi(window);
if (target !== null) void show(target);

async function show(page: HTMLElement): Promise<void> {
  if (window.location.hash.startsWith('#/print/')) {
    const [{ parsePrintRoute }, { mountPrint }] = await Promise.all([
      import('./views/print/print-route'),
      import('./views/print/print'),
    ]);
    const route = parsePrintRoute(window.location.hash);
    if (route !== undefined) {
      mountPrint(page, api, route);
      return;
    }
  }
  mount(App, { target: page, props: { api, page: window } });
}
