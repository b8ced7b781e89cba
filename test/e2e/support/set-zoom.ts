import type { ElectronApplication } from 'playwright/test';

/** Draws the window so many times as large. */
export const setZoom = (app: ElectronApplication, factor: number): Promise<void> =>
  app.evaluate(({ BrowserWindow }, to) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(to);
  }, factor);
