/** What is stored with each of some records: one question for each that has an id, and no answer yet. */
import { Failure, isFailure } from '../../contract/result';
import type { CoverageRow, StoredRecord } from '../db/archive';
import { isAnswer } from './plan';
import { intersect } from './spans';
import type { Ranged, StepDeps, StepResult } from './step';

/**
 * Every answer is stored at once, so that a step that is broken off goes on where it was. The ledger says afterwards
 * what it says of the records themselves: as final, and asked as late, as they are.
 */
export async function askDetails(deps: StepDeps, ranged: Ranged, signal: AbortSignal): Promise<StepResult> {
  const { archive, api, clock } = deps;
  const { dataset, instrument, span } = ranged;
  const { todo, known } = lookUp(deps, ranged);
  const oddities: string[] = [];
  let [requests, bytes, records] = [0, 0, 0];
  let serverTime: number | undefined;
  for (const { id, time, until, isFinal } of todo) {
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    try {
      requests += 1;
      const about = { serial: instrument, id, span: { from: time, to: until ?? time } };
      const answer = await api.eventHistory(about, signal);
      bytes += answer.bytes;
      serverTime = answer.serverTime;
      oddities.push(...answer.oddities);
      // What an instrument has not sent yet may be there when its records are asked for again.
      if (!isFinal && isEmpty(answer.value)) continue;
      archive.transaction(() => archive.records.upsert(dataset.id, instrument, [answer.value], clock.now()));
      records += 1;
    } catch (error) {
      // What is not there cannot be had; the record itself is.
      if (!isFailure(error, 'not-found')) throw error;
      oddities.push(`there is no ${dataset.title.toLowerCase()} under ${id}`);
    }
  }
  archive.transaction(() => {
    for (const row of known)
      for (const part of intersect([row], [span]))
        archive.coverage.put({ ...row, ...part, dataset: dataset.id, params: ranged.variant.id });
  });
  const tables = ['records', 'coverage'] as const;
  return { tables, requests, bytes, records, samples: 0, oddities, serverTime };
}

interface Todo extends Pick<StoredRecord, 'time' | 'until'> {
  readonly id: string;
  /** Whether the ledger takes what it says of the record as final. */
  readonly isFinal: boolean;
}
/** Records and ledger at one moment: what is asked of the records later leads to another step. */
function lookUp(
  { archive }: StepDeps,
  { dataset, instrument, span }: Ranged,
): { readonly todo: readonly Todo[]; readonly known: readonly CoverageRow[] } {
  const { of } = dataset;
  if (of === undefined) throw new Error(`${dataset.id} is about no records`);
  const known = archive.coverage
    .list({ datasets: [of.dataset], instruments: [instrument], span })
    .filter(isAnswer);
  const todo = archive.records.list(of.dataset, instrument, span).flatMap(({ data, time, until }) => {
    const id = data[of.id];
    if (typeof id !== 'string' || id === '') return [];
    if (archive.records.find(dataset.id, id) !== undefined) return [];
    const isFinal = known.some((row) => row.state === 'settled' && row.from <= time && time < row.to);
    return [{ id, time, until, isFinal }];
  });
  return { todo, known };
}

/** Whether a time history has not a single sample. */
function isEmpty({ data }: StoredRecord): boolean {
  const lists = (value: unknown, name: string): readonly unknown[] => {
    const list = (value as Readonly<Record<string, unknown>> | null)?.[name];
    return Array.isArray(list) ? list : [];
  };
  return lists(data, 'series')
    .flatMap((series) => lists(series, 'blocks'))
    .every((block) => !lists(block, 'values').some((value) => typeof value === 'number'));
}
