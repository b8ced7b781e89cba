/** `leqbook sounds`: what is listed, with its tags and what of it is here, oldest first. Asks nobody. */
import { Failure } from '../../contract/result';
import { zoneOf } from '../../core/export/table-time';
import { describeSounds } from '../../core/queries/sounds';
import { chosenSounds, NOTHING_LISTED } from '../chosen-sounds';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import type { SoundsCommand } from '../parse-sounds';
import { soundWriter } from '../sound-rows';

export function sounds(context: CliContext, { filter, as, zone }: SoundsCommand): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const { archive, account } = core.open();
    const { out, signal } = context;
    const writer = soundWriter(as, zoneOf(zone));
    let count = 0;
    const store = await chosenSounds(core, filter);
    await out.result(writer.head);
    for (const rows of store.pages(filter)) {
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
      count += rows.length;
      await out.result(writer.rows(describeSounds(archive, account.id, rows)));
    }
    await out.result(writer.foot);
    if (count === 0) out.note(NOTHING_LISTED);
    return EXIT.complete;
  });
}
