import type { Locator, Page } from 'playwright/test';

export type FilterName =
  'Instrument' | 'Date' | 'Time of day' | 'Trigger' | 'Event type' | 'Level' | 'On this computer' | 'Tag';

/** The list of sounds: of all instruments on its own screen, of one in its tab. */
export class SoundsPage {
  readonly grid: Locator;
  /** Those that exist: in view, and a few around it. The head is not among them. */
  readonly rows: Locator;
  readonly details: Locator;
  readonly chips: Locator;
  readonly downloadButton: Locator;
  readonly reviewButton: Locator;
  readonly chooseAll: Locator;
  /** The filter that is open. */
  readonly card: Locator;

  constructor(readonly page: Page) {
    this.grid = page.getByRole('grid', { name: /^Sounds/ });
    this.rows = this.grid.locator('[role=row][tabindex]');
    this.details = page.getByRole('region', { name: 'Details' });
    this.chips = page.getByRole('list', { name: 'Filtered by' }).getByRole('listitem');
    this.downloadButton = page.getByRole('button', { name: 'Download…' });
    this.reviewButton = page.getByRole('button', { name: 'Review' });
    this.chooseAll = this.grid.getByRole('checkbox', { name: /^Choose all/ });
    this.card = page.getByRole('dialog', { name: /^Filter by/ });
  }

  /** By its place in the list, 0 for the first. */
  row(place: number): Locator {
    return this.grid.locator(`[aria-rowindex="${String(place + 2)}"]`);
  }
  /** How many there are of what is filtered by, as the screen says it. */
  async total(): Promise<number> {
    return Number(await this.grid.getAttribute('aria-rowcount')) - 1;
  }
  /** How far the list is scrolled, px. */
  async scrolled(): Promise<number> {
    return this.grid.locator('.box').evaluate((box) => box.scrollTop);
  }
  async choose(places: readonly number[]): Promise<void> {
    for (const place of places) await this.row(place).getByRole('checkbox').check();
  }
  /** What is chosen comes to this computer. Waits until the row says so. */
  async download(place: number, timeoutMs: number): Promise<void> {
    await this.downloadButton.click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Download', exact: true }).click();
    await this.local(place).waitFor({ timeout: timeoutMs });
  }
  /** The row's word for a copy on this computer. */
  local(place: number): Locator {
    return this.row(place).getByText(/FLAC|WAV/);
  }
  async exportAs(what: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    await this.page.getByRole('menuitem', { name: what }).click();
  }
  async openFilter(name: FilterName): Promise<void> {
    await this.page
      .getByRole('group', { name: 'Filter' })
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
    await this.card.waitFor();
  }
  async closeFilter(): Promise<void> {
    await this.card.getByRole('button', { name: 'Done' }).click();
    await this.card.waitFor({ state: 'detached' });
  }
  async clearAll(): Promise<void> {
    await this.page.getByRole('button', { name: 'Clear all', exact: true }).click();
  }
}
