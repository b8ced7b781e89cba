import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { LevelSeries, Sound } from '../../../../../../electron/contract/index';
import {
  analyse,
  hzAt,
  loudnessOf,
  outlineOf,
  RANGE_DB,
  shareOf,
  spectrumOf,
} from '../../../../../../renderer/views/sounds/review/analysis';
import {
  frequencyAxis,
  levelAt,
  levelAxis,
  levelRange,
  moment,
  timeAxis,
} from '../../../../../../renderer/views/sounds/review/axes';
import { colourOf } from '../../../../../../renderer/charts/palette';
import {
  automaticGain,
  clips,
  gainText,
  MAX_GAIN_DB,
  MIN_GAIN_DB,
  stepGain,
} from '../../../../../../renderer/views/sounds/review/gain';
import { reviewAction, type KeyPress } from '../../../../../../renderer/views/sounds/review/keys';
import {
  afterLoop,
  loopStretch,
  SPEEDS,
  stepSpeed,
  stretchBetween,
  triggerStretch,
} from '../../../../../../renderer/views/sounds/review/loop';
import { parsePreferences } from '../../../../../../renderer/views/sounds/review/preferences.svelte';
import { planAhead } from '../../../../../../renderer/views/sounds/review/preload-policy';
import {
  formatToFetch,
  isKept,
  playable,
  wantsOriginal,
  type Link,
} from '../../../../../../renderer/views/sounds/review/preview-policy';
import {
  forget,
  lastOf,
  noteOf,
  remember,
  toggleTag,
  type Undoable,
} from '../../../../../../renderer/views/sounds/review/undo';
import { fakeSounds } from '../../../../../support/fake-sounds';
import { tone } from './fake-lab';

describe('gain', () => {
  it('brings the mean to 20 dB below full scale, but leaves room above the highest peak', () => {
    expect(automaticGain({ rmsDb: -50, peakDb: -40 })).toBe(30);
    expect(automaticGain({ rmsDb: -50, peakDb: -12 })).toBe(11);
    expect(automaticGain({ rmsDb: -3, peakDb: 0 })).toBe(-17);
    expect(automaticGain({ rmsDb: -Infinity, peakDb: -Infinity })).toBe(0);
  });
  it('never makes peaks clip and never leaves its range, whatever is decoded', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -140, max: 0, noNaN: true }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (peakDb, crest) => {
          const loudness = { peakDb, rmsDb: peakDb - crest };
          const gain = automaticGain(loudness);
          expect(gain).toBeGreaterThanOrEqual(MIN_GAIN_DB);
          expect(gain).toBeLessThanOrEqual(MAX_GAIN_DB);
          expect(clips(gain, loudness)).toBe(false);
        },
      ),
    );
  });
  it('goes in steps of 3 dB and stops at its ends, and is written with its sign', () => {
    expect([stepGain(11, 1), stepGain(11, -1), stepGain(12, 1), stepGain(-20, -1), stepGain(60, 1)]).toEqual([
      12, 9, 15, -20, 60,
    ]);
    expect([gainText(24), gainText(0), gainText(-6), gainText(undefined)]).toEqual([
      '+24 dB',
      '0 dB',
      '−6 dB',
      '–',
    ]);
  });
});

