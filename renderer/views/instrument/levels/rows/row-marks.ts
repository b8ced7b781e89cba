/** What happened, was recorded, checked, left out and written, as marks of the rows beneath the chart. Pure. */
import type {
  CalibrationHistory,
  Entry,
  EventRow,
  Exclusions,
  PlaceColumn,
  Places,
  Sound,
  Span,
} from '../../../../../electron/contract/index';
import { count, dateTime, drift, duration, exactTime, level, offset } from '../../../../format';
import { entryAuthor, entryText, kindWord } from '../../../people/words';
import { causeOf } from '../../../sounds/words';
import type { Mark, MarkTone } from './marks';

const ascending = (marks: readonly Mark[]): readonly Mark[] =>
  [...marks].sort((a, b) => a.from - b.from || a.to - b.to);
const line = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' · ');
const within = (at: number, { from, to }: Span): boolean => at >= from && at < to;

interface Told {
  readonly one: string;
  readonly several: string;
  readonly open: string;
  readonly tone: (column: PlaceColumn) => MarkTone;
  /** What is told of several besides. */
  readonly more: (column: PlaceColumn) => string | undefined;
}
const EVENTS: Told = {
  ...{ one: 'Event', several: 'events', open: 'open it' },
  tone: () => 'accent',
  more: () => undefined,
};
const SOUNDS: Told = {
  ...{ one: 'Sound', several: 'sounds', open: 'listen to it' },
  tone: ({ here }) => (here > 0 ? 'accent' : 'soft'),
  more: ({ here, count: all }) =>
    here === 0
      ? 'none downloaded'
      : here === all
        ? 'on this computer'
        : `${count(here)} of them on this computer`,
};
/** Around what lies in a column, so that the first and the last do not lie at the edge. */
const AROUND = { share: 0.05, leastMs: 5_000 };

/** What begins in one column: one thing by its name, several by their number. */
function columnMark(column: PlaceColumn, told: Told, zone: string): Mark {
  const { from, to, count: all, loudest, only } = column;
  const about = { id: only?.key ?? `${told.several} ${String(from)}`, from, to, tone: told.tone(column) };
  const loud = loudest === undefined ? undefined : `${level(loudest)} dB`;
  if (only !== undefined)
    return {
      ...about,
      text: line(exactTime(from, zone), duration(to - from), only.what ?? told.one, loud),
      action: told.open,
    };
  const beside = Math.max(AROUND.leastMs, (to - from) * AROUND.share);
  return {
    ...about,
    text: line(
      `${count(all)} ${told.several} from ${exactTime(from, zone)}`,
      told.more(column),
      loud === undefined ? undefined : `loudest ${loud}`,
    ),
    action: 'look closer',
    closer: { from: Math.floor(from - beside), to: Math.ceil(to + beside) },
  };
}

const marksOf = <Row>(
  places: Places<Row> | undefined,
  told: Told,
  zone: string,
  markEach: (rows: readonly Row[]) => readonly Mark[],
): readonly Mark[] => {
  if (places === undefined) return [];
  const { each, columns } = places;
  return columns === undefined
    ? ascending(markEach(each))
    : columns.map((column) => columnMark(column, told, zone));
};

export const eventMarks = (places: Places<EventRow> | undefined, zone: string): readonly Mark[] =>
  marksOf(places, EVENTS, zone, (rows) =>
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

export const soundMarks = (places: Places<Sound> | undefined, zone: string): readonly Mark[] =>
  marksOf(places, SOUNDS, zone, (sounds) =>
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
/** @param entries among them those by hand, which tell who wrote them */
export function leftOutMarks(
  { excluded, unknownWeather }: Exclusions,
  entries: readonly Entry[],
  zone: string,
): readonly Mark[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const author = (id: number | undefined): string | undefined => {
    const entry = id === undefined ? undefined : byId.get(id);
    return entry && entryAuthor(entry, zone);
  };
  return ascending([
    ...unknownWeather.map(({ from, to }) => ({
      ...{ id: `unknown ${String(from)}`, from, to, tone: 'unknown' as const, action: undefined },
      text: line(dateTime(from, zone, true), duration(to - from), 'weather not known: neither in nor out'),
    })),
    ...excluded.map(({ from, to, why, text, entry }) => ({
      ...{ id: entry === undefined ? `${why} ${String(from)}` : String(entry), from, to },
      tone: why === 'hand' ? ('bad' as const) : ('warn' as const),
      text: line(
        dateTime(from, zone, true),
        duration(to - from),
        text.startsWith(WHY[why]) ? text : `${WHY[why]}: ${text}`,
        author(entry),
      ),
      action: entry === undefined ? 'select it' : 'change or remove it',
    })),
  ]);
}

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
