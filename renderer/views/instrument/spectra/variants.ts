/** Ways of measuring spectra: which to show, and what they are called. Pure. */
import type { HeldSpectra, Span, SpectrumVariant } from '../../../../electron/contract/index';
import { duration } from '../../../format';

export const BAND_SETS = [
  { id: 'Octave', label: 'Octave' },
  { id: 'Third', label: 'Third-octave' },
] as const;
export const WEIGHTINGS = [
  { id: 'Z', label: 'Z' },
  { id: 'A', label: 'A' },
  { id: 'C', label: 'C' },
] as const;
export const SOURCES = [
  { id: 'history', label: 'Samples' },
  { id: 'measurements', label: 'Measurements' },
] as const;

export const sameVariant = (a: SpectrumVariant, b: SpectrumVariant): boolean =>
  a.source === b.source && a.bands === b.bands && a.weighting === b.weighting;
export const heldOf = (all: readonly HeldSpectra[], variant: SpectrumVariant): HeldSpectra | undefined =>
  all.find((each) => sameVariant(each.variant, variant));

/** What to show at first: of what is held, samples before measurements, thirds before octaves, Z before A before C. */
export function firstVariant(all: readonly HeldSpectra[]): SpectrumVariant {
  const order = (['history', 'measurements'] as const).flatMap((source) =>
    (['Third', 'Octave'] as const).flatMap((bands) =>
      WEIGHTINGS.map(({ id: weighting }) => ({ source, bands, weighting })),
    ),
  );
  const held = order.find((variant) => heldOf(all, variant)?.extent !== undefined);
  return held ?? { source: 'history', bands: 'Octave', weighting: 'Z' };
}

/** `third-octave bands, Z-weighted`. */
export const bandWords = ({ bands, weighting }: SpectrumVariant): string =>
  `${bands === 'Third' ? 'third-octave' : 'octave'} bands, ${weighting}-weighted`;

/** `samples of 1 s`, `measurements of 15 min`; several lengths are named from the shortest to the longest. */
export function sourceWords({ source }: Pick<SpectrumVariant, 'source'>, stepsMs: readonly number[]): string {
  const [first, last] = [stepsMs[0], stepsMs.at(-1)];
  const what = source === 'history' ? 'samples' : 'measurements';
  if (first === undefined || last === undefined) return what;
  return first === last
    ? `${what} of ${duration(first)}`
    : `${what} of ${duration(first)} to ${duration(last)}`;
}

/** Everything from the first to the last of some spans; undefined when there are none. */
export function around(spans: readonly (Span | undefined)[]): Span | undefined {
  const known = spans.filter((span) => span !== undefined);
  if (known.length === 0) return undefined;
  return {
    from: Math.min(...known.map(({ from }) => from)),
    to: Math.max(...known.map(({ to }) => to)),
  };
}
