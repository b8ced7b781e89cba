/** Hands the core's port to the page, and its wish to be drawn larger or smaller to main; nothing else. */
import { ipcRenderer } from 'electron';
import { ZOOM_MESSAGE, ZOOM_STEPS } from '../contract/zoom';

ipcRenderer.on('core-port', ({ ports }) => {
  window.postMessage('leqbook-port', location.origin, ports);
});
// By then the page's module script has run and listens.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('page-ready'));
window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  const step = source === window ? ZOOM_STEPS.find((each) => data === `${ZOOM_MESSAGE}:${each}`) : undefined;
  if (step !== undefined) ipcRenderer.send('zoom', step);
});
