/** The least that Electron can be: one window with one button. What Leqbook's start-up is measured against. */
const path = require('node:path');
const process = require('node:process');
const { app, BrowserWindow } = require('electron');

app.setPath('userData', process.env.EMPTY_APP_HOME);
app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  return window.loadFile(path.join(app.getAppPath(), 'index.html'));
});
