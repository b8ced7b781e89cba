import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  AudioFormat,
  Handlers,
  Job,
  LocalSound,
  Sound,
} from '../../../../../../electron/contract/index';
import { Failure } from '../../../../../../electron/contract/result';
import Review from '../../../../../../renderer/views/sounds/review/Review.svelte';
import { STARTED } from '../../../../../../renderer/views/sounds/review/listening.svelte';
import type { FakeState } from '../../../../../support/fake-core';
import { fakeSounds } from '../../../../../support/fake-sounds';
import { seriousFindings } from '../../../../../support/findings';
import { renderView, type RenderedView } from '../../../../../support/render-view';
import { fakeLab, type FakeLab } from './fake-lab';
import { listCursor, type ListCursor } from './list-cursor';

const NOW = Date.now();
const copy = (id: string, format: AudioFormat): LocalSound => ({
  url: `media://audio/demo/${id}/${format}`,
  format,
  lossy: format === 'OGG' || format === 'AAC',
  sizeBytes: 900_000,
  durationMs: 2_000,
  sampleRate: 48_000,
  bitsPerSample: format === 'OGG' ? undefined : 16,
  sha256: 'ab'.repeat(32),
  fetchedAt: NOW,
});
const plain = (sound: Sound, format: AudioFormat | undefined): Sound => ({
  ...sound,
  tags: [],
  note: undefined,
  local: format === undefined ? [] : [copy(sound.id, format)],
});
const sounds = (count: number) => fakeSounds(NOW, count).map((sound) => plain(sound, 'FLAC'));
const absent = (count: number) => fakeSounds(NOW, count).map((sound) => plain(sound, undefined));

interface Shown {
  readonly view: RenderedView;
  readonly cursor: ListCursor;
  readonly lab: FakeLab;
  readonly closed: () => number;
  readonly exported: string[];
}
let shown: Shown | undefined;
afterEach(() => {
  shown?.view.close();
  shown = undefined;
});
function show(
  list: readonly Sound[],
  options: {
    readonly overrides?: Partial<Handlers>;
    readonly prepare?: (state: FakeState) => void;
    readonly lab?: (lab: FakeLab) => void;
    readonly preferences?: object;
    readonly settings?: object;
  } = {},
): Shown {
  if (options.preferences) localStorage.setItem('leqbook-review', JSON.stringify(options.preferences));
  if (options.settings) localStorage.setItem('leqbook-settings', JSON.stringify(options.settings));
  const [cursor, lab] = [listCursor(list), fakeLab()];
  options.lab?.(lab);
  let closed = 0;
  const exported: string[] = [];
  const view = renderView(
    Review,
    {
      cursor,
      zone: 'Europe/London',
      lab,
      onclose: () => void (closed += 1),
      onexport: (id: string) => void exported.push(id),
    },
    {
      prepare: (state) => {
        state.sounds = list;
        options.prepare?.(state);
      },
      overrides: options.overrides ?? {},
    },
  );
  return (shown = { view, cursor, lab, closed: () => closed, exported });
}
const press = async (key: string, more: object = {}) => {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
  flushSync();
};
const asked = (name: string) =>
  shown?.view.core.asked.filter((call) => call.name === name).map(({ input }) => input) ?? [];
const tagged = (name: RegExp) => screen.findByRole('button', { name, pressed: true });
const drawn = () => screen.findByRole('img', { name: /^Spectrogram/ });
const region = () => screen.getByRole('region', { name: 'Review' });

