/** `leqbook query`: every sample of a span as CSV or JSON, streamed, with what it is and what of the span is not held. */
import { Failure, isFailure } from '../../contract/result';
import { nameGaps } from '../gaps';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { UsageError, type QueryCommand } from '../parse';
import { queryTexts } from '../query-texts';

export function query(context: CliContext, command: QueryCommand): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const { archive } = core.open();
    const { instrument } = command;
    const now = Date.now();
    const { texts, facts } = asUsage(() =>
      queryTexts(archive, command, { leqbook: context.app.version, now }),
    );
    if (archive.instruments.get(instrument) === undefined)
      throw new Failure({ kind: 'not-found', what: `Instrument ${instrument}` });
    for (const text of texts) {
      if (context.signal.aborted) throw new Failure({ kind: 'cancelled' });
      if (text !== '') await context.out.result(text);
    }
    return nameGaps(context.out, [facts]) ? EXIT.incomplete : EXIT.complete;
  });
}

function asUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isFailure(error, 'invalid') && error.error.kind === 'invalid')
      throw new UsageError(error.error.reason);
    throw error;
  }
}