describe('loop and speed', () => {
  const sound = { from: 1_000_000, triggerFrom: 1_005_000, triggerTo: 1_018_000 };
  it('loops what is marked, or else the trigger, or else all', () => {
    const trigger = triggerStretch(sound, 20);
    expect(trigger).toEqual({ from: 5, to: 18 });
    expect(loopStretch({ from: 1, to: 2 }, trigger, 20)).toEqual({ from: 1, to: 2 });
    expect(loopStretch(undefined, trigger, 20)).toEqual({ from: 5, to: 18 });
    expect(loopStretch(undefined, undefined, 20)).toEqual({ from: 0, to: 20 });
  });
  it('takes no stretch from outside the sound, backwards or too short', () => {
    expect(stretchBetween(9, -3, 8)).toEqual({ from: 0, to: 8 });
    expect(stretchBetween(3, 3.01, 8)).toBeUndefined();
    expect(triggerStretch({ ...sound, triggerTo: undefined }, 20)).toBeUndefined();
    expect(triggerStretch(sound, 4)).toBeUndefined();
  });
  it('goes back to the start of the loop at its end, and into it from before', () => {
    expect(afterLoop(18, { from: 5, to: 18 })).toBe(5);
    expect(afterLoop(2, { from: 5, to: 18 })).toBe(5);
    expect(afterLoop(12, { from: 5, to: 18 })).toBeUndefined();
    expect(afterLoop(18, undefined)).toBeUndefined();
  });
  it('knows speeds from half to double', () => {
    expect([SPEEDS[0], SPEEDS.at(-1)]).toEqual([0.5, 2]);
    expect([stepSpeed(1, 1), stepSpeed(1, -1), stepSpeed(0.5, -1), stepSpeed(2, 1)]).toEqual([
      1.25, 0.75, 0.5, 2,
    ]);
  });
});

describe('keys', () => {
  const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
    key,
    code: '',
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    repeat: false,
    altGraph: false,
    ...more,
  });
  test.each([
    ['j', { do: 'next' }],
    ['J', { do: 'next' }],
    ['ArrowDown', { do: 'next' }],
    ['k', { do: 'previous' }],
    ['ArrowUp', { do: 'previous' }],
    [' ', { do: 'play' }],
    ['ArrowLeft', { do: 'seek', seconds: -1 }],
    ['l', { do: 'loop' }],
    ['[', { do: 'speed', by: -1 }],
    [']', { do: 'speed', by: 1 }],
    ['Home', { do: 'start' }],
    ['End', { do: 'end' }],
    ['+', { do: 'gain', by: 1 }],
    ['-', { do: 'gain', by: -1 }],
    ['0', { do: 'automatic-gain' }],
    ['1', { do: 'tag', index: 0 }],
    ['9', { do: 'tag', index: 8 }],
    ['n', { do: 'note' }],
    ['u', { do: 'undo' }],
    ['d', { do: 'download' }],
    ['e', { do: 'export' }],
    ['?', { do: 'keys' }],
    ['Escape', { do: 'leave' }],
    ['x', undefined],
    ['Tab', undefined],
  ])('%s means %o', (key, expected) => expect(reviewAction(press(key))).toEqual(expected));

  it('seeks five seconds with shift', () => {
    expect(reviewAction(press('ArrowRight', { shiftKey: true }))).toEqual({ do: 'seek', seconds: 5 });
  });
  it('undoes with Ctrl+Z and leaves all other combinations to others', () => {
    expect(reviewAction(press('z', { ctrlKey: true }))).toEqual({ do: 'undo' });
    expect(reviewAction(press('z', { metaKey: true }))).toEqual({ do: 'undo' });
    for (const key of ['k', 'j', '1', 'Z']) {
      expect(reviewAction(press(key, { ctrlKey: true, shiftKey: true }))).toBeUndefined();
      expect(reviewAction(press(key, { altKey: true }))).toBeUndefined();
    }
  });
  it('knows brackets written with AltGr, and digits on keys that write them only with shift', () => {
    expect(reviewAction(press('[', { ctrlKey: true, altKey: true, altGraph: true }))).toEqual({
      do: 'speed',
      by: -1,
    });
    expect(reviewAction(press('&', { code: 'Digit1' }))).toEqual({ do: 'tag', index: 0 });
  });
  it('does once what is held down, but goes on with moving and seeking', () => {
    expect(reviewAction(press('1', { repeat: true }))).toBe('ignored');
    expect(reviewAction(press(' ', { repeat: true }))).toBe('ignored');
    expect(reviewAction(press('j', { repeat: true }))).toEqual({ do: 'next' });
    expect(reviewAction(press('ArrowRight', { repeat: true }))).toEqual({ do: 'seek', seconds: 1 });
  });
});

