import type { Locator, Page } from 'playwright/test';

/** Data to a folder. The system's own folder dialog is the test's to answer. */
export class DataExportDialog {
  readonly dialog: Locator;
  readonly openButton: Locator;
  readonly chooseFolderButton: Locator;
  /** Rows, files and bytes, once they are known. */
  readonly size: Locator;
  readonly exportButton: Locator;
  readonly doneButton: Locator;

  constructor(readonly page: Page) {
    this.openButton = page.getByRole('button', { name: 'Export data…' });
    this.dialog = page.getByRole('dialog');
    this.chooseFolderButton = this.dialog.getByRole('button', { name: 'Choose folder…' });
    this.size = this.dialog.getByText(/rows? in .* files?, about/);
    this.exportButton = this.dialog.getByRole('button', { name: 'Export', exact: true });
    this.doneButton = this.dialog.getByRole('button', { name: 'Done', exact: true });
  }

  async chooseFormat(format: 'CSV' | 'Parquet' | 'XLSX'): Promise<void> {
    await this.dialog.getByRole('radio', { name: format }).check();
  }
  /** Only these, by their titles. */
  async chooseOnly(titles: readonly string[]): Promise<void> {
    await this.dialog.getByRole('checkbox', { name: 'All that has data' }).uncheck();
    for (const title of titles) await this.dialog.getByRole('checkbox', { name: title }).check();
  }
  /** Waits until the export has ended, gives the report as text, and closes the dialog. */
  async finish(timeoutMs: number): Promise<string> {
    await this.doneButton.waitFor({ timeout: timeoutMs });
    const report = await this.dialog.innerText();
    await this.doneButton.click();
    return report;
  }
}
