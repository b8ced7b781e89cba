/** What happened, was recorded, checked, left out and written, as marks of the rows beneath the chart. Pure. */
import type {
  CalibrationHistory,
  Entry,
  EventRow,
  ExcludedSpan,
  Sound,
  Span,
} from '../../../../../electron/contract/index';
import { dateTime, drift, duration, exactTime, level, offset } from '../../../../format';
import { entryAuthor, entryText, kindWord } from '../../../people/words';
import { causeOf } from '../../../sounds/words';
import type { Mark, MarkTone } from './marks';

const ascending = (marks: readonly Mark[]): readonly Mark[] =>
  [...marks].sort((a, b) => a.from - b.from || a.to - b.to);
const line = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' · ');
const within = (at: number, { from, to }: Span): boolean => at >= from && at < to;

export const eventMarks = (rows: readonly EventRow[], zone: string): readonly Mark[] =>
  ascending(
    rows.map(({ key, from, to, type, trigger, level: dB }) => ({
      id: key,
      from,
      to: to ?? from,
      tone: 'accent',
      text: line(
        exactTime(from, zone),
        to === undefined ? undefined : duration(to - from),
        type ?? trigger ?? 'Event',
        dB === undefined ? undefined : `${level(dB)} dB`,
      ),
      action: 'open it',
    })),
  );

export const soundMarks = (sounds: readonly Sound[], zone: string): readonly Mark[] =>
  ascending(
    sounds.map((sound) => ({
      id: sound.id,
      from: sound.from,
      to: sound.to,
      tone: sound.local.length > 0 ? 'accent' : 'soft',
      text: line(
        exactTime(sound.from, zone),
        duration(sound.to - sound.from),
        causeOf(sound),
        sound.local.length > 0 ? 'on this computer' : 'not downloaded',
      ),
      action: 'listen to it',
    })),
  );

const TONES: Readonly<Record<string, MarkTone>> = {
  within: 'ok',
  investigate: 'warn',
  suspect: 'bad',
  unknown: 'soft',
};
/** Calibrations and SICs of a span; a calibration is as its drift is judged. */
export function checkMarks(
  { calibrations, sic }: Pick<CalibrationHistory, 'calibrations' | 'sic'>,
  span: Span,
  zone: string,
): readonly Mark[] {
  return ascending([
    ...calibrations
      .filter(({ time }) => within(time, span))
      .map(({ time, status, offset: dB, drift: by, verdict }) => ({
        ...{ id: `calibration ${String(time)}`, from: time, to: time },
        tone: TONES[verdict] ?? ('soft' as const),
        text: line(
          exactTime(time, zone),
          'Calibration',
          status,
          dB === undefined ? undefined : `offset ${offset(dB)} dB`,
          by === undefined ? undefined : `drift ${drift(by)} dB, ${verdict}`,
        ),
        action: 'open calibrations',
      })),
    ...sic
      .filter(({ time }) => within(time, span))
      .map(({ time }) => ({
        ...{ id: `sic ${String(time)}`, from: time, to: time, tone: 'soft' as const },
        text: line(exactTime(time, zone), 'SIC'),
        action: 'open calibrations',
      })),
  ]);
}

const WHY = { hand: 'Exclusion', wind: 'Wind', rain: 'Rain', check: 'Check' } as const;
export const leftOutMarks = (
  excluded: readonly ExcludedSpan[],
  unknown: readonly Span[],
  zone: string,
): readonly Mark[] =>
  ascending([
    ...unknown.map(({ from, to }) => ({
      ...{ id: `unknown ${String(from)}`, from, to, tone: 'soft' as const, action: undefined },
      text: line(dateTime(from, zone, true), duration(to - from), 'weather not known: neither in nor out'),
    })),
    ...excluded.map(({ from, to, why, text, entry }) => ({
      ...{ id: entry === undefined ? `${why} ${String(from)}` : String(entry), from, to },
      tone: why === 'hand' ? ('bad' as const) : ('warn' as const),
      text: line(
        dateTime(from, zone, true),
        duration(to - from),
        text.startsWith(WHY[why]) ? text : `${WHY[why]}: ${text}`,
      ),
      action: entry === undefined ? 'select it' : 'change or remove it',
    })),
  ]);

export const noteMarks = (entries: readonly Entry[], zone: string): readonly Mark[] =>
  ascending(
    entries.flatMap((entry) =>
      entry.from === undefined
        ? []
        : [
            {
              id: String(entry.id),
              from: entry.from,
              to: entry.to ?? entry.from,
              tone: entry.added.kind === 'microphone' ? ('warn' as const) : ('accent' as const),
              text: line(
                dateTime(entry.from, zone, true),
                `${kindWord(entry.added.kind)}: ${entryText(entry)}`,
                entryAuthor(entry, zone),
              ),
              action: entry.added.kind === 'note' ? 'change or remove it' : undefined,
            },
          ],
    ),
  );
