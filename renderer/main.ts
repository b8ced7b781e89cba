import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import { createApi } from './api';
import App from './App.svelte';
import { parsePrintRoute } from './views/passport/print-route';

const target = document.getElementById('app');
// Before anything is waited for: the port comes once this script has run.
const api = createApi(window);
const printed = parsePrintRoute(window.location.hash);
if (target !== null && printed !== undefined)
  void import('./views/passport/print').then(({ mountPrint }) => mountPrint(target, api, printed));
else if (target !== null) mount(App, { target, props: { api, page: window } });
