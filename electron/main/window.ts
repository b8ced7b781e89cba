/** The window: locked down, and back where it was left. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BrowserWindow, screen, session, type Rectangle, type WebContents } from 'electron';
import { keptZoom, nextZoom, type ZoomStep } from '../contract/zoom';
import { PAGE } from './protocols';

const SMALLEST = { width: 960, height: 600 };
const USUAL = { width: 1280, height: 800 };

/** Of every page of ours, seen or not. */
export const PAGE_PREFERENCES: Electron.WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  spellcheck: false,
};

/** It goes nowhere and opens nothing. */
export function confine({ webContents }: BrowserWindow): void {
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
}

export function openWindow(deps: { readonly home: string; readonly preload: string }): BrowserWindow {
  const file = path.join(deps.home, 'window.json');
  const { zoom, ...bounds } = savedPlace(file);
  const window = new BrowserWindow({
    ...USUAL,
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Leqbook',
    autoHideMenuBar: true,
    webPreferences: { ...PAGE_PREFERENCES, preload: deps.preload, zoomFactor: zoom },
  });
  confine(window);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => savePlace(file, window));
  // A page that crashed comes back by itself; what it showed is in the archive.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.reload();
  });
  void window.loadURL(PAGE);
  return window;
}

/** Nothing in Leqbook needs a permission, so every request for one is refused. */
export function refusePermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}

export function zoomPage(page: WebContents, step: ZoomStep): void {
  page.setZoomFactor(nextZoom(page.getZoomFactor(), step));
}

interface Place extends Partial<Rectangle> {
  readonly zoom: number;
}
/** Where the window was, if some screen still shows that place, and how large all was drawn in it. */
function savedPlace(file: string): Place {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Rectangle & { readonly zoom?: unknown };
    const { x, y, width, height } = kept;
    const zoom = keptZoom(kept.zoom);
    const seen = screen
      .getAllDisplays()
      .some(
        ({ workArea }) =>
          x < workArea.x + workArea.width &&
          x + width > workArea.x &&
          y >= workArea.y &&
          y < workArea.y + workArea.height,
      );
    return seen ? { x, y, width, height, zoom } : { width, height, zoom };
  } catch {
    return { zoom: 1 };
  }
}
function savePlace(file: string, window: BrowserWindow): void {
  try {
    const zoom = window.webContents.getZoomFactor();
    writeFileSync(file, JSON.stringify({ ...window.getNormalBounds(), zoom }));
  } catch {
    // Losing the window's place is not worth a word.
  }
}
