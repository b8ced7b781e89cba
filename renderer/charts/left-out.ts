/** What of a span is left out of figures, as a chart shades it. Pure. */
import type { Exclusions, Span } from '../../electron/contract/index';
import type { ChartSpan } from './draw-marks';

export const leftOutSpans = ({ excluded, unknownWeather }: Exclusions): readonly ChartSpan[] => [
  ...excluded.map(({ from, to, text }) => ({
    from,
    to,
    look: 'left-out' as const,
    label: `left out: ${text}`,
  })),
  ...unknownWeather.map(({ from, to }) => ({
    ...{ from, to },
    look: 'unknown' as const,
    label: 'weather not known',
  })),
];

/** ms */
export const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from, 0);
