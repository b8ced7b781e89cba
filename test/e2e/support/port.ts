/** Holds up calls of the page to the core, or lets them fail, by their names: only in the page of a test. */
import type { Page } from 'playwright/test';

export type Manner = 'as usual' | 'never answered' | 'refused';

/** Takes hold when the page is loaded again. */
export async function interceptPort(page: Page): Promise<void> {
  await page.addInitScript(intercept);
}

/**
 * How calls fare from the next load of the page on; the session is always told, and what an instrument is called, as
 * without them there are no screens.
 */
export async function behave(page: Page, manner: Manner): Promise<void> {
  await page.evaluate((next) => sessionStorage.setItem('test-manner', next), manner);
}

/** Runs in the page, before any of its scripts. */
function intercept(): void {
  type Call = { readonly t?: string; readonly id?: number; readonly name?: string };
  const LEFT_ALONE = /^(session|app|network)\.|^fleet\.get$/;
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (this: MessagePort, message: Call, ...rest: never[]): void {
    const manner = sessionStorage.getItem('test-manner') ?? 'as usual';
    const isMeant = message.t === 'call' && !LEFT_ALONE.test(message.name ?? '');
    if (manner === 'as usual' || !isMeant) {
      post.call(this, message, ...rest);
      return;
    }
    if (manner === 'never answered') return;
    const error = { kind: 'disk-full', where: '/home/ana/Leqbook' };
    const data = { t: 'reply', id: message.id, result: { ok: false, error } };
    setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data })));
  };
}
