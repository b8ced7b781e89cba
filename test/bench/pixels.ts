/** How long it takes from what a person did to the pixels that answer it, told by the page itself. */
import type { Page } from 'playwright';

/** What stands on the screen once the answer does. */
export interface Answer {
  /** What is there. */
  readonly there: string;
  /** What its name, or its text where it has none, is like. */
  readonly like?: string;
  /** What its name was before. */
  readonly not?: string | undefined;
  /** What is gone. */
  readonly gone?: string;
}

const LIMIT_MS = 20_000;

/**
 * Does something, and waits until two frames were drawn with the answer on the screen.
 * @returns ms from the input event, by its own time stamp
 */
export async function pixelsAfter(
  page: Page,
  input: 'click' | 'keydown',
  act: () => Promise<unknown>,
  answer: Answer,
): Promise<number> {
  // The page must listen before the input is sent: what is asked of it and what is typed come by different ways.
  const taken = await page.evaluateHandle(watch, { input, answer, limitMs: LIMIT_MS });
  await act();
  return taken.evaluate(({ pixels }) => pixels);
}

/** Runs in the page, and so may use nothing from outside. */
function watch(asked: { readonly input: string; readonly answer: Answer; readonly limitMs: number }): {
  readonly pixels: Promise<number>;
} {
  const { there, like, not, gone } = asked.answer;
  const pixels = new Promise<number>((resolve, reject) => {
    let inputAt: number | undefined;
    const nameOf = (node: Element): string => node.getAttribute('aria-label') ?? node.textContent;
    const isThere = (): boolean => {
      if (gone !== undefined && document.querySelector(gone) !== null) return false;
      return [...document.querySelectorAll(there)].some((node) => {
        const name = nameOf(node);
        return node.checkVisibility() && name !== not && (like === undefined || new RegExp(like).test(name));
      });
    };
    const timer = setTimeout(() => reject(new Error(`${there} did not show as wanted`)), asked.limitMs);
    const observer = new MutationObserver(() => look());
    const drawn = (from: number): void =>
      void requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          clearTimeout(timer);
          resolve(performance.now() - from);
        }),
      );
    const look = (): void => {
      if (inputAt === undefined || !isThere()) return;
      observer.disconnect();
      drawn(inputAt);
    };
    observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
    document.addEventListener(
      asked.input,
      (event) => {
        inputAt = event.timeStamp;
        // Where the answer is there at once, nothing more may change.
        setTimeout(look);
      },
      { capture: true, once: true },
    );
  });
  return { pixels };
}

/** The name of the first that is found. */
export const nameAt = (page: Page, selector: string): Promise<string | null> =>
  page.locator(selector).first().getAttribute('aria-label');

/** Clicks as a hand does: at a place that is in sight, without waiting for anything else. */
export async function clickAt(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().scrollIntoViewIfNeeded();
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is nowhere`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}
