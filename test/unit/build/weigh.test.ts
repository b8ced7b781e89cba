import { describe, expect, it } from 'vitest';
import { weighPage } from '../../../build/bundle/weigh.mjs';

const LIMIT = 200_000;
/** Until the first screen can be used. */
const FIRST = 120_000;

describe('the JavaScript of the page, gzipped', async () => {
  const page = await weighPage();
  it('is small until the fleet is on show', () => {
    expect(page.fleet).toBeLessThan(FIRST);
  });
  it('is under 200 kB for every screen, dialog and printed page, with all that it needs from a start on', () => {
    const names = page.parts.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['Levels', 'Calibration', 'Review', 'picture', 'print']));
    const heavy = page.parts.filter(([, bytes]) => bytes + page.polyfill >= LIMIT);
    expect(heavy).toEqual([]);
    expect(Math.max(...page.parts.map(([, bytes]) => bytes))).toBeGreaterThan(page.fleet);
  });
  it('runs nothing that tells times before the entry has seen to Temporal', () => {
    const isOf = (file: string) => (id: string) => id.replaceAll('\\', '/').endsWith(`/renderer/${file}`);
    expect(page.modules.some(isOf('temporal.ts'))).toBe(true);
    expect(page.entry.some(isOf('main.ts'))).toBe(true);
    expect(page.entry.some(isOf('temporal.ts'))).toBe(false);
  });
  it('leaves out what validates, and the Temporal that newer browsers have', () => {
    const has = (name: string) => page.modules.filter((id) => id.includes(`/node_modules/${name}/`));
    expect(has('svelte')).not.toEqual([]);
    expect(has('zod')).toEqual([]);
    expect(page.polyfill).toBeGreaterThan(10_000);
  });
});
