import { expect, test } from 'vitest';
import type { Archive } from '../../../../electron/core/db/archive';
import { openArchive } from '../../../../electron/core/db/open';
import { listSounds } from '../../../../electron/core/queries/sounds';
import { tempFolder } from '../../../support/temp';
import { clockAt } from '../../../support/temp-archive';

const at = (text: string): number => Date.parse(text);

async function withSounds(work: (archive: Archive) => Promise<void>): Promise<void> {
  const archive = openArchive(`${tempFolder('queries-sounds')}/archive.db`, clockAt(0));
  try {
    for (const n of [1, 2, 3]) {
      const time = at(`2026-03-0${n}T10:00:00Z`);
      const triggerStartTime = `2026-03-0${n}T10:00:01Z`;
      const data = { triggerName: 'Default', triggerStartTime };
      archive.records.upsert('recordings', 'QT1', [{ key: `r ${n}`, time, until: time + 5_000, data }], 0);
    }
    const time = at('2026-03-02T10:00:01Z');
    const data = { audioId: 'e2', type: 'Noise', level: 71.5 };
    archive.records.upsert('events', 'QT1', [{ key: 'event 2', time, until: time + 2_000, data }], 0);
    await work(archive);
  } finally {
    archive.close();
  }
}
const list = (archive: Archive, limit = 10) =>
  listSounds(
    { account: { id: 'acct' }, archive },
    { filter: { from: at('2026-03-02T00:00:00Z') }, order: 'newest', offset: 0, limit },
  );

test('sounds come with every copy that is on disk, lossless first, and what was said of them', async () => {
  await withSounds(async (archive) => {
    const file = { recording: 'r 2', path: 'x', sizeBytes: 5, sha256: 'ab', durationMs: 4_990, fetchedAt: 7 };
    archive.audio.put({ ...file, format: 'OGG', sampleRate: 16_000 });
    archive.audio.put({ ...file, format: 'FLAC', sampleRate: 48_000, bitsPerSample: 24 });
    archive.sounds.mark([{ id: 'r 2', tags: ['plant'], note: 'a crane' }], 1, 'ann');
    archive.sounds.putLevels('r 2', { LAeq: 60, LAFMax: 71 });
    const { rows, total } = await list(archive);
    const local = { sizeBytes: 5, sha256: 'ab', durationMs: 4_990, fetchedAt: 7 };
    expect([total, rows.map(({ id }) => id)]).toEqual([2, ['r 3', 'r 2']]);
    expect(rows[1]).toEqual({
      ...{ id: 'r 2', instrument: 'QT1', lists: ['recordings', 'events'] },
      ...{ from: at('2026-03-02T10:00:00Z'), to: at('2026-03-02T10:00:05Z') },
      ...{ trigger: 'Default', triggerFrom: at('2026-03-02T10:00:01Z'), triggerTo: undefined },
      event: { type: 'Noise', name: undefined, level: 71.5 },
      levels: { LAeq: 60, LAFMax: 71 },
      local: [
        {
          ...local,
          ...{ url: 'media://audio/acct/r%202/flac', format: 'FLAC', lossy: false },
          ...{ sampleRate: 48_000, bitsPerSample: 24 },
        },
        {
          ...local,
          ...{ url: 'media://audio/acct/r%202/ogg', format: 'OGG', lossy: true },
          ...{ sampleRate: 16_000, bitsPerSample: undefined },
        },
      ],
      tags: ['plant'],
      note: 'a crane',
      marked: { at: 1, by: 'ann' },
    });
    expect(rows[0]).toMatchObject({
      local: [],
      tags: [],
      note: undefined,
      event: undefined,
      levels: undefined,
    });
  });
});

test('a page has as many rows as were asked for, and the total of all', async () => {
  await withSounds(async (archive) => {
    const { rows, total } = await list(archive, 1);
    expect([rows.length, total]).toEqual([1, 2]);
  });
});
