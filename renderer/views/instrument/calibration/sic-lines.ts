/** SIC results against the instrument's own past: each band less its own baseline. Pure. */
import type { MicrophoneChange, PassportSic } from '../../../../electron/contract/index';
import { withBreaks, type Lines } from './calibration-lines';

export const SIC_BANDS = ['500Hz', '1kHz', '8kHz'] as const;
export type SicBand = (typeof SIC_BANDS)[number];
export const bandTitle = (band: SicBand): string => band.replace('Hz', ' Hz').replace('k ', ' k');

const INKS = { '500Hz': 'faint', '1kHz': 'strong', '8kHz': 'thin' } as const;

/** One line per band. */
export function sicLines(
  sic: readonly PassportSic[],
  microphones: readonly Pick<MicrophoneChange, 'at'>[] = [],
): Lines {
  const points: readonly (Pick<PassportSic, 'time'> & Partial<PassportSic>)[] = withBreaks(sic, microphones);
  return {
    time: points.map(({ time }) => time),
    lines: SIC_BANDS.map((band) => ({
      name: bandTitle(band),
      ink: INKS[band],
      values: points.map(({ from }) => from?.[band] ?? null),
    })),
  };
}
