import { expect } from 'playwright/test';
import { startDemo, type Demo } from '../../support/demo';
import { test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { SignInPage } from '../pages/sign-in-page';

let demo: Demo;
test.beforeEach(async () => {
  demo = await startDemo({ now: Date.now() });
});
test.afterEach(() => demo.close());

test('the page has no Node, no Electron and no network, and can go nowhere', async ({ start }) => {
  const { app, page } = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(page).demoButton.waitFor();
  const found = await page.evaluate(async (url) => {
    const attempt = (work: () => Promise<unknown>) =>
      work().then(
        () => 'possible',
        () => 'refused',
      );
    const inline = document.createElement('script');
    inline.textContent = 'window.planted = true';
    document.body.append(inline);
    return {
      globals: ['require', 'process', 'module', 'electron', 'ipcRenderer'].filter((name) => name in window),
      fetched: await attempt(() => fetch(url)),
      planted: 'planted' in window,
      opened: window.open('https://example.invalid') === null ? 'refused' : 'possible',
      microphone: await attempt(() => navigator.mediaDevices.getUserMedia({ audio: true })),
      outside: await Promise.all(
        [
          '../electron/main.cjs',
          '%2e%2e/electron/main.cjs',
          '..%2felectron%2fmain.cjs',
          '..%5cpackage.json',
        ].map((file) => attempt(() => fetch(`app://renderer/${file}`))),
      ),
      inside: await attempt(() => fetch('app://renderer/index.html')),
    };
  }, demo.url);
  expect(found).toEqual({
    globals: [],
    fetched: 'refused',
    planted: false,
    opened: 'refused',
    microphone: 'refused',
    outside: ['refused', 'refused', 'refused', 'refused'],
    inside: 'possible',
  });
  // Asked of the window itself: Playwright would wait for the navigation that must not come.
  const stayed = await app.evaluate(async ({ BrowserWindow }) => {
    const [window, ...others] = BrowserWindow.getAllWindows();
    const run = (script: string) => window?.webContents.executeJavaScript(script) as Promise<string>;
    await run("location.href = 'https://example.invalid'; ''");
    return {
      url: window?.webContents.getURL(),
      text: await run('document.body.innerText'),
      others: others.length,
    };
  });
  expect(stayed).toMatchObject({ url: 'app://renderer/index.html', others: 0 });
  expect(stayed.text).toContain('Explore the demo account');
});

test('names from the service are shown as text, whatever they contain', async ({ start }) => {
  demo.levers.hostileNames(true);
  const { page } = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(page).exploreDemo();
  await expect(new FleetPage(page).rows).toHaveCount(demo.world.instruments().length);
  await expect(new FleetPage(page).table).toContainText('<');
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
});
