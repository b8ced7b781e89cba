/** Sounds in words, as rows and details say them. Pure. */
import type { AudioFormat, LocalSound, Sound } from '../../../electron/contract/index';
import { duration, exactTime, level } from '../../format';

/** Why it was recorded: the trigger, or the event, or both where they differ. */
export function causeOf({ trigger, event }: Sound): string {
  const named = event === undefined ? undefined : (event.name ?? event.type ?? 'Event');
  if (trigger === undefined) return named === undefined ? '' : `Event: ${named}`;
  return named === undefined || named === trigger ? trigger : `${trigger} · event: ${named}`;
}
/** Of the sound as a whole; a missing one is said. */
export function levelWords({ levels }: Sound): string {
  const one = (name: string, dB: number | undefined) =>
    dB === undefined ? `${name} not held` : `${name} ${level(dB)} dB`;
  return `${one('LAeq', levels?.LAeq)}, ${one('LAFMax', levels?.LAFMax)}`;
}
export function eventText({ event }: Sound): string | undefined {
  if (event === undefined) return undefined;
  const parts = [
    event.type,
    event.name === event.type ? undefined : event.name,
    event.level === undefined ? undefined : `${level(event.level)} dB`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ') || 'without a name';
}
/** `5 s after the start, for 18 s`. */
export function triggerSpan({ from, triggerFrom, triggerTo }: Sound): string | undefined {
  if (triggerFrom === undefined) return undefined;
  const start = triggerFrom <= from ? 'from the start' : `${duration(triggerFrom - from)} after the start`;
  return triggerTo === undefined ? start : `${start}, for ${duration(triggerTo - triggerFrom)}`;
}
/** `Tags and note by ana, 22 Nov 2026 14:02:11 +00:00`; undefined while nothing is said of it, or not known by whom. */
export function markedText({ tags, note, marked }: Sound, zone: string): string | undefined {
  if (marked === undefined) return undefined;
  const what = [...(tags.length === 0 ? [] : ['tags']), ...(note === undefined ? [] : ['note'])].join(
    ' and ',
  );
  const by = marked.by === '' ? '' : ` by ${marked.by}`;
  return what === '' ? undefined : sentenceCase(`${what}${by}, ${exactTime(marked.at, zone)}`);
}
const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const listsText = ({ lists }: Sound): string =>
  lists.length > 1
    ? 'the list of recordings and the list of events'
    : lists[0] === 'events'
      ? 'the list of events'
      : 'the list of recordings';

/** What a job says of one sound, where it is plain which sound is meant: the reason alone. */
export const reasonAlone = (text: string): string => text.replace(/^The sound of .+? is missing: /, '');

/** `48 kHz`, `44.1 kHz`. */
export const rateText = (hz: number | undefined): string | undefined =>
  hz === undefined ? undefined : `${String(Math.round(hz / 100) / 10)} kHz`;
/** What is known of a copy beside its format: `24.2 s · 48 kHz · 16 bit`. */
export const copyText = ({ durationMs, sampleRate, bitsPerSample }: LocalSound): string =>
  [
    durationMs === undefined ? undefined : duration(durationMs),
    rateText(sampleRate),
    bitsPerSample === undefined ? undefined : `${String(bitsPerSample)} bit`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');

/** Those worth downloading in a format: a preview does not spare the original, but the original spares the preview. */
export const missingOf = (sounds: readonly Sound[], format: AudioFormat): string[] => {
  const lossy = format === 'AAC' || format === 'OGG';
  return sounds
    .filter(({ local }) => (lossy ? local.length === 0 : !local.some((copy) => !copy.lossy)))
    .map(({ id }) => id);
};
