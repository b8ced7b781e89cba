import type { Locator, Page } from 'playwright/test';

/** The spectra of one instrument. */
export class SpectraPage {
  readonly tab: Locator;
  /** Its accessible name says instrument, bands, span and how much is held. */
  readonly spectrogram: Locator;
  readonly keys: Locator;
  readonly spectrum: Locator;
  readonly sums: Locator;
  readonly bands: Locator;

  constructor(readonly page: Page) {
    this.tab = page.getByRole('tab', { name: 'Spectra' });
    this.spectrogram = page.getByRole('img', { name: /^Spectrogram of / });
    this.keys = page.getByRole('application', { name: /^(Spectrogram|Selecting)/ });
    this.spectrum = page.getByRole('region', { name: 'Spectrum', exact: true });
    this.sums = this.spectrum.getByRole('table', { name: 'Sum of the bands and LAeq, dB' });
    this.bands = this.spectrum.getByRole('table', { name: /^Spectrum, / }).locator('tbody tr');
  }

  async choose(
    group: 'Bands' | 'Weighting' | 'Source' | 'Show the spectrum as' | 'Length of time',
    label: string,
  ) {
    await this.page
      .getByRole('group', { name: group })
      .getByRole('button', { name: label, exact: true })
      .click();
  }
  /** Waits until what is drawn is of the span on show. */
  async drawn(of: 'span' | 'selection' = 'span'): Promise<string> {
    const chart = this.page
      .locator('[aria-busy="false"]')
      .getByRole('img', { name: new RegExp(`^Spectrogram of .* of the ${of} held$`) });
    await chart.waitFor();
    return (await chart.getAttribute('aria-label')) ?? '';
  }
  async place(share: number, height: number): Promise<{ readonly x: number; readonly y: number }> {
    const box = await this.spectrogram.boundingBox();
    if (box === null) throw new Error('there is no spectrogram');
    return { x: box.x + 68 + share * (box.width - 82), y: box.y + height * box.height };
  }
  async point(share: number, height = 0.6): Promise<void> {
    const { x, y } = await this.place(share, height);
    await this.page.mouse.move(x, y);
  }
  async drag(from: number, to: number): Promise<void> {
    await this.point(from);
    await this.page.mouse.down();
    await this.point((from + to) / 2);
    await this.point(to);
    await this.page.mouse.up();
  }
}
