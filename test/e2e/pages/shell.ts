import type { Locator, Page } from 'playwright/test';

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

  async dismissNews(): Promise<void> {
    await this.news.getByRole('button', { name: 'Close toast' }).click();
    await this.news.waitFor({ state: 'detached' });
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
