import { hashOf, isoTime } from '../../../electron/demo/server/wire';

export interface PlainBlock {
  readonly start: string;
  readonly end: string;
  readonly sampleDuration: number;
  readonly values: readonly (number | null | '...')[];
}

/** Blocks written in the plainest way: sample by sample, as numbers. */
export function plainBlocks(
  values: readonly number[],
  start: number,
  stepMs: number,
  name: string,
): readonly PlainBlock[] {
  const longGap = Math.ceil(60_000 / stepMs);
  const present = values.flatMap((value, i) => (Number.isNaN(value) ? [] : [i]));
  const firsts = present.filter((i, n) => n === 0 || i - (present[n - 1] as number) > longGap);
  return firsts.map((first, index) => {
    const next = firsts[index + 1] ?? values.length;
    const end = (present.findLast((i) => i < next) as number) + 1;
    const beyond = index % 2 === 0 ? Math.min(next, end + Math.floor(10_000 / stepMs)) : end;
    return {
      start: isoTime(start + first * stepMs),
      end: isoTime(start + beyond * stepMs),
      sampleDuration: stepMs,
      values: values
        .slice(first, end)
        .map((value, i) =>
          !Number.isNaN(value)
            ? value
            : hashOf(`${name} ${String(start + (first + i) * stepMs)}`) % 16 === 0
              ? '...'
              : null,
        ),
    };
  });
}
