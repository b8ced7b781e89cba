/** What a reviewer would ask and nobody can answer from what is held. Pure. */
import type { Span } from '../../contract/model';
import type { Passport, PassportUnknown } from '../../contract/passport';
import { isSuccess } from '../acoustics/drift';

export interface UnknownsInput extends Pick<
  Passport,
  'calibrations' | 'latestDrift' | 'microphones' | 'sic' | 'certificates' | 'stretches' | 'askedAt'
> {
  /** Time since the first data or calibration whose calibrations were never asked for, ascending. */
  readonly notAsked: readonly Span[];
  readonly hasSic: boolean;
}

export function passportUnknowns(input: UnknownsInput): readonly PassportUnknown[] {
  return [
    ...ofCalibrations(input),
    ...ofData(input),
    ...input.microphones.map(({ at }) => ({ kind: 'microphone' as const, at })),
    ...ofCertificates(input, 'instrument'),
    ...ofCertificates(input, 'calibrator'),
    ...(input.calibrations.length === 0 ? [] : [{ kind: 'calibrator-used' as const }]),
    ...ofSic(input),
    ...(input.askedAt.calibrationlog === undefined ? [{ kind: 'log-not-asked' as const }] : []),
  ];
}

function ofCalibrations(input: UnknownsInput): readonly PassportUnknown[] {
  const { askedAt, calibrations, notAsked } = input;
  if (askedAt.calibrations === undefined) return [{ kind: 'calibrations-not-asked' }];
  const [first, last] = [notAsked[0], notAsked.at(-1)];
  const partly: readonly PassportUnknown[] =
    first === undefined || last === undefined
      ? []
      : [{ kind: 'calibrations-partly-asked', at: first.from, to: last.to }];
  if (!calibrations.some(isSuccess)) return [{ kind: 'no-calibration' }, ...partly];
  return input.latestDrift === undefined ? [{ kind: 'no-drift' }, ...partly] : partly;
}

function ofData({ stretches, calibrations }: UnknownsInput): readonly PassportUnknown[] {
  const holding = stretches.filter(({ data }) => data !== undefined);
  if (holding.length === 0) return [{ kind: 'no-data' }];
  if (!calibrations.some(isSuccess)) return [];
  return holding.flatMap(({ before, after, data }): readonly PassportUnknown[] => [
    ...(before === undefined
      ? [{ kind: 'no-calibration-before' as const, at: data?.from, to: data?.to }]
      : []),
    ...(after === undefined ? [{ kind: 'no-calibration-after' as const, at: data?.from, to: data?.to }] : []),
  ]);
}

function ofCertificates(
  { certificates }: UnknownsInput,
  of: 'instrument' | 'calibrator',
): readonly PassportUnknown[] {
  const inForce = certificates.filter(
    ({ certificate, state }) => certificate.of === of && state !== 'replaced',
  );
  if (inForce.length === 0) return [{ kind: `no-${of}-certificate` }];
  if (inForce.some(({ state }) => state !== 'overdue')) return [];
  const days = Math.max(...inForce.map(({ daysLeft }) => daysLeft));
  return [{ kind: `${of}-certificate-overdue`, days: -days }];
}

function ofSic({ askedAt, sic, hasSic }: UnknownsInput): readonly PassportUnknown[] {
  if (!hasSic && sic.length === 0) return [];
  if (askedAt.sic === undefined) return [{ kind: 'sic-not-asked' }];
  if (sic.length === 0) return [{ kind: 'no-sic' }];
  return sic.at(-1)?.baseline === undefined ? [{ kind: 'no-sic-baseline' }] : [];
}
