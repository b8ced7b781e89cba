/** Answers as the service sends them, and the way they take into an archive: every step of it counted by who calls it. */
import { readBody } from '../../electron/core/api/reading';
import type { Archive } from '../../electron/core/db/archive';
import { DAY_MS, SECOND_MS } from './bench-archive';

export interface Answer {
  readonly serial: string;
  readonly start: number;
  readonly end: number;
  readonly body: Uint8Array;
}

/** One answer with a block per channel, from midnight on; all channels are of the same length. */
export function answerOf(
  serial: string,
  start: number,
  channels: readonly { readonly name: string; readonly values: Float64Array }[],
): Answer {
  const end = start + (channels[0]?.values.length ?? 0) * SECOND_MS;
  const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
  const series = channels.map(({ name, values }) => ({
    type: name,
    instrument: serial,
    blocks: [{ start: iso(start), end: iso(end), sampleDuration: SECOND_MS, values: [...values] }],
  }));
  return { serial, start, end, body: Buffer.from(JSON.stringify(series)) };
}

/** From bytes to samples that survive a power cut: decode, parse, check, blocks, coarser levels, ledger, one commit a day. */
export function store(archive: Archive, { serial, start, end, body }: Answer): void {
  const span = { from: start, to: end };
  const asked = { dataset: 'timehistory', variant: '1s', serial, span, stepMs: SECOND_MS } as const;
  const outcome = readBody(body, 200, { kind: 'series', ...asked });
  if (outcome.kind !== 'read') throw new Error(`void: the answer was refused: ${outcome.description ?? ''}`);
  for (let from = start; from < end; from += DAY_MS) {
    const to = Math.min(end, from + DAY_MS);
    const chunks = outcome.chunks.map((chunk) => ({
      ...chunk,
      start: from,
      values: chunk.values.subarray((from - chunk.start) / SECOND_MS, (to - chunk.start) / SECOND_MS),
    }));
    archive.transaction(() => {
      archive.series.write('timehistory', serial, chunks);
      archive.coverage.put({
        ...{ dataset: 'timehistory', instrument: serial, params: '1s', from, to },
        ...{ state: 'settled', askedAt: to, asks: 1, why: undefined },
      });
    });
  }
}

/** Throws unless the archive gives back every sample exactly as it was sent. */
export function checkStored(archive: Archive, answer: Answer, channel: string, values: Float64Array): void {
  const { serial, start, end } = answer;
  const held = archive.series.read('timehistory', serial, channel, SECOND_MS, { from: start, to: end });
  values.forEach((value, i) => {
    if (!Object.is(held[i], value))
      throw new Error(`void: sample ${i} of ${channel} is ${held[i]}, not ${value}`);
  });
}
