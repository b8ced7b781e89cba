/** Makes a page fit its paper. */
import { tick } from 'svelte';

/** True when something on one of the sheets sticks out of it. */
export const overflows = (sheet: Element | undefined): boolean =>
  sheet !== undefined && sheet.scrollHeight > sheet.clientHeight;

/** Gives way step by step until all of it fits; `giveWay` is false once there is nothing left to give. */
export async function fit(sheets: () => readonly Element[], giveWay: () => boolean): Promise<void> {
  await tick();
  await document.fonts.ready;
  while (sheets().some(overflows) && giveWay()) await tick();
}
