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
    this.rows = this.table.locator('tbody tr[data-serial]');
    this.filter = page.getByRole('searchbox', { name: 'Filter instruments' });
    this.syncButton = page.getByRole('button', { name: 'Sync', exact: true });
    this.emptyHeading = page.getByRole('heading', { name: 'Nothing is stored here yet' });
  }

  /** A row by the instrument's name or serial. */
  row(instrument: string): Locator {
    return this.rows.filter({ hasText: instrument });
  }
  async open(instrument: string): Promise<void> {
    // By its name: elsewhere in the row a reason may lead to its evidence.
    await this.row(instrument).getByRole('rowheader').click();
  }
  async chooseView(view: 'Table' | 'Cards' | 'Plan'): Promise<void> {
    await this.page.getByRole('group', { name: 'View' }).getByRole('button', { name: view }).click();
  }
  async openSync(): Promise<void> {
    await this.syncButton.click();
  }
}
