/** Keeps pictures of screens in their themes and sizes, and looks on each for what is wrong with it. */
import { expect } from 'playwright/test';
import type { Launched } from './launch';
import { Appearance, type Theme } from './pages/appearance';
import { faintCanvasText, watchCanvasText } from './support/canvas-text';
import { keepScreen } from './screens';

export const SMALL = [1280, 800] as const;
export const LARGE = [1920, 1080] as const;
export const THEMES = ['light', 'dark', 'sunlight'] as const;

/** One window with a memory of what was found wrong, so that all of it is told at once. */
export class Gallery {
  readonly #problems: string[] = [];
  readonly #looks: Appearance;
  #size: readonly [number, number] = SMALL;
  #theme: Theme = 'light';
  constructor(readonly launched: Launched) {
    this.#looks = new Appearance(launched.app, launched.page);
  }

  async look(theme: Theme, size: readonly [number, number]): Promise<void> {
    [this.#theme, this.#size] = [theme, size];
    await this.#looks.setTheme(theme);
    await this.#looks.setSize(...size);
  }
  /** From the next load of the page on, text on canvases is looked at as well. */
  async watchCanvases(): Promise<void> {
    await watchCanvasText(this.launched.page);
  }
  /** Keeps the screen as it is. Colours and names do not depend on the size: axe looks at the smaller one. */
  async keep(name: string): Promise<void> {
    const file = `${name}--${this.#theme}--${String(this.#size[0])}`;
    await keepScreen(this.launched.page, file);
    const found = [
      ...(await this.#looks.cutOff()),
      ...(this.#size === SMALL ? await this.#looks.seriousFindings() : []),
      ...(await faintCanvasText(this.launched.page, this.#theme, this.#theme === 'sunlight' ? 7 : 4.5)),
    ];
    this.#problems.push(...found.map((problem) => `${file}: ${problem}`));
  }
  /** In each theme, and by day and by night in both sizes: what size changes, and what the sun's colours change, is seen. */
  async keepAll(name: string, settle: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    for (const size of [SMALL, LARGE])
      for (const theme of size === SMALL ? THEMES : THEMES.filter((name) => name !== 'sunlight')) {
        await this.look(theme, size);
        await settle();
        await this.keep(name);
      }
    await this.look('light', SMALL);
  }
  expectFlawless(): void {
    expect(this.#problems).toEqual([]);
  }
}
