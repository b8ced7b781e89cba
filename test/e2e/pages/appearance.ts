/** How the window looks: its theme and size, and what a picky eye and a screen reader would find wrong with it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { ElectronApplication, Page } from 'playwright/test';

export type Theme = 'light' | 'dark' | 'sunlight';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export class Appearance {
  #theme: Theme = 'light';
  constructor(
    readonly app: ElectronApplication,
    readonly page: Page,
  ) {}

  async setTheme(theme: Theme): Promise<void> {
    this.#theme = theme;
    await this.page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
  }
  /** Sizes the window's content; a pixel is lost where it would fill the display, which would make it full screen. */
  async setSize(width: number, height: number): Promise<void> {
    const size = { width, height };
    await this.app.evaluate(({ BrowserWindow }, wanted) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setPosition(0, 0);
      window?.setContentSize(wanted.width, wanted.height);
    }, size);
    await this.page.waitForFunction(
      (wanted) => Math.abs(innerWidth - wanted.width) < 2 && Math.abs(innerHeight - wanted.height) < 2,
      size,
    );
  }

  /** Until nothing fades or slides in or out any more; what turns for as long as something is waited for is let turn. */
  async atRest(): Promise<void> {
    await this.page.evaluate(async () => {
      const ending = document
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime ?? 0));
      // One that is taken away with what it moves never finishes.
      await Promise.allSettled(ending.map(({ finished }) => finished));
    });
  }

  /** Text that is cut off without a sign of it, sticks out of its box or lies beyond an edge; screens that scroll sideways. */
  async cutOff(): Promise<readonly string[]> {
    await this.atRest();
    return this.page.evaluate(() => {
      const found: string[] = [];
      const hasText = (node: Element) =>
        [...node.childNodes].some((child) => child.nodeType === 3 && (child as Text).data.trim() !== '');
      const shy = (node: Element) => node.closest('.hidden-visually, [aria-hidden="true"], option') !== null;
      /** Beyond an edge that hides what is there, with no way to scroll to it. */
      const hidden = (node: Element): boolean => {
        // News comes and goes over the edge of the window.
        if (node.closest('[data-sonner-toast]') !== null) return false;
        const box = node.getBoundingClientRect();
        const open = { across: true, down: true };
        for (let around = node.parentElement; around !== null; around = around.parentElement) {
          const { overflowX, overflowY } = getComputedStyle(around);
          const edge = around.getBoundingClientRect();
          open.across &&= !/auto|scroll/.test(overflowX);
          open.down &&= !/auto|scroll/.test(overflowY);
          const across = box.right > edge.right + 1 || box.left < edge.left - 1;
          const down = box.bottom > edge.bottom + 1 || box.top < edge.top - 1;
          if (open.across && overflowX !== 'visible' && across) return true;
          if (open.down && overflowY !== 'visible' && down) return true;
        }
        return false;
      };
      for (const node of document.body.querySelectorAll<HTMLElement>('*')) {
        const style = getComputedStyle(node);
        if (!hasText(node) || style.display === 'inline' || node.clientWidth === 0 || shy(node)) continue;
        const scrolls = /auto|scroll/.test(style.overflowX) || style.textOverflow === 'ellipsis';
        const clamped = style.webkitLineClamp !== 'none';
        const cutBelow = /hidden|clip/.test(style.overflowY) && node.scrollHeight > node.clientHeight + 1;
        const wide = node instanceof HTMLElement && node.scrollWidth > node.clientWidth + 1;
        if ((wide && !scrolls) || (cutBelow && !clamped && !scrolls))
          found.push(`${node.tagName} ${node.className}: ${node.textContent.trim().slice(0, 60)}`);
        else if (hidden(node)) found.push(`beyond an edge: ${node.textContent.trim().slice(0, 60)}`);
      }
      for (const node of document.querySelectorAll('html, body, main, [role="tabpanel"]'))
        if (node.scrollWidth > node.clientWidth) found.push(`${node.tagName} scrolls sideways`);
      return found;
    });
  }

  /** Serious and critical findings of axe, each with the elements concerned; in the sun, contrast must be 7:1. */
  async seriousFindings(): Promise<readonly string[]> {
    // A script tag is against the page's policy; the debugger's own evaluation is not.
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate(
      (sunlit) =>
        (window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
          resultTypes: ['violations'],
          rules: { 'color-contrast-enhanced': { enabled: sunlit } },
        }),
      this.#theme === 'sunlight',
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ target }) => target.join(' '))
            .slice(0, 4)
            .join(', ')}`,
      );
  }
}
