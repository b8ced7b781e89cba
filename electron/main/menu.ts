/** The application menu: only what the system expects; everything else is in the window. */
import { app, BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import type { ZoomStep } from '../contract/zoom';
import { zoomPage } from './window';

/** The page hears the keys themselves, so that they do the same wherever its menu is not. */
const zoom = (label: string, accelerator: string, step: ZoomStep): MenuItemConstructorOptions => ({
  ...{ label, accelerator, registerAccelerator: false },
  click: (_item, window) => window instanceof BrowserWindow && zoomPage(window.webContents, step),
});

export function setMenu(): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        zoom('Actual Size', 'CmdOrCtrl+0', 'reset'),
        zoom('Zoom In', 'CmdOrCtrl+Plus', 'in'),
        zoom('Zoom Out', 'CmdOrCtrl+-', 'out'),
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
