/** Hands the core's port to the page, and nothing else. */
import { ipcRenderer } from 'electron';

ipcRenderer.on('core-port', ({ ports }) => {
  window.postMessage('leqbook-port', location.origin, ports);
});
// By then the page's module script has run and listens.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('page-ready'));
