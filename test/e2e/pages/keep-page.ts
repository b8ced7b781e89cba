import { expect, type Locator, type Page } from 'playwright/test';
import { FleetPage } from './fleet-page';
import { Shell } from './shell';

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
  /** Comes from any screen, leaves out what makes a sync long, and ends at the fleet. */
  async leaveOutSpectra(): Promise<void> {
    const shell = new Shell(this.page);
    await shell.choose('What to keep');
    await this.unfold('Frequency time history');
    const spectra = 'Frequency time history, octaves, Z, 1 s';
    await this.keeps(spectra).uncheck();
    await expect(this.days(spectra)).toHaveCount(0);
    await shell.dismissNews();
    await shell.goTo('Fleet');
    await new FleetPage(this.page).rows.first().waitFor();
  }
  async unfold(title: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${title}`) }).click();
  }
}
