/** Reads the style tokens that a canvas cannot inherit. */
import type { Look } from './options';

/** Further colours, in the order in which they are taken. */
export const HUES = ['--chart-4', '--chart-5', '--chart-6', '--chart-7', '--chart-8', '--chart-9'] as const;

export function readLook(node: Element): Look {
  const style = getComputedStyle(node);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const size = (name: string) => Number.parseFloat(token(name)) || 1;
  return {
    ink: token('--ink'),
    soft: token('--ink-soft'),
    surface: token('--surface'),
    grid: token('--chart-grid'),
    hatch: token('--chart-hatch'),
    shade: token('--chart-shade'),
    unread: token('--sunken'),
    accent: token('--accent'),
    left: token('--warn'),
    over: token('--bad'),
    lines: { strong: token('--chart-1'), thin: token('--chart-2'), faint: token('--chart-3') },
    hues: HUES.map((each) => token(each)),
    strong: size('--line-strong'),
    thin: size('--line-thin'),
    font: style.fontFamily,
    fontSize: Math.round(size('--size-caption') * 16),
  };
}

/** Calls `again` whenever the page's colours change, until the returned function is called. */
export function watchLook(again: () => void): () => void {
  const observer = new MutationObserver(again);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', again);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', again);
  };
}
