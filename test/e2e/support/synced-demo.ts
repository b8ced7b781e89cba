/** The demo account as most screens need it: a service of the test's own, and some of its instruments synced. */
import type { Page } from 'playwright/test';
import { createWorld } from '../../../electron/demo/world/create-world';
import { startDemo, type Demo } from '../../support/demo';
import { test as base } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { KeepPage } from '../pages/keep-page';
import { SignInPage } from '../pages/sign-in-page';
import { SyncPanel } from '../pages/sync-panel';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
const SYNC_MS = 50_000;

/** `test` of the app with a demo service that ends with it. Start the app with `LEQBOOK_API_URL: demo.url`. */
export const test = base.extend<{ readonly demo: Demo }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs from this pattern
  demo: async ({}, use) => {
    const now = Date.now();
    const demo = await startDemo({
      now,
      keys: [{ key: KEY }],
      world: createWorld({ seed: 1, epochMs: now }),
    });
    await use(demo);
    await demo.close();
  },
});

export interface SyncChoice {
  /** By name or serial. */
  readonly instruments: readonly string[];
  readonly days: number;
  /** Leaves out band levels of every second, which make a sync long. */
  readonly withoutSpectra?: boolean;
}

/** Ends at the fleet, of which nothing is known but what there is. */
export async function signInDemo(page: Page): Promise<FleetPage> {
  await new SignInPage(page).signIn(KEY, 'session');
  const fleet = new FleetPage(page);
  await fleet.rows.first().waitFor();
  return fleet;
}
/** Signs in, syncs what was chosen, and ends at the fleet. */
export async function syncDemo(
  page: Page,
  { instruments, days, withoutSpectra = false }: SyncChoice,
): Promise<FleetPage> {
  const fleet = await signInDemo(page);
  if (withoutSpectra) await new KeepPage(page).leaveOutSpectra();
  await fleet.openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly(instruments);
  await panel.chooseDays(days);
  await panel.start();
  await panel.finish(SYNC_MS);
  return fleet;
}
