/**
 * Stands for `temporal-polyfill` in the page: what the browser has, or what the page's entry gave it before anything that
 * tells times was loaded.
 */
import type { Temporal as Implementation } from 'temporal-polyfill';

export const Temporal = (globalThis as unknown as { Temporal: typeof Implementation }).Temporal;
