import type { Locator, Page } from 'playwright/test';

/** The Levels tab of an instrument: its chart, what is selected in it, and what stands beneath. */
export class LevelsPage {
  readonly chart: Locator;
  readonly plot: Locator;
  readonly selectButton: Locator;
  readonly panel: Locator;

  constructor(readonly page: Page) {
    this.chart = page.getByRole('application', { name: /^dB over time|^Selecting/ });
    this.plot = page.getByRole('img', { name: /^Levels of / });
    this.selectButton = page.getByRole('button', { name: 'Select', exact: true });
    this.panel = page.getByRole('complementary', { name: 'Figures of the selection' });
  }

  /** Drags from one share of the chart's width to another. */
  async drag(from: number, to: number, keys: readonly string[] = []): Promise<void> {
    const box = await this.plot.boundingBox();
    if (box === null) throw new Error('there is no level chart');
    const at = (share: number) => [box.x + share * box.width, box.y + box.height / 2] as const;
    for (const key of keys) await this.page.keyboard.down(key);
    await this.page.mouse.move(...at(from));
    await this.page.mouse.down();
    await this.page.mouse.move(...at((from + to) / 2));
    await this.page.mouse.move(...at(to));
    await this.page.mouse.up();
    for (const key of keys) await this.page.keyboard.up(key);
  }
  row(name: string): Locator {
    return this.page.getByRole('slider', { name, exact: true });
  }
  /** Turns each of these on, or off. */
  async showRows(names: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Rows', exact: true }).click();
    for (const name of names) await this.page.getByRole('checkbox', { name, exact: true }).click();
    await this.page.keyboard.press('Escape');
  }
  /** Finds each by a word and turns it on, or off. */
  async turn(menu: 'Channels' | 'Compare…', names: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: menu, exact: true }).click();
    const card = this.page.getByRole('dialog');
    for (const name of names) {
      await card.getByRole('searchbox').fill(name);
      await card.getByRole('checkbox', { name }).first().click();
    }
    await this.page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  }
  get compared(): Locator {
    return this.page.getByRole('region', { name: 'Compared' });
  }
  async open(table: string): Promise<void> {
    await this.page.getByRole('button', { name: table, exact: true }).click();
  }
  table(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }
  async pointAt(row: string, share: number): Promise<void> {
    const box = await this.row(row).boundingBox();
    if (box === null) throw new Error(`there is no row ${row}`);
    await this.page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
  }
  /** The figure of a row, without what is left out when there are two. */
  figure(name: string): Locator {
    return this.panel
      .getByRole('row', { name: new RegExp(`^${name} `) })
      .getByRole('cell')
      .last();
  }
}
