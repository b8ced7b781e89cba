/** How large everything is drawn, and the words by which the page asks for another size. Apart from the schemas. */
export type ZoomStep = 'in' | 'out' | 'reset';
export const ZOOM_STEPS: readonly ZoomStep[] = ['in', 'out', 'reset'];
/** The message that the page posts to itself, which its preload hears. */
export const ZOOM_MESSAGE = 'leqbook-zoom';

const FACTORS = [1, 1.1, 1.25, 1.5, 1.75, 2] as const;
const LARGEST = 2;

/** The next factor from 1 to 2; what is between two goes to the nearest one that way. */
export function nextZoom(factor: number, step: ZoomStep): number {
  // Chromium keeps a logarithm, which comes back not quite the same.
  const near = 0.001;
  if (step === 'reset') return 1;
  if (step === 'in') return FACTORS.find((each) => each > factor + near) ?? LARGEST;
  return FACTORS.findLast((each) => each < factor - near) ?? 1;
}
/** A factor that was kept; anything not understood is 1. */
export const keptZoom = (factor: unknown): number =>
  typeof factor === 'number' && factor >= 1 && factor <= LARGEST ? factor : 1;
