import type { Locator, Page } from 'playwright/test';

/** The list of all instruments. */
export class FleetPage {
  readonly heading: Locator;
  readonly table: Locator;
  /** Every instrument's row. */
  readonly rows: Locator;
  readonly filter: Locator;
  readonly syncButton: Locator;
  readonly emptyHeading: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole('heading', { name: 'Fleet', exact: true });
    this.table = page.getByRole('table', { name: 'Instruments' });
    this.rows = this.table.locator('tbody tr');
    this.filter = page.getByRole('searchbox', { name: 'Filter instruments' });
    this.syncButton = page.getByRole('button', { name: 'Sync', exact: true });
    this.emptyHeading = page.getByRole('heading', { name: 'Nothing is stored here yet' });
  }

  /** A row by the instrument's name or serial. */
  row(instrument: string): Locator {
    return this.rows.filter({ hasText: instrument });
  }
  async open(instrument: string): Promise<void> {
    await this.row(instrument).click();
  }
  async openSync(): Promise<void> {
    await this.syncButton.click();
  }
}
