/** Which zone times are shown in, and which they are reckoned in. */
import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { App } from '../../../../renderer/state/app.svelte';
import Empty from '../../../../renderer/components/Empty.svelte';
import { fakeEntry } from '../../../support/fake-people';
import { PATIENT } from '../../../support/patient';
import { renderView, type RenderedView } from '../../../support/render-view';

const SITE_ZONE = 'Australia/Lord_Howe';
let view: RenderedView | undefined;
afterEach(() => {
  view?.close();
  view = undefined;
  window.location.hash = '';
});

async function open(): Promise<App> {
  view = renderView(
    Empty as never,
    { title: 'Nothing' },
    {
      prepare: (state) =>
        void (state.people.entries = [
          fakeEntry(1, {
            added: { kind: 'site', name: 'Quay', zone: SITE_ZONE, tags: [], instruments: ['QT1'] },
          }),
          fakeEntry(2, { added: { kind: 'site', name: 'Yard', tags: [], instruments: ['QT2'] } }),
        ]),
    },
  );
  const { app } = view;
  await vi.waitFor(() => expect(app.siteZone('QT1')).toBe(SITE_ZONE), PATIENT);
  return app;
}

it('reckons by the site of each instrument, and by this computer where its site has no zone', async () => {
  const app = await open();
  expect(app.siteZone('QT2')).toBe(app.settings.localZone);
  app.settings.timeDisplay = 'utc';
  expect(app.siteZone('QT1')).toBe(SITE_ZONE);
});

it('shows times by the clocks of the site only while one of its instruments is on show', async () => {
  const app = await open();
  app.settings.timeDisplay = 'site';
  expect(app.settings.zone).toBe(app.settings.localZone);
  app.router.go({ screen: 'instrument', serial: 'QT1', tab: 'levels' });
  flushSync();
  expect(app.settings.zone).toBe(SITE_ZONE);
  app.router.go({ screen: 'instrument', serial: 'QT2', tab: 'levels' });
  flushSync();
  expect(app.settings.zone).toBe(app.settings.localZone);
  app.settings.timeDisplay = 'utc';
  expect(app.settings.zone).toBe('UTC');
});
