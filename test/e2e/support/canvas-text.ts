/** Text that is drawn on a canvas, where no tool for accessibility looks: how well it stands out from the page. */
import type { Page } from 'playwright/test';

type Noting = typeof globalThis & { drawnText?: Map<string, string> };

/** From the next load of the page on, notes in which colours text is drawn. */
export async function watchCanvasText(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const drawn = ((globalThis as Noting).drawnText = new Map());
    const fillText = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text: string, ...place): void {
      const theme = document.documentElement.dataset['theme'] ?? '';
      const colour = typeof this.fillStyle === 'string' ? this.fillStyle : 'pattern';
      // Tools measure letters on canvases that are on no page.
      const isSeen = 'isConnected' in this.canvas && this.canvas.isConnected && text.trim() !== '';
      if (isSeen) drawn.set(`${theme} ${colour} ${String(this.globalAlpha)}`, text);
      fillText.call(this, text, ...place);
    };
  });
}

/** What was drawn in this theme with less contrast to a chart's ground than `least`. */
export async function faintCanvasText(page: Page, theme: string, least: number): Promise<readonly string[]> {
  const { drawn, ground } = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return {
      drawn: [...((globalThis as Noting).drawnText ?? [])],
      ground: style.getPropertyValue('--surface').trim(),
    };
  });
  return drawn.flatMap(([key, text]) => {
    const [of, colour = '', alpha = ''] = key.split(' ');
    if (of !== theme) return [];
    const ratio = contrast(mixed(colour, ground, Number(alpha)), channels(ground));
    return ratio >= least ? [] : [`“${text}” on a canvas has a contrast of ${ratio.toFixed(1)}`];
  });
}

type Channels = readonly number[];
function channels(hex: string): Channels {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex);
  if (short !== null) return short.slice(1).map((digit) => Number.parseInt(digit, 16) / 15);
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error(`${hex} is no colour that is understood`);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
}
function mixed(colour: string, ground: string, alpha: number): Channels {
  const below = channels(ground);
  return channels(colour).map((value, at) => alpha * value + (1 - alpha) * (below[at] ?? 0));
}
/** As WCAG 2 has it. */
function luminance(colour: Channels): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: Channels, other: Channels): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
