import { expect, type Locator, type Page } from 'playwright/test';

/** The tabs of events, environment and the instrument's own health. */
export class SurroundingsPage {
  readonly events: Locator;
  readonly chosen: Locator;
  readonly detail: Locator;
  readonly cards: Locator;
  readonly monitorEvents: Locator;

  constructor(readonly page: Page) {
    this.events = page.getByRole('listbox', { name: 'Events, newest first' });
    this.chosen = this.events.getByRole('option', { selected: true });
    this.detail = page.getByRole('region', { name: 'Event', exact: true });
    this.cards = page.getByRole('region', { name: 'Present state' });
    this.monitorEvents = page.getByRole('region', { name: 'Events of the monitor' });
  }
  async openTab(name: 'Events' | 'Environment' | 'System' | 'Coverage'): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }
  strip(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }
  /** The chart's own description, once its figures are in. */
  async figures(title: string): Promise<string> {
    const chart = this.page.locator(`section[aria-label="${title}"][aria-busy="false"]`).getByRole('img');
    await chart.waitFor();
    return (await chart.getAttribute('aria-label')) ?? '';
  }
  /** All that is being read was read. */
  async settled(): Promise<void> {
    await this.page.locator('section[aria-busy="false"] [role="img"]').first().waitFor();
    await expect(this.page.locator('section[aria-busy="true"]')).toHaveCount(0);
  }
  async point(title: string, share: number): Promise<void> {
    const box = await this.strip(title).getByRole('img').boundingBox();
    if (box === null) throw new Error(`there is no chart of ${title}`);
    await this.page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
  }
}
