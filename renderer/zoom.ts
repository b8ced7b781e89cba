/** Asks the window to draw everything larger or smaller, and says by which keys a person does. */
import { ZOOM_MESSAGE, type ZoomStep } from '../electron/contract/zoom';

export const askZoom = (page: Window, step: ZoomStep): void =>
  page.postMessage(`${ZOOM_MESSAGE}:${step}`, page.location.origin);

const STEPS: Readonly<Record<string, ZoomStep>> = { '+': 'in', '=': 'in', '-': 'out', '0': 'reset' };
/** Undefined: that key is no business of the zoom. */
export function zoomOfKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): ZoomStep | undefined {
  return (ctrlKey || metaKey) && !altKey ? STEPS[key] : undefined;
}
