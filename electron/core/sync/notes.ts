/** Names what a sync could not bring, and why, as issues of its job. */
import type { Instrument } from '../../contract/model';
import { describeError, Failure, type AppError } from '../../contract/result';
import type { Dataset } from '../datasets';
import type { JobContext } from '../jobs/job';
import type { Step } from './plan';
import { whatOf } from './words';

export interface Notes {
  /** How many there are. */
  count(): number;
  /** One step failed too often. */
  left(step: Step, failure: Failure): void;
  /** The service is ill, and so many steps were not taken. */
  allLeft(steps: number, failure: Failure): void;
  /** The service says no to one step. */
  refused(step: Step, failure: Failure): void;
  /** The key may not read these. */
  denied(datasets: readonly Dataset[], failure: Failure): void;
  /** Instruments that were asked for by name and that the service does not list; Failure `not-found` when it is all. */
  missing(serials: readonly string[], listed: readonly Pick<Instrument, 'serial' | 'onServer'>[]): void;
}

type About = { readonly [K in 'dataset' | 'instrument']?: Step[K] | undefined };

export function createNotes(context: Pick<JobContext, 'issue'>): Notes {
  let count = 0;
  const note = (step: About, text: string, error: AppError): void => {
    count += 1;
    const instrument = step.instrument === '' ? undefined : step.instrument;
    context.issue({ dataset: step.dataset, instrument, item: undefined, text, error });
  };
  return {
    count: () => count,
    left: (step, { error }) =>
      note(step, `${whatOf(step)}: left for the next sync. ${describeError(error)}`, error),
    allLeft: (steps, { error }) =>
      note(
        {},
        `MyCirrus keeps failing; left for the next sync: ${steps} requests. ${describeError(error)}`,
        error,
      ),
    refused: (step, { error }) => note(step, `${whatOf(step)}: refused. ${describeError(error)}`, error),
    denied: (datasets, { error }) => {
      const titles = datasets.map(({ title }) => title).join(', ');
      note({ dataset: datasets[0]?.id }, `${titles}: not allowed. ${describeError(error)}`, error);
    },
    missing(serials, listed) {
      const there = new Set(listed.filter(({ onServer }) => onServer).map(({ serial }) => serial));
      const missing = serials.filter((serial) => !there.has(serial));
      if (missing.length > 0 && missing.length === serials.length)
        throw new Failure({ kind: 'not-found', what: `Instrument ${missing.join(', ')}` });
      for (const serial of missing) {
        const error: AppError = { kind: 'not-found', what: `Instrument ${serial}` };
        note({ instrument: serial }, describeError(error), error);
      }
    },
  };
}
