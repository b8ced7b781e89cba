import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { createApi } from './api';

const target = document.getElementById('app');
// Before anything is waited for: the port comes once this script has run.
const api = createApi(window);
if (target !== null) void begin(target);

/** Everything else tells times, which a browser without Temporal of its own must be given before. */
async function begin(page: HTMLElement): Promise<void> {
  if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');
  const { start } = await import('./start');
  await start(page, api);
}
