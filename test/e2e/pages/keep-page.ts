import type { Locator, Page } from 'playwright/test';

/** What to keep, for all instruments or one. */
export class KeepPage {
  readonly heading: Locator;
  readonly instrument: Locator;
  readonly undoButton: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole('heading', { name: 'What to keep' });
    this.instrument = page.getByLabel('Choose for');
    this.undoButton = page.getByRole('button', { name: 'Undo' });
  }

  keeps(title: string, whom = 'for all instruments'): Locator {
    return this.page.getByRole('checkbox', { name: `Keep ${title}, ${whom}`, exact: true });
  }
  days(title: string, whom = 'for all instruments'): Locator {
    return this.page.getByRole('combobox', { name: `How long to keep ${title}, ${whom}`, exact: true });
  }
  async unfold(title: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${title}`) }).click();
  }
}
