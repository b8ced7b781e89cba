import type { Locator, Page } from 'playwright/test';

/** The strips of one instrument. */
export class CoveragePage {
  readonly strips: Locator;
  /** Why a stretch is as it is, and the offer to fetch it. */
  readonly card: Locator;

  constructor(readonly page: Page) {
    this.strips = page.getByRole('slider');
    this.card = page.getByRole('dialog');
  }

  /** The strip of a dataset, by the beginning of its title. */
  strip(title: string): Locator {
    return this.page.getByRole('slider', { name: new RegExp(`^${title}`) });
  }
  async showDays(days: 7 | 31 | 90 | 365): Promise<void> {
    await this.page.getByRole('button', { name: `${String(days)} d`, exact: true }).click();
  }
  /** Reasons of the gaps of a dataset, in their order. */
  async gaps(title: string): Promise<readonly string[]> {
    const lines = await this.page
      .getByRole('list', { name: `Gaps of ${title}` })
      .getByRole('listitem')
      .allInnerTexts();
    return lines.map((line) => line.split(': ').at(-1) ?? '');
  }
  /** Per cent held, as the strip's name says it. */
  async held(title: string): Promise<number> {
    const name = (await this.strip(title).getAttribute('aria-label')) ?? '';
    return Number(/(\d+) % held/.exec(name)?.[1]);
  }
  /** Points at a strip, at a share of its width. */
  async hover(title: string, share: number): Promise<void> {
    await this.strip(title).hover({ position: await this.#at(title, share) });
  }
  async click(title: string, share: number): Promise<void> {
    await this.strip(title).click({ position: await this.#at(title, share) });
  }
  async #at(title: string, share: number): Promise<{ x: number; y: number }> {
    const box = await this.strip(title).boundingBox();
    if (box === null) throw new Error(`there is no strip of ${title}`);
    return { x: share * box.width, y: box.height / 2 };
  }
}