describe('the review', () => {
  it('shows one sound with its time, level and pictures, plays it, and has no serious findings', async () => {
    const { lab, cursor } = show(sounds(3));
    await drawn();
    await screen.findByRole('img', { name: /^Waveform, highest peak -40 dB/ });
    await screen.findByRole('img', { name: /^Level trace of 1 s/ });
    expect(lab.started).toEqual([cursor.current?.local[0]?.url]);
    expect(region().textContent).toContain(
      'Audio from MyCirrus has no absolute level; the gain is for listening only.',
    );
    await tagged(/^auto$/);
    expect(region().textContent).toContain('+23 dB');
    expect(lab.gains.at(-1)).toBe(23);
    await screen.findByRole('button', { name: /Traffic/, pressed: false });
    expect(await seriousFindings()).toEqual([]);
  });

  it('reviews sixty sounds by keyboard alone: each is shown, played and tagged', async () => {
    const list = sounds(60);
    const { lab, cursor } = show(list, { preferences: { advance: true } });
    await screen.findByRole('button', { name: /Traffic/ });
    const picture: string[] = [];
    const took: number[] = [];
    for (const sound of list) {
      await waitFor(() => {
        expect(cursor.current?.id).toBe(sound.id);
        expect(lab.started.at(-1)).toBe(sound.local[0]?.url);
        expect(screen.queryByRole('img', { name: /^Spectrogram/ })).not.toBeNull();
      });
      picture.push(sound.id);
      const measured = performance.getEntriesByName(STARTED).at(-1);
      if (measured !== undefined) took.push(measured.duration);
      await press(String(1 + (picture.length % 6)));
    }
    await waitFor(() => expect(asked('sounds.mark')).toHaveLength(60));
    expect(picture).toHaveLength(60);
    expect(new Set(lab.started).size).toBe(60);
    const state = shown?.view.core.state.sounds ?? [];
    expect(state.filter(({ tags }) => tags.length === 1)).toHaveLength(60);
    expect(cursor.sounds.every(({ tags }) => tags.length === 1)).toBe(true);
    // Once the first is there, every other is decoded before one comes to it.
    const late = took.slice(2).sort((a, b) => a - b);
    process.stdout.write(
      `next sound started after ${late[Math.floor(late.length / 2)]?.toFixed(1) ?? '–'} ms (median)\n`,
    );
  });

  it('decodes the next sound ahead, and gives up what one has passed by', async () => {
    let release = () => undefined as unknown;
    const { lab, cursor } = show(sounds(8), {
      lab: (one) => {
        one.hold = new Promise<void>((resolve) => (release = resolve));
      },
    });
    await waitFor(() => expect(lab.decoded).toHaveLength(2));
    expect(lab.decoded).toEqual([0, 1].map((at) => cursor.sounds[at]?.local[0]?.url));
    for (let step = 0; step < 4; step += 1) await press('j');
    release();
    await drawn();
    const passed = [0, 1, 2].map((at) => cursor.sounds[at]?.local[0]?.url);
    await waitFor(() => expect(lab.abandoned).toEqual(expect.arrayContaining(passed)));
    expect(lab.started).toEqual([cursor.sounds[4]?.local[0]?.url]);
  });

  it('moves, seeks, changes speed and gain and leaves by keys', async () => {
    const { lab, cursor, closed, exported } = show(sounds(3));
    await drawn();
    await press('ArrowRight');
    expect(lab.position).toBe(1);
    await press('End');
    expect(lab.position).toBe(2);
    await press(']');
    expect(region().textContent).toContain('1.25×');
    await press('+');
    expect(region().textContent).toContain('+24 dB');
    await press('-');
    await press('0');
    expect(region().textContent).toContain('+23 dB');
    await press('j');
    expect(cursor.index).toBe(1);
    await press('ArrowUp');
    expect(cursor.index).toBe(0);
    await press('e');
    expect(exported).toEqual([cursor.current?.id]);
    await press('?');
    const keys = await screen.findByRole('dialog', { name: 'Keys of the review' });
    expect(within(keys).getByText(/^Play and pause/)).toBeTruthy();
    await press('Escape');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await press('Escape');
    expect(closed()).toBe(1);
  });

  it('says where peaks are cut off when one turns the gain up too far', async () => {
    show(sounds(1));
    await drawn();
    for (let step = 0; step < 7; step += 1) await press('+');
    expect(region().textContent).toContain('Peaks are cut off at this gain.');
  });

  it('leaves keys alone while a note is written; Enter saves it, Esc leaves it', async () => {
    const { cursor } = show(sounds(2));
    await drawn();
    await press('n');
    const field = await screen.findByRole('textbox', { name: 'Note' });
    expect(document.activeElement).toBe(field);
    await press('j');
    await press('1');
    expect([cursor.index, cursor.current?.tags]).toEqual([0, []]);
    await fireEvent.input(field, { target: { value: ' Reversing alarm ' } });
    await press('Enter');
    await waitFor(() => expect(cursor.current?.note).toBe('Reversing alarm'));
    await waitFor(() =>
      expect(asked('sounds.mark')).toMatchObject([{ marks: [{ note: 'Reversing alarm' }] }]),
    );
    await press('n');
    await press('Escape');
    expect(screen.queryByRole('textbox', { name: 'Note' })).toBeNull();
    expect(cursor.current?.note).toBe('Reversing alarm');
    await press('j');
    expect(cursor.index).toBe(1);
  });

  it('says who spoke of a sound, and when', async () => {
    const [sound] = sounds(1);
    if (sound === undefined) throw new Error('there is one');
    show([{ ...sound, tags: ['plant'], marked: { at: NOW, by: 'ana' } }]);
    await screen.findByText(/^Tags by ana, \d/);
  });

  it('undoes several marks one by one, says what, and goes back to the sound', async () => {
    const { cursor } = show(sounds(4), { preferences: { advance: true } });
    await tagged(/^auto$/);
    await screen.findByRole('button', { name: /Traffic/ });
    const [first, second] = cursor.sounds;
    await press('1');
    await press('2');
    expect(cursor.index).toBe(2);
    await press('u');
    expect(cursor.index).toBe(1);
    expect(region().textContent).toContain('Undone: tagged “Plant”');
    await press('z', { ctrlKey: true });
    expect(cursor.index).toBe(0);
    await press('u');
    expect(region().textContent).toContain('There is nothing to undo.');
    await waitFor(() => expect(asked('sounds.mark')).toHaveLength(4));
    expect(cursor.sounds.map(({ tags }) => tags.length)).toEqual([0, 0, 0, 0]);
    expect(
      shown?.view.core.state.sounds
        .filter(({ id }) => id === first?.id || id === second?.id)
        .map(({ tags }) => tags.length),
    ).toEqual([0, 0]);
  });

  it('puts a mark back that the core does not take, and says so', async () => {
    const { cursor } = show(sounds(2), {
      overrides: {
        'sounds.mark': () => {
          throw new Failure({ kind: 'disk-full', where: '/home' });
        },
      },
    });
    await screen.findByRole('button', { name: /Voices/ });
    await press('3');
    expect(cursor.current?.tags).toEqual(['voices']);
    await screen.findByText(/^Not saved and put back: tagged “Voices”.* The disk is full\.$/);
    expect(cursor.current?.tags).toEqual([]);
    await press('u');
    expect(region().textContent).toContain('There is nothing to undo.');
  });

  it('survives a file that cannot be decoded, and one that would be too much', async () => {
    const [bad, huge, fine] = sounds(3);
    if (bad === undefined || huge === undefined || fine === undefined) throw new Error('three sounds');
    const vast = { ...huge, local: huge.local.map((one) => ({ ...one, durationMs: 7_200_000 })) };
    show([bad, vast, fine], { lab: (lab) => (lab.damaged = (url) => url === bad.local[0]?.url) });
    await screen.findByText('This file cannot be decoded.');
    expect(shown?.lab.started).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: /^Download it again/ }));
    await screen.findByText('It is fetched again.');
    await waitFor(() => expect(asked('audio.fetch')).toEqual([{ ids: [bad.id], format: 'FLAC' }]));
    await press('j');
    await screen.findByText('At 2 h this sound is too long to be drawn. It can still be played.');
    await press('j');
    await drawn();
  });

  it('says why no level trace is held', async () => {
    show(sounds(1), {
      overrides: {
        'levels.query': ({ span }) => ({
          time: new Float64Array(),
          bucketMs: 1_000,
          stepMs: undefined,
          channels: [],
          gaps: [{ ...span, reason: 'not-asked' }],
          validFraction: 0,
        }),
      },
    });
    await screen.findByText(/^No level trace is held – not asked yet/);
  });
});

