import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createPacer } from '../../../../electron/core/api/gate';
import { readPace, writePace } from '../../../../electron/core/api/pace-file';
import { systemClock } from '../../../../electron/core/clock';
import { inTempFolder } from '../../../support/temp-archive';

const known = {
  learntAt: 1_700_000_000_000,
  usedAt: 1_700_000_500_000,
  limit: { kind: 'counts', most: 60 },
  recent: 12,
} as const;

it('gives back what was learnt, and leaves nothing else behind', () => {
  inTempFolder((folder) => {
    const file = path.join(folder, 'pace.json');
    expect(readPace(file)).toBeUndefined();
    writePace(file, known);
    expect(readPace(file)).toEqual(known);
    expect(readdirSync(folder)).toEqual(['pace.json']);
  });
});

it.each([
  '',
  '{',
  '[]',
  '{"learntAt":1}',
  JSON.stringify({ ...known, limit: { kind: 'counts', most: -1 } }),
  JSON.stringify({ ...known, recent: 1e9 }),
])('takes nothing from %s', (text) => {
  inTempFolder((folder) => {
    const file = path.join(folder, 'pace.json');
    writeFileSync(file, text);
    expect(readPace(file)).toBeUndefined();
  });
});

it('lasts from one pacer to the next, as old as it is', () => {
  const learntAt = systemClock.now() - 86_400_000;
  const kept = createPacer({ clock: systemClock, known: { ...known, learntAt } }).known();
  expect(kept).toMatchObject({ learntAt, limit: known.limit, recent: 0 });
  expect(createPacer({ clock: systemClock }).known()).toBeUndefined();
});
