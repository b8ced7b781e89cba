import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SoundFilter, TagId, type Tag } from '../../../../../electron/contract/index';
import {
  chipsOf,
  clear,
  EVERYTHING,
  FACETS,
  isEverything,
  isWanted,
  lastDays,
  minuteOf,
  minuteText,
  toFilter,
  toggled,
  type Wanted,
} from '../../../../../renderer/views/sounds/filter';
import {
  ALL,
  choose,
  chosenCount,
  filterOf,
  isChosen,
  NONE,
} from '../../../../../renderer/views/sounds/choice';
import {
  keyOfTag,
  marksFor,
  movedTag,
  newTag,
  tidyTags,
  tagOfKey,
  tagTitle,
} from '../../../../../renderer/views/sounds/marks';
import {
  causeOf,
  reasonAlone,
  copyText,
  eventText,
  markedText,
  missingOf,
  triggerSpan,
} from '../../../../../renderer/views/sounds/words';
import { fakeSoundAt, fakeTags } from '../../../../support/fake-sounds';

const NOW = Date.UTC(2026, 10, 12, 12);
const names = {
  instrument: (serial: string) => `Site ${serial}`,
  tag: (id: string) => tagTitle(fakeTags, id),
};
const want = (change: Partial<Wanted>): Wanted => ({ ...EVERYTHING, ...change });

describe('a filter of sounds', () => {
  it('takes whole days on the clock one looks at, also those of 23 and 25 hours', () => {
    const hours = (day: string) => {
      const { from = 0, to = 0 } = toFilter(want({ dates: { from: day, to: day } }), 'Europe/London');
      return (to - from) / 3_600_000;
    };
    expect(['2026-03-29', '2026-06-01', '2026-10-25'].map(hours)).toEqual([23, 24, 25]);
    expect(toFilter(want({ dates: { from: '2026-07-01', to: undefined } }), 'Europe/London')).toEqual({
      from: Date.UTC(2026, 5, 30, 23),
    });
  });
  it('names nothing that was not asked for, and only the instrument whose list it is', () => {
    expect(toFilter(EVERYTHING, 'UTC')).toEqual({});
    expect(toFilter(want({ instruments: ['A'] }), 'UTC', 'B')).toEqual({ instruments: ['B'] });
    expect(toFilter(want({ tagged: 'none', downloaded: false, time: { from: 0, to: 5 } }), 'UTC')).toEqual({
      tagged: false,
      downloaded: false,
      timeOfDay: { from: 0, to: 5, zone: 'UTC' },
    });
  });
  it('is one that the core takes, whatever is wanted; and cleared part by part it is everything', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 4 });
    const day = fc.option(
      fc
        .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      { nil: undefined },
    );
    const dB = fc.option(fc.double({ min: 0, max: 140, noNaN: true }), { nil: undefined });
    const minute = fc.integer({ min: 0, max: 1_439 });
    const wanted: fc.Arbitrary<Wanted> = fc.record({
      instruments: words,
      dates: fc.record({ from: day, to: day }),
      time: fc.option(fc.record({ from: minute, to: minute }), { nil: undefined }),
      triggers: words,
      eventTypes: words,
      level: fc.record({ from: dB, to: dB }),
      downloaded: fc.option(fc.boolean(), { nil: undefined }),
      tags: fc.subarray(['traffic', 'plant', 'x-1']),
      tagged: fc.option(fc.constantFrom('any' as const, 'none' as const), { nil: undefined }),
    });
    fc.assert(
      fc.property(wanted, fc.constantFrom('UTC', 'Europe/London', 'Pacific/Chatham'), (value, zone) => {
        expect(SoundFilter.safeParse(toFilter(value, zone)).success).toBe(true);
        const chips = chipsOf(value, zone, names);
        expect(chips.map(({ facet }) => facet)).toEqual(FACETS.filter((facet) => isWanted(value, facet)));
        expect(chips.every(({ label, value: said }) => label !== '' && said.trim() !== '')).toBe(true);
        expect(isEverything(FACETS.reduce(clear, value))).toBe(true);
      }),
    );
  });
  it('reads back as what was asked for', () => {
    const said = (change: Partial<Wanted>) =>
      chipsOf(want(change), 'UTC', names).map(({ label, value }) => `${label}: ${value}`);
    expect([
      ...said({ instruments: ['A', 'B', 'C', 'D'] }),
      ...said({ dates: { from: '2026-11-12', to: '2026-11-12' } }),
      ...said({ dates: { from: '2026-11-01', to: '2026-11-12' } }),
      ...said({ dates: { from: undefined, to: '2026-11-12' } }),
      ...said({ time: { from: 1_380, to: 420 } }),
      ...said({ level: { from: 80, to: undefined } }),
      ...said({ level: { from: 60, to: 72.25 } }),
      ...said({ tags: ['not-relevant', 'gone'] }),
    ]).toEqual([
      'Instrument: Site A, Site B or 2 more',
      'Date: 12 Nov 2026',
      'Date: 1 Nov 2026 to 12 Nov 2026',
      'Date: until 12 Nov 2026',
      'Time of day: 23:00–07:00 UTC',
      'LAFMax: 80.0 dB and more',
      'LAFMax: 60.0–72.3 dB',
      'Tag: Not relevant or gone',
    ]);
  });
  it('reads times and dates as they are typed', () => {
    expect(['07:05', '23:59', '24:00', '7:5', 'x'].map(minuteOf)).toEqual([
      425,
      1_439,
      undefined,
      undefined,
      undefined,
    ]);
    expect([0, 425, 1_440].map(minuteText)).toEqual(['00:00', '07:05', '24:00']);
    // Past midnight there already.
    expect(lastDays(7, NOW, 'Pacific/Auckland')).toEqual({ from: '2026-11-07', to: '2026-11-13' });
    expect(toggled(toggled(['a'], 'b'), 'a')).toEqual(['b']);
  });
});

