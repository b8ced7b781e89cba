import type { Locator, Page } from 'playwright/test';

/** From choosing what to fetch to what came of it. */
export class SyncPanel {
  readonly dialog: Locator;
  readonly startButton: Locator;
  readonly progress: Locator;
  readonly estimate: Locator;
  /** Shown once the sync has ended, however it did. */
  readonly doneButton: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog');
    this.startButton = this.dialog.getByRole('button', { name: 'Start sync' });
    this.progress = this.dialog.getByRole('progressbar');
    this.estimate = this.dialog.getByText('Requests', { exact: true });
    this.doneButton = this.dialog.getByRole('button', { name: 'Done', exact: true });
  }

  /** One of the offered lengths, or any other number of days. */
  async chooseDays(days: number): Promise<void> {
    const offered = this.dialog.getByRole('radio', { name: `${String(days)} days`, exact: true });
    if ((await offered.count()) > 0) return offered.check();
    await this.dialog.getByRole('radio', { name: 'Other' }).check();
    await this.dialog.getByLabel('Number of days').fill(String(days));
  }
  /** Only these, by name or serial; the fleet must be known. */
  async chooseOnly(instruments: readonly string[]): Promise<void> {
    await this.dialog.getByRole('checkbox', { name: /^All / }).uncheck();
    for (const instrument of instruments)
      await this.dialog.getByRole('checkbox', { name: instrument }).check();
  }
  async start(): Promise<void> {
    await this.startButton.click();
  }
  async pause(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  }
  async resume(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Resume', exact: true }).click();
  }
  async cancel(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Cancel sync' }).click();
  }
  /** Waits until it has ended, gives the report as text, and closes the panel. */
  async finish(timeoutMs: number): Promise<string> {
    await this.doneButton.waitFor({ timeout: timeoutMs });
    const report = await this.dialog.innerText();
    await this.doneButton.click();
    return report;
  }
}