describe('what can be undone', () => {
  const step = (n: number): Undoable => ({ before: { id: `s${String(n)}`, tags: [] }, what: String(n) });
  it('is taken back newest first, and bounded', () => {
    const steps = Array.from({ length: 250 }, (_, n) => step(n)).reduce<readonly Undoable[]>(remember, []);
    expect(steps).toHaveLength(200);
    const last = lastOf(steps);
    expect(last?.what).toBe('249');
    expect(lastOf(last === undefined ? steps : forget(steps, last))?.what).toBe('248');
    expect(lastOf([])).toBeUndefined();
  });
  it('tags stand in the order of the set, unknown ones last, and toggling twice changes nothing', () => {
    const order = ['traffic', 'plant', 'voices'];
    expect(toggleTag(['voices', 'gone'], 'traffic', order)).toEqual(['traffic', 'voices', 'gone']);
    fc.assert(
      fc.property(fc.subarray([...order, 'gone']), fc.constantFrom(...order), (tags, id) => {
        const sorted = toggleTag(toggleTag(tags, id, order), id, order);
        expect([...sorted].sort()).toEqual([...tags].sort());
      }),
    );
  });
  it('an empty note is none', () => {
    expect([noteOf('  '), noteOf(' a b ')]).toEqual([undefined, 'a b']);
  });
});

const good: Link = { online: true, bytesPerSecond: 2_000_000, metered: false };
const poor: Link = { online: true, bytesPerSecond: 60_000, metered: false };
describe('what is fetched', () => {
  it('is a preview on a poor or metered link, unless the service makes none, and lossless elsewhere', () => {
    expect(formatToFetch(good, false)).toBe('FLAC');
    expect(formatToFetch({ ...good, bytesPerSecond: undefined }, false)).toBe('FLAC');
    expect(formatToFetch(poor, false)).toBe('OGG');
    expect(formatToFetch({ ...good, metered: true }, false)).toBe('OGG');
    expect(formatToFetch(poor, true)).toBe('FLAC');
  });
  it('is the original of what is tagged with anything but “not relevant”, once it is not here', () => {
    expect([isKept([]), isKept(['not-relevant']), isKept(['not-relevant', 'plant'])]).toEqual([
      false,
      false,
      true,
    ]);
    const local = fakeSounds(0, 60).flatMap((sound) => sound.local);
    const [flac, ogg] = [local.find(({ lossy }) => !lossy), local.find(({ lossy }) => lossy)];
    if (flac === undefined || ogg === undefined) throw new Error('the canned library has both');
    expect(wantsOriginal({ tags: ['plant'], local: [ogg] })).toBe(true);
    expect(wantsOriginal({ tags: ['plant'], local: [flac, ogg] })).toBe(false);
    expect(wantsOriginal({ tags: ['not-relevant'], local: [] })).toBe(false);
    expect(playable({ local: [ogg, flac] })).toBe(flac);
    expect(playable({ local: [ogg] })).toBe(ogg);
    expect(playable({ local: [] })).toBeUndefined();
  });
});

describe('what is prepared ahead', () => {
  const sounds = fakeSounds(1e12, 40).map((sound): Sound => ({ ...sound, local: [] }));
  const plan = (change: Partial<Parameters<typeof planAhead<Sound>>[0]> = {}) =>
    planAhead<Sound>({
      current: sounds[10],
      direction: 1,
      peek: (by) => sounds[10 + by],
      link: good,
      isAsked: () => false,
      ...change,
    });
  const ids = (list: readonly Sound[]) => list.map((sound) => sounds.indexOf(sound));
  it('is what is shown, the next one in the direction of travel, and the one just left', () => {
    expect(ids(plan().prepare)).toEqual([10, 11, 9]);
    expect(ids(plan({ direction: -1 }).prepare)).toEqual([10, 9, 11]);
  });
  it('is fetched for the next two on a good link only, and not twice', () => {
    expect(ids(plan().fetch)).toEqual([11, 12]);
    expect(ids(plan({ direction: -1 }).fetch)).toEqual([9, 8]);
    expect(ids(plan({ isAsked: (id) => id === sounds[11]?.id }).fetch)).toEqual([12]);
    for (const link of [poor, { ...good, metered: true }, { ...good, online: false }])
      expect(plan({ link }).fetch).toEqual([]);
  });
  it('is nothing at the end of the list', () => {
    expect(plan({ current: undefined, peek: () => undefined })).toEqual({ prepare: [], fetch: [] });
  });
});