describe('a sound that is not on this computer', () => {
  const job = (change: Partial<Job>): Job => ({
    id: 1,
    kind: 'audio-fetch',
    state: 'running',
    title: 'Download',
    activity: undefined,
    waiting: undefined,
    done: 0,
    total: 1,
    unit: 'files',
    bytes: 0,
    transfer: undefined,
    startedAt: NOW,
    endedAt: undefined,
    leftMs: undefined,
    issues: [],
    summary: undefined,
    folder: undefined,
    ...change,
  });
  const emit = (change: Partial<Job>) => shown?.view.core.server.emit('job-changed', job(change));
  const slow: Partial<Handlers> = {
    'audio.estimate': () => ({
      files: 1,
      seconds: 20,
      bytes: 800_000,
      measured: true,
      ms: 16_000,
      freeBytes: undefined,
      present: undefined,
    }),
  };

  it('is fetched lossless on a good link, with the next two, and shows how far it is', async () => {
    const list = absent(5);
    show(list, { overrides: { 'audio.fetch': ({ ids }) => job({ id: ids[0] === list[0]?.id ? 1 : 2 }) } });
    await waitFor(() => expect(asked('audio.fetch')).toHaveLength(2));
    expect(asked('audio.fetch')).toEqual([
      { ids: [list[0]?.id], format: 'FLAC' },
      { ids: [list[1]?.id, list[2]?.id], format: 'FLAC' },
    ]);
    await screen.findByText('Downloading');
    emit({
      bytes: 210_000,
      transfer: { bytesTotal: 840_000, bytesPerSecond: 400_000, connections: 1, retrying: [] },
    });
    await waitFor(() => expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25'));
    emit({ state: 'waiting', waiting: { reason: 'No network', until: undefined } });
    await screen.findByText(/^No network\. The download goes on by itself/);
    emit({ state: 'done', done: 1 });
    shown?.cursor.replace(list[0]?.id ?? '', { local: [copy(list[0]?.id ?? '', 'FLAC')] });
    await drawn();
    expect(shown?.lab.started).toHaveLength(1);
  });

  it('is fetched as a preview on a poor link, labelled so, and its original once it is kept', async () => {
    const list = absent(4);
    show(list, { overrides: { ...slow, 'audio.fetch': () => job({}) } });
    await waitFor(() => expect(asked('audio.fetch')).toEqual([{ ids: [list[0]?.id], format: 'OGG' }]));
    await screen.findByText('Downloading a preview');
    emit({ state: 'done', done: 1 });
    shown?.cursor.replace(list[0]?.id ?? '', { local: [copy(list[0]?.id ?? '', 'OGG')] });
    await screen.findByText('preview, lossy');
    await press('6');
    await tagged(/Not relevant/);
    expect(asked('audio.fetch')).toHaveLength(1);
    await press('2');
    await waitFor(() => expect(asked('audio.fetch')).toHaveLength(2));
    expect(asked('audio.fetch')[1]).toEqual({ ids: [list[0]?.id], format: 'FLAC' });
  });

  it('is fetched lossless after all when the service makes no preview, which is said once', async () => {
    const list = absent(3);
    show(list, {
      overrides: { ...slow, 'audio.fetch': ({ format }) => job({ id: format === 'OGG' ? 1 : 2 }) },
    });
    await screen.findByText('Downloading a preview');
    emit({
      state: 'done',
      issues: [
        {
          dataset: undefined,
          instrument: undefined,
          item: undefined,
          text: 'MyCirrus makes no OGG of it.',
          error: { kind: 'server' },
        },
      ],
    });
    await screen.findByText(
      'No preview: MyCirrus makes no OGG of it. Lossless originals are fetched instead.',
    );
    await waitFor(() => expect(asked('audio.fetch').at(-1)).toEqual({ ids: [list[0]?.id], format: 'FLAC' }));
    await press('j');
    await waitFor(() => expect(asked('audio.fetch').at(-1)).toEqual({ ids: [list[1]?.id], format: 'FLAC' }));
  });

  it('waits to be asked for on a metered link', async () => {
    const list = absent(2);
    show(list, { settings: { metered: true }, overrides: { 'audio.fetch': () => job({}) } });
    await screen.findByText('Not downloaded');
    await screen.findByText('Metered link');
    await fireEvent.click(await screen.findByRole('button', { name: /^Fetch a preview/ }));
    await waitFor(() =>
      expect(asked('audio.fetch')).toEqual([{ ids: [list[0]?.id], format: 'OGG', metered: true }]),
    );
    await press('d');
    await waitFor(() => expect(asked('audio.fetch')).toHaveLength(2));
    expect(asked('audio.fetch')[1]).toEqual({ ids: [list[0]?.id], format: 'FLAC', metered: true });
  });

  it('is fetched with the key that plays, once, and then plays although nothing plays by itself', async () => {
    const list = absent(2);
    show(list, {
      settings: { metered: true },
      preferences: { playEach: false },
      overrides: { 'audio.fetch': () => job({}) },
    });
    await screen.findByText('Not downloaded');
    await press(' ');
    await screen.findByText('Downloading a preview');
    await waitFor(() => expect(asked('audio.fetch')).toHaveLength(1));
    await press(' ');
    expect(asked('audio.fetch')).toEqual([{ ids: [list[0]?.id], format: 'OGG', metered: true }]);
    emit({ state: 'done', done: 1 });
    shown?.cursor.replace(list[0]?.id ?? '', { local: [copy(list[0]?.id ?? '', 'OGG')] });
    await drawn();
    await waitFor(() => expect(shown?.lab.started).toHaveLength(1));
  });

  it('is given up when one goes far past it, but not when its original is kept', async () => {
    const list = absent(12);
    show(list, { overrides: { ...slow, 'audio.fetch': () => job({}) } });
    await screen.findByText('Downloading a preview');
    for (let step = 0; step < 5; step += 1) await press('j');
    await waitFor(() => expect(asked('jobs.cancel')).toEqual([{ id: 1 }]));
  });
});
