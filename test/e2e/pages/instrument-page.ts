import type { Locator, Page } from 'playwright/test';

export type Period = '1 h' | '24 h' | '7 d' | '31 d' | 'All';
export type TabName = 'Levels' | 'Calibration' | 'Sounds' | 'Coverage';

/** One instrument with its tabs. */
export class InstrumentPage {
  readonly heading: Locator;
  /** Its accessible name says instrument, span and valid percentage. */
  readonly levelChart: Locator;
  readonly calibrationChart: Locator;
  readonly verdict: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1 });
    this.levelChart = page.getByRole('img', { name: /^Levels of / });
    this.calibrationChart = page.getByRole('img', { name: /^Calibration offset and drift/ });
    this.verdict = page.getByRole('region', { name: 'Drift verdict' });
  }

  async openTab(name: TabName): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }
  /** The button of a length of time; pressed while that length is on show. */
  period(label: Period): Locator {
    return this.page
      .getByRole('group', { name: 'Length of time' })
      .getByRole('button', { name: label, exact: true });
  }
  async showPeriod(label: Period): Promise<void> {
    await this.period(label).click();
  }
  /** Span and reason of each stretch without data, as told to those who do not see the hatching. */
  async gapReasons(): Promise<readonly string[]> {
    return this.page
      .getByRole('list', { name: 'Stretches without data' })
      .getByRole('listitem')
      .allInnerTexts();
  }
  /** Points at the chart, at a share of its width. */
  async hoverChart(share: number): Promise<void> {
    const box = await this.levelChart.boundingBox();
    if (box === null) throw new Error('there is no level chart');
    await this.page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
  }
  /** The chart's description once the figures of the span on show are in; says the valid percentage. */
  async levelSummary(): Promise<string> {
    const drawn = this.page
      .locator('[aria-busy="false"]')
      .getByRole('img', { name: /^Levels of .* % of the period valid$/ });
    await drawn.waitFor();
    return (await drawn.getAttribute('aria-label')) ?? '';
  }
}