describe('a choice of sounds', () => {
  it('counts and filters some by name, all by the filter itself, none as all', () => {
    const some = choose(choose(NONE, ['a', 'b', 'c'], true), ['b'], false);
    const filter = { triggers: ['x'] };
    expect([some, ALL, NONE].map((choice) => chosenCount(choice, 730_000))).toEqual([2, 730_000, 0]);
    expect([some, ALL, NONE].map((choice) => filterOf(choice, filter))).toEqual([
      { ids: ['a', 'c'] },
      filter,
      filter,
    ]);
    expect([isChosen(some, 'b'), isChosen(some, 'c'), isChosen(ALL, 'z')]).toEqual([false, true, true]);
  });
});

describe('marks', () => {
  const [a, b] = [1, 2].map((n) => ({ ...fakeSoundAt(n, NOW), tags: n === 1 ? ['plant'] : [], note: 'n' }));
  it('give a tag to those without it, and take it away once all have it', () => {
    if (a === undefined || b === undefined) throw new Error('two sounds');
    expect(marksFor([a, b], 'plant')).toMatchObject({
      on: true,
      marks: [{ id: b.id, tags: ['plant'], note: 'n' }],
    });
    expect(marksFor([a], 'plant')).toMatchObject({
      on: false,
      marks: [{ id: a.id, tags: [] }],
      before: [{ id: a.id, tags: ['plant'] }],
    });
  });
  it('belong to the keys 1 to 9', () => {
    expect(['1', '6', '7', '0', 'a'].map((key) => tagOfKey(fakeTags, key)?.id)).toEqual([
      'traffic',
      'not-relevant',
      undefined,
      undefined,
      undefined,
    ]);
    expect([0, 8, 9].map(keyOfTag)).toEqual(['1', '9', undefined]);
  });
});

