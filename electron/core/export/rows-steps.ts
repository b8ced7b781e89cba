/** Samples of several lengths as one ascending list of rows. Pure. */

/** The samples of one step that begin in `[from, to)`; both are multiples of the step. */
export interface StepSamples {
  readonly stepMs: number;
  readonly from: number;
  readonly to: number;
  /** Per channel, one value per slot, NaN where missing. */
  readonly channels: readonly Float64Array[];
}
export interface MergedSamples {
  readonly time: Float64Array;
  readonly stepMs: Float64Array;
  readonly channels: readonly Float64Array[];
}
interface Place {
  readonly time: number;
  readonly samples: StepSamples;
  readonly slot: number;
}

/**
 * Finest step first. A sample is left out where a finer one holds something in the same time; slots that hold nothing
 * are those of the finest step.
 */
export function mergeSteps(all: readonly StepSamples[]): MergedSamples {
  const [finest, ...coarser] = all;
  if (finest === undefined) return { time: new Float64Array(), stepMs: new Float64Array(), channels: [] };
  if (coarser.every(isEmpty)) return plain(finest);
  const places = placesOf(finest, all).sort((a, b) => a.time - b.time);
  return {
    time: Float64Array.from(places, ({ time }) => time),
    stepMs: Float64Array.from(places, ({ samples }) => samples.stepMs),
    channels: finest.channels.map((_, i) =>
      Float64Array.from(places, ({ samples, slot }) => samples.channels[i]?.[slot] ?? NaN),
    ),
  };
}

const slotsIn = ({ from, to, stepMs }: StepSamples): number => Math.max(0, Math.round((to - from) / stepMs));
const holds = ({ channels }: StepSamples, slot: number): boolean =>
  channels.some((values) => !Number.isNaN(values[slot] ?? NaN));
const isEmpty = ({ channels }: StepSamples): boolean =>
  channels.every((values) => values.every((value) => Number.isNaN(value)));

function plain(samples: StepSamples): MergedSamples {
  const { from, stepMs, channels } = samples;
  const length = slotsIn(samples);
  return {
    time: Float64Array.from({ length }, (_, i) => from + i * stepMs),
    stepMs: new Float64Array(length).fill(stepMs),
    channels,
  };
}

function placesOf(finest: StepSamples, all: readonly StepSamples[]): Place[] {
  const places: Place[] = [];
  /** Slots of the finest step that some sample fills. */
  const filled = new Uint8Array(slotsIn(finest));
  const fillOf = (time: number, stepMs: number): readonly [number, number] => [
    Math.max(0, Math.floor((time - finest.from) / finest.stepMs)),
    Math.min(filled.length, Math.ceil((time + stepMs - finest.from) / finest.stepMs)),
  ];
  for (const samples of all)
    for (let slot = 0; slot < slotsIn(samples); slot++) {
      if (!holds(samples, slot)) continue;
      const time = samples.from + slot * samples.stepMs;
      const [from, to] = fillOf(time, samples.stepMs);
      if (filled.subarray(from, to).includes(1)) continue;
      filled.fill(1, from, to);
      places.push({ time, samples, slot });
    }
  for (const [slot, is] of filled.entries())
    if (is === 0) places.push({ time: finest.from + slot * finest.stepMs, samples: finest, slot });
  return places;
}
