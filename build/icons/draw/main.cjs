/** Draws an SVG file on a transparent page and saves it as <size>x<size>.png: `electron draw <svg> <folder> <sizes>`. */
const { Buffer } = require('node:buffer');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { app, BrowserWindow } = require('electron');

async function draw(svg, size) {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await window.loadURL('data:text/html,<!doctype html>');
  const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  const drawn = await window.webContents.executeJavaScript(`(async () => {
    const image = new Image(${size}, ${size});
    image.src = ${JSON.stringify(url)};
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} });
    canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size});
    return canvas.toDataURL('image/png');
  })()`);
  window.destroy();
  return Buffer.from(drawn.split(',')[1], 'base64');
}

app.on('window-all-closed', () => undefined);
app
  .whenReady()
  .then(async () => {
    const [file, folder, sizes] = process.argv.slice(-3);
    const svg = fs.readFileSync(file);
    for (const size of sizes.split(',').map(Number))
      fs.writeFileSync(path.join(folder, `${size}x${size}.png`), await draw(svg, size));
    app.exit(0);
  })
  .catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    app.exit(1);
  });
