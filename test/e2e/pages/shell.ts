import { expect, type Locator, type Page } from 'playwright/test';

/** How long news stays, at least and at most. */
const [BRIEF_MS, LONG_MS] = [4_000, 15_000];

/** What surrounds every screen. */
export class Shell {
  /** `Offline since 14:02 · showing what is stored here`; absent while online. */
  readonly offlineBanner: Locator;
  /** The line at the foot: what is being done, and how the service stands. */
  readonly statusLine: Locator;
  readonly accountMenu: Locator;
  /** What ended while nobody looked at it; gone after a while. */
  readonly news: Locator;

  constructor(readonly page: Page) {
    this.offlineBanner = page.getByRole('status').filter({ hasText: 'Offline' });
    this.statusLine = page.getByRole('contentinfo', { name: 'Status' });
    this.news = page.getByRole('region', { name: /^News/ }).getByRole('listitem');
    this.accountMenu = page.getByRole('button', { name: /^Account and settings/ });
  }

  /** All there is; each would be gone by itself, too, perhaps before it is got at. */
  async dismissNews(): Promise<void> {
    const close = this.news.getByRole('button', { name: 'Close toast' });
    await close
      .first()
      .waitFor({ timeout: BRIEF_MS })
      .catch(() => undefined);
    await expect(async () => {
      for (const each of await close.all()) await each.click({ timeout: 1_000 });
      await expect(this.news).toHaveCount(0, { timeout: 1_000 });
    }).toPass({ timeout: LONG_MS });
  }
  async goTo(screen: 'Fleet' | 'Sounds' | 'Jobs'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click();
  }
  async choose(item: string | RegExp): Promise<void> {
    await this.accountMenu.click();
    // Items are menuitems, choices among several are menuitemradios.
    await this.page.getByRole('menu').locator('[role^="menuitem"]').filter({ hasText: item }).click();
  }
  async setTheme(theme: 'As the system' | 'Light' | 'Dark' | 'Sunlight'): Promise<void> {
    await this.choose(theme);
    await this.page.keyboard.press('Escape');
  }
  async signOut(data: 'keep' | 'delete' = 'keep'): Promise<void> {
    await this.choose('Sign out…');
    const dialog = this.page.getByRole('dialog');
    await dialog
      .getByRole('radio', { name: data === 'keep' ? /^Keep the data/ : /^Delete the data/ })
      .check();
    await dialog.getByRole('button', { name: /^Sign out/ }).click();
  }
  /** Opens an instrument by a few letters of its name or serial. */
  async jumpTo(text: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k');
    await this.page.getByRole('combobox').fill(text);
    await this.page.getByRole('option', { selected: true }).filter({ hasText: text }).waitFor();
    await this.page.keyboard.press('Enter');
  }
}
