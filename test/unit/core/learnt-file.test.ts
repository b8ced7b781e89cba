import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createPacer } from '../../../electron/core/api/gate';
import { systemClock } from '../../../electron/core/clock';
import { keepLearnt, PACE, PLACES, RATE, readLearnt } from '../../../electron/core/learnt-file';
import type { Log } from '../../../electron/core/log';
import { inTempFolder } from '../../support/temp-archive';

const pace = {
  learntAt: 1_700_000_000_000,
  usedAt: 1_700_000_500_000,
  limit: { kind: 'counts', most: 60 },
  recent: 12,
} as const;
const rate = { bytesPerSecond: 250_000.5, at: 1_700_000_000_000 };
const places = { places: 16, at: 1_700_000_000_000 };

function listener(): Log & { readonly warned: string[] } {
  const warned: string[] = [];
  return { warned, info: () => undefined, warn: (_, message) => warned.push(message), bug: () => '' };
}

it('gives back what was learnt, and leaves nothing else behind', () => {
  inTempFolder((folder) => {
    const [paceFile, placesFile] = [path.join(folder, 'pace.json'), path.join(folder, 'places.json')];
    const log = listener();
    expect(readLearnt(paceFile, PACE)).toBeUndefined();
    keepLearnt(paceFile, pace, log);
    keepLearnt(placesFile, places, log);
    keepLearnt(placesFile, undefined, log);
    expect(readLearnt(paceFile, PACE)).toEqual(pace);
    expect(readLearnt(placesFile, PLACES)).toEqual(places);
    keepLearnt(path.join(folder, 'rate.json'), rate, log);
    expect(readLearnt(path.join(folder, 'rate.json'), RATE)).toEqual(rate);
    expect(readdirSync(folder)).toEqual(['pace.json', 'places.json', 'rate.json']);
    expect(log.warned).toEqual([]);
  });
});

it('tells the log where it cannot be kept, and nobody else', () => {
  inTempFolder((folder) => {
    const log = listener();
    keepLearnt(path.join(folder, 'gone', 'pace.json'), pace, log);
    expect(log.warned).toEqual(['what was learnt could not be kept']);
  });
});

it.each([
  [PACE, ''],
  [PACE, '{'],
  [PACE, '[]'],
  [PACE, '{"learntAt":1}'],
  [PACE, JSON.stringify({ ...pace, limit: { kind: 'counts', most: -1 } })],
  [PACE, JSON.stringify({ ...pace, recent: 1e9 })],
  [PLACES, JSON.stringify({ ...places, places: 0 })],
  [PLACES, JSON.stringify({ ...places, places: 1e6 })],
  [PLACES, '{"places":4}'],
] as const)('takes nothing from what is no such thing (%#)', (shape, text) => {
  inTempFolder((folder) => {
    const file = path.join(folder, 'learnt.json');
    writeFileSync(file, text);
    expect(readLearnt<object>(file, shape)).toBeUndefined();
  });
});

it('lasts from one pacer to the next, as old as it is', () => {
  const learntAt = systemClock.now() - 86_400_000;
  const kept = createPacer({ clock: systemClock, known: { ...pace, learntAt } }).known();
  expect(kept).toMatchObject({ learntAt, limit: pace.limit, recent: 0 });
  expect(createPacer({ clock: systemClock }).known()).toBeUndefined();
});
