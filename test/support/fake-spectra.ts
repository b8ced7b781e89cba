/** Band levels as a road, a railway and a quiet night would give them: the spectra of the canned core. */
import type {
  Band,
  HeldSpectra,
  Span,
  Spectrum,
  SpectrumImage,
  SpectrumVariant,
} from '../../electron/contract/index';
import type { Handlers } from '../../electron/contract/index';

const MINUTE = 60_000;
const DAY = 86_400_000;
const OCTAVES = [
  '31.5 Hz',
  '63 Hz',
  '125 Hz',
  '250 Hz',
  '500 Hz',
  '1 kHz',
  '2 kHz',
  '4 kHz',
  '8 kHz',
  '16 kHz',
];

const bandsOf = ({ bands }: SpectrumVariant): readonly Band[] =>
  bands === 'Octave'
    ? OCTAVES.map((name, i) => ({ name, centreHz: 10 ** (1.5 + 0.3 * i) }))
    : Array.from({ length: 36 }, (_, i) => ({
        name: `${Number((10 ** (0.8 + i / 10)).toPrecision(2))} Hz`,
        centreHz: 10 ** (0.8 + i / 10),
      }));
const levelAt = (time: number, band: Band): number =>
  58 - 6 * Math.log10(band.centreHz / 63) ** 2 + 8 * Math.sin((2 * Math.PI * (time - DAY / 3)) / DAY);

/** An hour in the night before the newest day is missing, as it is of the levels. */
const hole = (now: number): Span => ({ from: now - 10 * 60 * MINUTE, to: now - 9 * 60 * MINUTE });
const isMissing = (now: number, time: number): boolean =>
  time >= now - 20 * MINUTE || (time >= hole(now).from && time < hole(now).to);

export function fakeSpectrum(variant: SpectrumVariant, span: Span, spread: number): Spectrum {
  const bands = bandsOf(variant);
  const mean = Float64Array.from(bands, (band) => levelAt((span.from + span.to) / 2, band));
  const isSamples = variant.source === 'history';
  return {
    bands,
    span,
    stepsMs: [isSamples ? 1_000 : 15 * MINUTE],
    periods: isSamples ? undefined : Math.max(1, Math.floor((span.to - span.from) / (15 * MINUTE))),
    mean,
    min: mean.map((level) => level - spread),
    max: mean.map((level) => level + 2 * spread),
    valid: mean.map(() => (spread === 0 ? 1 : 0.96)),
    broadband: { level: 67.4, bands: bands.length },
    laeq: { level: 58.9, valid: spread === 0 ? 1 : 0.97 },
  };
}

function fakeImage(now: number, variant: SpectrumVariant, span: Span, most: number): SpectrumImage {
  const bands = bandsOf(variant);
  const columnMs = Math.ceil((span.to - span.from) / (most - 1) / 1_000) * 1_000;
  const first = Math.floor(span.from / columnMs) * columnMs;
  const columns = Math.ceil((span.to - first) / columnMs);
  const levels = new Float32Array(bands.length * columns);
  bands.forEach((band, b) => {
    for (let c = 0; c < columns; c++) {
      const time = first + c * columnMs;
      levels[b * columns + c] = isMissing(now, time) ? NaN : levelAt(time, band);
    }
  });
  const within = ({ from, to }: Span): Span => ({
    from: Math.max(from, span.from),
    to: Math.min(to, span.to),
  });
  const gaps = [
    { ...within(hole(now)), reason: 'empty' as const },
    { ...within({ from: now - 20 * MINUTE, to: now }), reason: 'not-asked' as const },
  ].filter(({ from, to }) => from < to);
  return { bands, first, columnMs, columns, stepsMs: [1_000], levels, gaps };
}

export function fakeHeldSpectra(now: number): readonly HeldSpectra[] {
  const extent = { from: now - 31 * DAY, to: now - 20 * MINUTE };
  return (['history', 'measurements'] as const).flatMap((source) =>
    (['Octave', 'Third'] as const).flatMap((bands) =>
      (['Z', 'A', 'C'] as const).map((weighting) => {
        const isHeld = weighting === 'Z' && (source === 'measurements' || bands === 'Octave');
        return {
          variant: { source, bands, weighting },
          extent: isHeld ? extent : undefined,
          stepsMs: isHeld ? [source === 'history' ? 1_000 : 15 * MINUTE] : [],
          keptDays: isHeld ? 31 : 0,
          skipped: undefined,
          askedAt: isHeld ? now - 20 * MINUTE : undefined,
        };
      }),
    ),
  );
}

export function fakeSpectraHandlers({ now }: { readonly now: number }) {
  return {
    'spectra.held': () => fakeHeldSpectra(now),
    'spectra.at': ({ variant, time }) => {
      const stepMs = variant.source === 'history' ? 1_000 : 15 * MINUTE;
      const from = Math.floor(time / stepMs) * stepMs;
      return isMissing(now, time) ? undefined : fakeSpectrum(variant, { from, to: from + stepMs }, 0);
    },
    'spectra.over': ({ variant, span }) => fakeSpectrum(variant, span, 6),
    'spectra.image': ({ variant, span, columns }) => fakeImage(now, variant, span, columns),
  } satisfies Partial<Handlers>;
}