describe('pictures', () => {
  it('show a tone at its frequency, loudest, and nothing far from it', () => {
    const { columns, rows, values, topHz } = spectrumOf(tone(2, 1_000, 0.25, 48_000));
    const middle = values.subarray(Math.floor(columns / 2) * rows, (Math.floor(columns / 2) + 1) * rows);
    const loudest = middle.indexOf(Math.max(...middle));
    const found = hzAt((loudest + 0.5) / rows, topHz);
    expect(topHz).toBe(16_000);
    expect(Math.abs(found - 1_000)).toBeLessThan(60);
    expect(middle[loudest]).toBeGreaterThan(250);
    expect(middle[rows - 5]).toBe(0);
  });
  it('show a tone of half the size so many dB lower than the loudest', () => {
    const [loud, soft] = [tone(1, 500, 0.5), tone(1, 500, 0.05)].map(({ channels }) => channels[0] ?? []);
    const both = Float32Array.from([...(loud ?? []), ...(soft ?? [])]);
    const { columns, rows, values } = spectrumOf({ channels: [both], sampleRate: 8_000 });
    const most = (share: number) => {
      const from = Math.floor(share * columns) * rows;
      return Math.max(...values.subarray(from, from + rows));
    };
    expect(((most(0.25) - most(0.75)) / 255) * RANGE_DB).toBeCloseTo(20, 0);
  });
  it('stay small however long the sound is', () => {
    const { outline, spectrum, seconds } = analyse(tone(120, 440, 0.1));
    expect(seconds).toBe(120);
    expect(outline.low).toHaveLength(2_048);
    expect(spectrum.values.length).toBeLessThan(200_000);
  });
  it('outline holds the extremes of all channels', () => {
    const { low, high } = outlineOf([Float32Array.of(0, 0.5, 0, 0), Float32Array.of(-0.25, 0, 0, 0.75)], 2);
    expect([[...low], [...high]]).toEqual([
      [-0.25, 0],
      [0.5, 0.75],
    ]);
  });
  it('tell the loudness of a sine: its mean 3 dB below its peak', () => {
    const { peakDb, rmsDb } = loudnessOf(tone(1, 1_000, 0.1).channels);
    expect(peakDb).toBeCloseTo(-20, 1);
    expect(rmsDb).toBeCloseTo(-23, 1);
  });
  it('survive whatever is decoded: nothing, one sample, silence, and numbers that are none', () => {
    for (const channel of [[], [1], [0, 0, 0], [NaN, Infinity, -Infinity, 1], new Array(10_000).fill(NaN)]) {
      const { outline, spectrum, loudness } = analyse({
        channels: [Float32Array.from(channel as number[])],
        sampleRate: 48_000,
      });
      expect([...outline.low, ...outline.high].every((value) => !Number.isNaN(value))).toBe(true);
      expect(spectrum.values.length).toBe(spectrum.columns * spectrum.rows);
      expect(automaticGain(loudness)).toEqual(expect.any(Number));
    }
    expect(analyse({ channels: [], sampleRate: 48_000 }).seconds).toBe(0);
  });
  it('have a frequency scale that goes both ways', () => {
    for (const hz of [100, 1_000, 8_000]) expect(hzAt(shareOf(hz, 16_000), 16_000)).toBeCloseTo(hz, 3);
  });
  it('have colours that grow lighter step by step', () => {
    const light = (step: number) => {
      const [red, green, blue] = colourOf(step);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    for (let step = 1; step < 256; step += 1)
      expect(light(step)).toBeGreaterThanOrEqual(light(step - 1) - 0.5);
    expect([light(0) < 30, light(255) > 215]).toEqual([true, true]);
  });
});

describe('axes', () => {
  it('names round moments on the clock of the zone', () => {
    const from = Date.UTC(2026, 9, 25, 0, 59, 57, 400);
    expect(timeAxis(from, 20, 'Europe/London', 8)).toEqual([
      { share: 0.13, label: '01:00:00' },
      { share: 0.38, label: '01:00:05' },
      { share: 0.63, label: '01:00:10' },
      { share: 0.88, label: '01:00:15' },
    ]);
    expect(timeAxis(from, 2, 'UTC', 5)[0]).toEqual({ share: 0.05, label: '00:59:57.5' });
    expect(moment(from, 'UTC', 1)).toBe('00:59:57.4');
  });
  it('names frequencies that have room, none above the top', () => {
    const labels = frequencyAxis(8_000, 200, 22).map(({ label }) => label);
    expect(labels.slice(0, 3)).toEqual(['8 kHz', '4 kHz', '2 kHz']);
    expect(frequencyAxis(16_000, 30, 22).length).toBeLessThan(2);
  });
  const series: LevelSeries = {
    time: Float64Array.of(10_000, 11_000, 12_000),
    bucketMs: 1_000,
    stepMs: 1_000,
    channels: [
      {
        name: 'LAFMax',
        min: Float32Array.of(50, 60, NaN),
        mean: Float32Array.of(51, 61, NaN),
        max: Float32Array.of(52, 63, NaN),
      },
      {
        name: 'LAeq',
        min: Float32Array.of(47, 55, NaN),
        mean: Float32Array.of(48, 56, NaN),
        max: Float32Array.of(49, 57, NaN),
      },
    ],
    gaps: [],
    validFraction: 2 / 3,
  };
  it('spans whole tens of dB and has one rule for each that fits', () => {
    expect(levelRange(series)).toEqual([40, 70]);
    expect(levelAxis([40, 70], 100, 22).map(({ label }) => label)).toEqual([
      '40 dB',
      '50 dB',
      '60 dB',
      '70 dB',
    ]);
    expect(levelAxis([40, 70], 50, 22).map(({ label }) => label)).toEqual(['40 dB', '60 dB']);
    const none = series.channels.map((channel) => ({
      ...channel,
      mean: Float32Array.of(NaN),
      max: Float32Array.of(NaN),
    }));
    expect(levelRange({ ...series, channels: none })).toBeUndefined();
  });
  it('reads the level of the second that a moment lies in, and none where none is held', () => {
    expect([levelAt(series, 'LAFMax', 11_999), levelAt(series, 'LAeq', 10_000)]).toEqual([63, 48]);
    for (const ms of [9_999, 12_500, 13_000]) expect(levelAt(series, 'LAeq', ms)).toBeUndefined();
    expect(levelAt(series, 'LCPeak', 11_000)).toBeUndefined();
  });
  it('reads the last second also where a sound ends with it, or a little later, but no further on', () => {
    const [channel] = series.channels;
    const whole = {
      ...series,
      channels: [{ name: 'LAFMax', ...channel, max: Float32Array.of(52, 63, 58) } as const],
    } as unknown as LevelSeries;
    expect([12_999, 13_000, 13_050].map((ms) => levelAt(whole, 'LAFMax', ms))).toEqual([58, 58, 58]);
    expect(levelAt(whole, 'LAFMax', 14_000)).toBeUndefined();
  });
});

test('preferences that are not understood are the usual ones', () => {
  const usual = { advance: false, playEach: true };
  for (const text of [null, '{', '[]', '"x"', '{"advance":1,"playEach":null}'])
    expect(parsePreferences(text)).toEqual(usual);
  expect(parsePreferences('{"advance":true}')).toEqual({ ...usual, advance: true });
});
