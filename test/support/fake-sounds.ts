/** A believable library of sounds, and the answers to what is asked of it: filters, order, pages, marks. */
import type {
  AudioEstimate,
  AudioFormat,
  Facet,
  LocalSound,
  Sound,
  SoundFacets,
  SoundFilter,
  SoundMark,
  Tag,
} from '../../electron/contract/index';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Between −1 and 1, the same for the same number. */
const noise = (n: number): number => {
  const x = Math.sin(n * 12.9898) * 43_758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};

export const fakeTags: readonly Tag[] = [
  { id: 'traffic', title: 'Traffic' },
  { id: 'plant', title: 'Plant' },
  { id: 'voices', title: 'Voices' },
  { id: 'wildlife', title: 'Wildlife' },
  { id: 'weather', title: 'Weather' },
  { id: 'not-relevant', title: 'Not relevant' },
];
const INSTRUMENTS = ['QT480112', 'QT480113', 'QT480112', 'QT480201', 'QT480202'] as const;
const TRIGGERS = ['LAeq over 75 dB', 'LAFMax over 90 dB', 'Night works', undefined] as const;
const EVERY = { event: 3, eventOnly: 7, withoutLevel: 11, local: 5, twoFormats: 25, tagged: 6, noted: 13 };
const has = (index: number, every: number): boolean => index % every === 1;

function localOf(id: string, format: AudioFormat, seconds: number, now: number): LocalSound {
  const lossy = format === 'AAC' || format === 'OGG';
  return {
    ...{ format, lossy },
    url: `media://sound/${id}/${format.toLowerCase()}`,
    sizeBytes: seconds * (lossy ? 9_600 : 41_000),
    durationMs: seconds * SECOND + 240,
    sampleRate: lossy ? 16_000 : 48_000,
    bitsPerSample: lossy ? undefined : 16,
    sha256: Array.from({ length: 64 }, (_, i) =>
      Math.floor(8 * (1 + noise(i + seconds + (lossy ? 64 : 0)))).toString(16),
    ).join(''),
    fetchedAt: now - 5 * HOUR,
  };
}
/** The sound at a place in a library without end, newest first: computed, so that a huge one costs nothing. */
export function fakeSoundAt(index: number, now: number): Sound {
  const id = `a${String(100_000 + index)}`;
  const from = now - 40 * MINUTE - index * 21 * MINUTE - Math.floor(9 * MINUTE * noise(index)) - 1;
  const seconds = 19 + Math.floor(12 * (1 + noise(index + 3)));
  const eventOnly = has(index, EVERY.eventOnly);
  const inEvents = eventOnly || has(index, EVERY.event);
  const trigger = TRIGGERS[index % TRIGGERS.length];
  const LAFMax = Math.round(10 * (78 + 14 * noise(index + 7))) / 10;
  return {
    ...{ id, from },
    instrument: INSTRUMENTS[index % INSTRUMENTS.length] ?? INSTRUMENTS[0],
    to: from + seconds * SECOND,
    lists: [...(eventOnly ? [] : ['recordings' as const]), ...(inEvents ? ['events' as const] : [])],
    trigger: eventOnly ? undefined : trigger,
    triggerFrom: eventOnly || trigger === undefined ? undefined : from + 5 * SECOND,
    triggerTo: eventOnly || trigger === undefined ? undefined : from + (seconds - 1) * SECOND,
    event: inEvents
      ? {
          type: index % 2 === 0 ? 'Noise' : 'Night',
          name: index % 2 === 0 ? 'LAeq over 75 dB' : 'LAFMax over 90 dB',
          level: LAFMax - 3,
        }
      : undefined,
    levels: has(index, EVERY.withoutLevel) ? undefined : { LAeq: LAFMax - 9 + 2 * noise(index + 5), LAFMax },
    local: has(index, EVERY.local)
      ? [
          localOf(id, 'FLAC', seconds, now),
          ...(has(index, EVERY.twoFormats) ? [localOf(id, 'OGG', seconds, now)] : []),
        ]
      : [],
    tags: has(index, EVERY.tagged)
      ? [fakeTags[index % fakeTags.length]?.id ?? 'traffic', ...(index % 4 === 3 ? ['voices'] : [])]
      : [],
    note: has(index, EVERY.noted) ? 'Reversing alarm behind the hoarding, twice.' : undefined,
    marked:
      has(index, EVERY.tagged) || has(index, EVERY.noted) ? { at: now - 3_600_000, by: 'ana' } : undefined,
  };
}
/** Newest first, as the core lists them. */
export const fakeSounds = (now: number, length = 640): readonly Sound[] =>
  Array.from({ length }, (_, index) => fakeSoundAt(index, now)).sort((a, b) => b.from - a.from);

