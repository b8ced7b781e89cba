/** What a fake core answers about sound, from the library in its state. */
import type { Handlers, Job } from '../../electron/contract/index';
import type { FakeState } from './fake-core';
import { fakeAudioEstimate, fakeFacets, listFakeSounds, markFakeSounds } from './fake-sounds';

type SoundCalls = Extract<
  keyof Handlers,
  `sounds.${string}` | `tags.${string}` | `marks.${string}` | `audio.${string}`
>;
const FREE_BYTES = 61_000_000_000;
const FOLDER = { handle: 'f1', path: '/media/usb/site-audio', freeBytes: FREE_BYTES };

/** Files that come in, one of which has to be asked for again. */
export const runningExport = (now: number): Job => ({
  id: 8,
  kind: 'audio-export',
  state: 'running',
  title: 'Export audio',
  activity: 'QT480112 · 12 Nov 02:14:09',
  done: 318,
  total: 1_204,
  unit: 'files',
  bytes: 391_000_000,
  transfer: {
    bytesTotal: 1_480_000_000,
    bytesPerSecond: 2_200_000,
    connections: 6,
    retrying: [
      {
        what: 'QT480113 · 2026-11-12 02:19:40 UTC',
        why: 'the sound was cut off after 412112 of 1034204 bytes',
        ...{ instrument: 'QT480113', from: Date.UTC(2026, 10, 12, 2, 19, 40), until: now + 4_000 },
      },
    ],
  },
  waiting: undefined,
  startedAt: now - 178_000,
  endedAt: undefined,
  leftMs: 495_000,
  issues: [],
  summary: undefined,
  folder: FOLDER,
});

export function fakeSoundHandlers(
  state: FakeState,
  addJob: (change: Partial<Job>) => Job,
): Pick<Handlers, SoundCalls> {
  return {
    'sounds.list': ({ filter, order, offset, limit }) => {
      const found = listFakeSounds(state.sounds, filter, order);
      return { rows: found.slice(offset, offset + limit), total: found.length };
    },
    'sounds.places': ({ instrument, span }) => {
      const filter = { instruments: [instrument], from: span.from, to: span.to };
      return { each: listFakeSounds(state.sounds, filter, 'newest'), columns: undefined };
    },
    'sounds.position': ({ filter, order, id }) => {
      const place = listFakeSounds(state.sounds, filter, order).findIndex((sound) => sound.id === id);
      return place === -1 ? undefined : place;
    },
    'sounds.facets': ({ filter }) => fakeFacets(state.sounds, filter),
    'sounds.mark': ({ marks }) => {
      const { sounds, before } = markFakeSounds(state.sounds, marks, { at: state.now, by: 'ben' });
      state.sounds = sounds;
      return before;
    },
    'tags.get': () => state.tags,
    'tags.set': ({ tags }) => (state.tags = tags),
    ...audioHandlers(state, addJob),
  };
}
function audioHandlers(state: FakeState, addJob: (change: Partial<Job>) => Job) {
  const transfer = (change: Partial<Job>): Job =>
    addJob({ ...runningExport(state.now), id: state.jobs.length + 1, done: 0, ...change });
  return {
    'audio.estimate': ({ filter, format, folder: handle }) => ({
      ...fakeAudioEstimate(listFakeSounds(state.sounds, filter, 'newest'), format),
      ...(handle === undefined ? {} : { freeBytes: FREE_BYTES, present: 0 }),
    }),
    'audio.names': ({ filter, format, name }) => {
      const [first] = listFakeSounds(state.sounds, filter, 'newest');
      if (name?.includes('{}') === true) return { names: [], problem: 'A part in braces has no name.' };
      const ext = format.toLowerCase();
      const at = first === undefined ? '' : new Date(first.from).toISOString();
      const serial = first?.instrument ?? '';
      return {
        names:
          first === undefined
            ? []
            : [`${serial}/${at.slice(0, 10)}/${serial}_${at.slice(0, 19).replace(/:/g, '-')}Z_24s.${ext}`],
        problem: undefined,
      };
    },
    'audio.export': ({ filter }) =>
      transfer({
        total: listFakeSounds(state.sounds, filter, 'newest').length,
      }),
    'audio.fetch': ({ ids }) =>
      transfer({
        kind: 'audio-fetch',
        title: 'Download to play offline',
        total: ids.length,
        folder: undefined,
      }),
    'marks.export': ({ filter, as }) =>
      transfer({
        ...{ kind: 'marks-export', unit: 'sounds', transfer: undefined },
        title: as === 'csv' ? 'Export tags and notes' : 'Export label tracks',
        total: listFakeSounds(state.sounds, filter, 'newest').length,
      }),
    'audio.verify': () =>
      transfer({ kind: 'audio-verify', title: 'Verify /media/usb/site-audio', total: 640 }),
  } satisfies Partial<Handlers>;
}
