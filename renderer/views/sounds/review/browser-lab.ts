/** Decoding and playing as the page's browser does it. */
import { createDecoder } from './decode';
import { createPlayback } from './playback';
import type { Lab } from './review.svelte';

export const browserLab: Lab = {
  createDecoder: () =>
    createDecoder({
      spawn: () => new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module' }),
    }),
  createPlayback,
};
