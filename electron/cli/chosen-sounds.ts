/** The sounds that a command is about. */
import type { SoundFilter } from '../contract/sounds';
import type { Core } from '../core/core';
import type { SoundStore } from '../core/db/sound-store';

/** What a sync has left to be read from the time history; a command that ends soon has no background to leave it to. */
const LEVELS_PATIENCE_MS = 600_000;

/** Once their levels are known, and what matches is counted. */
export async function chosenSounds(core: Core, filter: SoundFilter): Promise<SoundStore> {
  const { archive, levels } = core.open();
  await levels.caughtUp(LEVELS_PATIENCE_MS);
  await archive.sounds.prepare(filter);
  return archive.sounds;
}

export const NOTHING_LISTED = 'No sounds are listed for this choice. Run leqbook sync, or choose otherwise.';
