import type { Locator, Page } from 'playwright/test';

/** Sounds to a folder. The system's own folder dialog is the test's to answer. */
export class ExportDialog {
  readonly dialog: Locator;
  readonly chooseFolderButton: Locator;
  readonly format: Locator;
  readonly exportButton: Locator;
  readonly doneButton: Locator;
  readonly showFolderButton: Locator;
  /** Shows the first name; opens how names are made. */
  readonly namesButton: Locator;
  readonly template: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog');
    this.chooseFolderButton = this.dialog.getByRole('button', { name: 'Choose folder…' });
    this.format = this.dialog.getByLabel('Format');
    this.exportButton = this.dialog.getByRole('button', { name: 'Export', exact: true });
    this.doneButton = this.dialog.getByRole('button', { name: 'Done', exact: true });
    this.namesButton = this.dialog.getByRole('button', { name: /\.(flac|wav|aac|ogg)$/ });
    this.template = this.dialog.getByLabel('Template of names');
    this.showFolderButton = this.dialog.getByRole('button', { name: 'Show folder' });
  }

  async chooseFormat(format: 'FLAC' | 'WAV' | 'AAC' | 'OGG'): Promise<void> {
    await this.format.selectOption(format);
  }
  /** Waits until the export has ended, gives the report as text, and closes the dialog. */
  async finish(timeoutMs: number): Promise<string> {
    await this.doneButton.waitFor({ timeout: timeoutMs });
    const report = await this.dialog.innerText();
    await this.doneButton.click();
    return report;
  }
}
