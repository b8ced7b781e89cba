/** `leqbook query`: every sample of a span as CSV or JSON, streamed, with what it is and what of the span is not held. */
import { Failure, isFailure } from '../../contract/result';
import { createPace } from '../../core/export/table-pace';
import { nameGaps } from '../gaps';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { UsageError } from '../arguments';
import type { QueryCommand } from '../parse';
import { queryTexts } from '../query-texts';

export function query(context: CliContext, command: QueryCommand): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const { archive } = core.open();
    const { instrument } = command;
    const pace = createPace(context.signal);
    const about = { leqbook: context.app.version, now: Date.now(), pace };
    const { texts, facts } = await queryTexts(archive, command, about).catch(asUsage);
    if (archive.instruments.get(instrument) === undefined)
      throw new Failure({ kind: 'not-found', what: `Instrument ${instrument}` });
    for (const text of texts) {
      if (context.signal.aborted) throw new Failure({ kind: 'cancelled' });
      if (text !== '') await context.out.result(text);
    }
    return (await nameGaps(context.out, [facts])) ? EXIT.incomplete : EXIT.complete;
  });
}

function asUsage(error: unknown): never {
  if (isFailure(error, 'invalid') && error.error.kind === 'invalid') throw new UsageError(error.error.reason);
  throw error;
}