describe('the set of tags', () => {
  it('takes a new one under an id that the core takes and no other has, whatever it is called', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 50 }), (titles) => {
        const tags = titles.reduce<readonly Tag[]>((all, title) => {
          const tag = newTag(all, title);
          return tag === undefined ? all : [...all, tag];
        }, []);
        expect(new Set(tags.map(({ id }) => id)).size).toBe(tags.length);
        expect(tags.length).toBeLessThanOrEqual(32);
        for (const tag of tags) expect(TagId.safeParse(tag.id).success).toBe(true);
      }),
    );
  });
  it('takes no title twice and none without letters of its own, and keeps its order but for what is moved', () => {
    expect(newTag(fakeTags, ' plant ')).toBeUndefined();
    expect(newTag(fakeTags, '  ')).toBeUndefined();
    expect(newTag(fakeTags, 'Überflug')).toEqual({ id: 'u-berflug', title: 'Überflug' });
    expect(
      movedTag(fakeTags, 0, 1)
        .map(({ id }) => id)
        .slice(0, 3),
    ).toEqual(['plant', 'traffic', 'voices']);
    expect(movedTag(fakeTags, 0, -1)).toBe(fakeTags);
    expect(
      tidyTags([
        { id: 'a', title: ' A ' },
        { id: 'b', title: ' ' },
      ]),
    ).toEqual([{ id: 'a', title: 'A' }]);
  });
});

describe('a sound in words', () => {
  it('keeps of a job’s sentence only the reason where the sound is plain to see', () => {
    expect(
      reasonAlone('The sound of QT1 at 2026-11-22 00:16:33 UTC (MC5) is missing: MyCirrus has it no more.'),
    ).toBe('MyCirrus has it no more.');
    expect(reasonAlone('MyCirrus makes no OGG of it.')).toBe('MyCirrus makes no OGG of it.');
  });
  const sound = fakeSoundAt(2, NOW);
  it('says why it was recorded, once', () => {
    const event = { type: 'Noise', name: 'LAeq', level: 71.25 };
    expect(causeOf({ ...sound, trigger: 'Night', event: undefined })).toBe('Night');
    expect(causeOf({ ...sound, trigger: 'LAeq', event })).toBe('LAeq');
    expect(causeOf({ ...sound, trigger: 'Night', event })).toBe('Night · event: LAeq');
    expect(causeOf({ ...sound, trigger: undefined, event: { ...event, name: undefined } })).toBe(
      'Event: Noise',
    );
    expect(causeOf({ ...sound, trigger: undefined, event: undefined })).toBe('');
    expect(eventText({ ...sound, event })).toBe('Noise · LAeq · 71.3 dB');
  });
  it('say who spoke of it last, and when', () => {
    const sound = fakeSoundAt(1, NOW);
    const said = (change: object) =>
      markedText({ ...sound, tags: ['plant'], note: 'x', ...change }, 'Europe/London');
    const marked = { at: NOW, by: 'ana' };
    expect(said({ marked })).toBe('Tags and note by ana, 12 Nov 2026 12:00:00 +00:00');
    expect(said({ marked, note: undefined })).toMatch(/^Tags by ana/);
    expect(said({ marked: { at: NOW, by: '' }, tags: [] })).toMatch(/^Note, 12 Nov/);
    expect([said({ marked: undefined }), said({ marked, tags: [], note: undefined })]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('says when its trigger was and what a copy is like', () => {
    expect(triggerSpan({ ...sound, triggerFrom: sound.from + 5_000, triggerTo: sound.from + 23_000 })).toBe(
      '5 s after the start, for 18 s',
    );
    expect(triggerSpan({ ...sound, triggerFrom: undefined })).toBeUndefined();
    const [copy] = fakeSoundAt(1, NOW).local;
    if (copy === undefined) throw new Error('no copy');
    expect(copyText({ ...copy, durationMs: 24_240, sampleRate: 44_100, bitsPerSample: 24 })).toBe(
      '24 s · 44.1 kHz · 24 bit',
    );
    expect(
      copyText({ ...copy, durationMs: undefined, sampleRate: undefined, bitsPerSample: undefined }),
    ).toBe('');
  });
  it('is worth downloading lossless although a preview is here, but not the other way round', () => {
    const [copy] = fakeSoundAt(1, NOW).local;
    if (copy === undefined) throw new Error('no copy');
    const preview = { ...sound, id: 'preview', local: [{ ...copy, lossy: true, format: 'OGG' as const }] };
    const original = { ...sound, id: 'original', local: [copy] };
    const nothing = { ...sound, id: 'nothing', local: [] };
    expect(missingOf([preview, original, nothing], 'FLAC')).toEqual(['preview', 'nothing']);
    expect(missingOf([preview, original, nothing], 'OGG')).toEqual(['nothing']);
  });
});