function minuteOfDay(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(ms);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return part('hour') * 60 + part('minute');
}
function isAt(ms: number, time: NonNullable<SoundFilter['timeOfDay']>): boolean {
  const minute = minuteOfDay(ms, time.zone);
  return time.to > time.from
    ? minute >= time.from && minute < time.to
    : minute >= time.from || minute < time.to;
}
const among = <T>(list: readonly T[] | undefined, value: T | undefined): boolean =>
  list === undefined || (value !== undefined && list.includes(value));

export function soundMatches(sound: Sound, filter: SoundFilter): boolean {
  const level = sound.levels?.LAFMax;
  const leveled = filter.levelFrom !== undefined || filter.levelTo !== undefined;
  return (
    among(filter.instruments, sound.instrument) &&
    among(filter.ids, sound.id) &&
    sound.from >= (filter.from ?? -Infinity) &&
    sound.from < (filter.to ?? Infinity) &&
    (filter.timeOfDay === undefined || isAt(sound.from, filter.timeOfDay)) &&
    among(filter.triggers, sound.trigger) &&
    among(filter.eventTypes, sound.event?.type) &&
    (!leveled ||
      (level !== undefined &&
        level >= (filter.levelFrom ?? -Infinity) &&
        level <= (filter.levelTo ?? Infinity))) &&
    (filter.downloaded === undefined || sound.local.length > 0 === filter.downloaded) &&
    (filter.tags === undefined || filter.tags.some((tag) => sound.tags.includes(tag))) &&
    (filter.tagged === undefined || sound.tags.length > 0 === filter.tagged)
  );
}
export function listFakeSounds(
  sounds: readonly Sound[],
  filter: SoundFilter,
  order: 'newest' | 'oldest',
): readonly Sound[] {
  const found = sounds.filter((sound) => soundMatches(sound, filter));
  return order === 'newest' ? found : [...found].reverse();
}

const tally = (values: readonly (string | undefined)[]): readonly Facet[] => {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
};
/** Each facet leaves its own part of the filter out, so that one sees what else could be chosen. */
export function fakeFacets(sounds: readonly Sound[], filter: SoundFilter): SoundFacets {
  const without = (...parts: readonly (keyof SoundFilter)[]) => {
    const rest = { ...filter };
    for (const part of parts) rest[part] = undefined;
    return sounds.filter((sound) => soundMatches(sound, rest));
  };
  const matching = sounds.filter((sound) => soundMatches(sound, filter));
  return {
    triggers: tally(without('triggers').map(({ trigger }) => trigger)),
    eventTypes: tally(without('eventTypes').map(({ event }) => event?.type)),
    tags: tally(without('tags', 'tagged').flatMap(({ tags }) => tags)),
    downloaded: without('downloaded').filter(({ local }) => local.length > 0).length,
    withoutLevel: without('levelFrom', 'levelTo').filter(({ levels }) => levels?.LAFMax === undefined).length,
    total: matching.length,
  };
}
/** The library after marks were set, and what had been said before. */
export function markFakeSounds(
  sounds: readonly Sound[],
  marks: readonly SoundMark[],
  marked: Sound['marked'],
): { readonly sounds: readonly Sound[]; readonly before: readonly SoundMark[] } {
  const wanted = new Map(marks.map((mark) => [mark.id, mark]));
  return {
    before: sounds
      .filter(({ id }) => wanted.has(id))
      .map(({ id, tags, note }) => ({ id, tags: [...tags], note })),
    sounds: sounds.map((sound) => {
      const mark = wanted.get(sound.id);
      return mark === undefined ? sound : { ...sound, tags: mark.tags, note: mark.note, marked };
    }),
  };
}
export function fakeAudioEstimate(sounds: readonly Sound[], format: AudioFormat): AudioEstimate {
  const seconds = sounds.reduce((sum, { from, to }) => sum + (to - from) / SECOND, 0);
  const perSecond = { WAV: 96_000, FLAC: 41_000, AAC: 12_000, OGG: 9_600 }[format];
  return {
    files: sounds.length,
    seconds,
    bytes: seconds * perSecond,
    measured: true,
    ms: (seconds * perSecond) / 2_200,
    freeBytes: undefined,
    present: undefined,
  };
}
