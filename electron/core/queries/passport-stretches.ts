/** Which data lie between which calibrations. Pure. */
import type { CalibrationRow, Span } from '../../contract/model';
import type { PassportStretch } from '../../contract/passport';
import { driftVerdict, isSuccess, type DriftThresholds } from '../acoustics/drift';
import { intersect, lengthMs } from '../sync/spans';

export interface StretchInput {
  /** Ascending, with the drift of each success. */
  readonly calibrations: readonly CalibrationRow[];
  /** Changes of microphone, epoch ms, ascending. */
  readonly breaks: readonly number[];
  /** What is held, ascending. */
  readonly held: readonly Span[];
  readonly thresholds: DriftThresholds;
}
interface Edge {
  readonly at: number;
  /** Undefined: a change of microphone. */
  readonly calibration: CalibrationRow | undefined;
}

/**
 * From before the first success to after the last, end to end, cut at each success and at each change of microphone.
 * The first and the last are left out where they hold no data.
 */
export function passportStretches(input: StretchInput): readonly PassportStretch[] {
  const { calibrations, breaks } = input;
  const edges: readonly Edge[] = [
    // A change of microphone at the moment of a calibration comes before it.
    ...breaks.map((at) => ({ at, calibration: undefined })),
    ...calibrations.filter(isSuccess).map((calibration) => ({ at: calibration.time, calibration })),
  ].sort((a, b) => a.at - b.at);
  const between = [undefined, ...edges].map((before, index) => stretch(before, edges[index], input));
  return between.filter(
    ({ from, to, data }) => data !== undefined || (from !== undefined && to !== undefined && from < to),
  );
}

function stretch(before: Edge | undefined, after: Edge | undefined, input: StretchInput): PassportStretch {
  const [from, to] = [before?.at, after?.at];
  const parts = intersect(input.held, [{ from: from ?? -Infinity, to: to ?? Infinity }]);
  const [first, last] = [parts[0], parts.at(-1)];
  const drift =
    before?.calibration?.offset === undefined || after?.calibration === undefined
      ? undefined
      : after.calibration.drift;
  return {
    before: before?.calibration,
    after: after?.calibration,
    from,
    to,
    drift,
    verdict: driftVerdict(drift, input.thresholds),
    data: first === undefined || last === undefined ? undefined : { from: first.from, to: last.to },
    heldMs: parts.reduce((sum, part) => sum + lengthMs(part), 0),
  };
}
