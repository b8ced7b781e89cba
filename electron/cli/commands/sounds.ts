/** `leqbook sounds`: what is listed, with its tags and what of it is here, oldest first. Asks nobody. */
import type { Sound } from '../../contract/sounds';
import { Failure } from '../../contract/result';
import type { Core } from '../../core/core';
import { zoneOf } from '../../core/export/table-time';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import type { SoundsCommand } from '../parse-sounds';
import { soundWriter } from '../sound-rows';

/** As many as one answer has at most. */
const PAGE = 500;

export function sounds(context: CliContext, command: SoundsCommand): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const writer = soundWriter(command.as, zoneOf(command.zone));
    let count = 0;
    await context.out.result(writer.head);
    for await (const page of pages(core, command, context.signal)) {
      count += page.length;
      await context.out.result(page.map((sound) => writer.row(sound)).join(''));
    }
    await context.out.result(writer.foot);
    if (count === 0)
      context.out.note('No sounds are listed for this choice. Run leqbook sync, or choose otherwise.');
    return EXIT.complete;
  });
}

async function* pages(
  core: Core,
  { filter }: SoundsCommand,
  signal: AbortSignal,
): AsyncIterable<readonly Sound[]> {
  for (const rows of core.open().archive.sounds.pages(filter))
    for (let i = 0; i < rows.length; i += PAGE) {
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
      const ids = rows.slice(i, i + PAGE).map(({ id }) => id);
      const ask = { filter: { ids }, order: 'oldest', offset: 0, limit: PAGE } as const;
      yield (await core.handlers['sounds.list'](ask, signal)).rows;
    }
}
