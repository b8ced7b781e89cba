/** What people said of sounds, as a table, or as label tracks for Audacity. */
import { stringify } from 'csv-stringify/sync';
import type { SoundFilter, SoundMark } from '../../contract/sounds';
import type { Clock } from '../clock';
import type { Archive, SoundRow } from '../db/archive';
import { assigning, readyNames, type NamedRecording } from '../transfer/names';
import { DEFAULT_TEMPLATE } from '../transfer/template';
import { guarded } from './csv';
import { draftFile, type DraftFile } from './data-file';
import { createPace, type Pace } from './table-pace';
import { formatTime, zoneOf, type Zone } from './table-time';

export interface MarksRequest {
  readonly filter: SoundFilter;
  /** A path. */
  readonly folder: string;
  readonly as: 'csv' | 'audacity';
  /** IANA; absent: UTC. */
  readonly zone?: string | undefined;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}
export interface MarksExported {
  readonly files: number;
  /** How many have a line or a file. */
  readonly sounds: number;
}
interface Said {
  readonly row: SoundRow;
  readonly mark: SoundMark | undefined;
}

const TABLE = 'tags.csv';
const LABELS = 'labels';
/** As an export calls its files by default, without their folders. */
const LABEL_NAME = { ...DEFAULT_TEMPLATE, parts: DEFAULT_TEMPLATE.parts.slice(-1) };
const COLUMNS = [
  ...['sound', 'instrument', 'startUtc', 'endUtc', 'startLocal', 'endLocal', 'zone'],
  ...['trigger', 'LAeq', 'LAFMax', 'tags', 'note'],
];

/**
 * Writes `tags.csv`, with a line for each sound that matches and has a tag or a note; or `labels/…txt`, one for each that
 * has a tag, a note or a trigger. Each file appears whole. Rejects with Failure `disk-full`, `not-writable`, `cancelled`,
 * and `invalid` for an unknown zone or filter.
 */
export async function exportMarks(archive: Archive, request: MarksRequest): Promise<MarksExported> {
  const zone = zoneOf(request.zone);
  const pace = createPace(request.signal ?? new AbortController().signal);
  return request.as === 'csv'
    ? writeTable(archive, request, zone, pace)
    : writeLabels(archive, request, zone, pace);
}

async function* said(archive: Archive, filter: SoundFilter, pace: Pace): AsyncGenerator<readonly Said[]> {
  for (const rows of archive.sounds.pages(filter)) {
    const marks = archive.sounds.marks(rows.map(({ id }) => id));
    yield rows.map((row) => ({ row, mark: marks.get(row.id) }));
    await pace.breathe();
  }
}

async function writeTable(
  archive: Archive,
  { filter, folder, clock }: MarksRequest,
  zone: Zone,
  pace: Pace,
): Promise<MarksExported> {
  let sounds = 0;
  const draft = await draftFile({ root: folder, clock }, TABLE, async (sink) => {
    await sink.write(stringify([COLUMNS]));
    for await (const page of said(archive, filter, pace)) {
      const lines = page.flatMap(({ row, mark }) => (mark === undefined ? [] : [lineOf(row, mark, zone)]));
      sounds += lines.length;
      if (lines.length > 0) await sink.write(stringify(lines));
    }
  });
  await keep(draft);
  return { files: 1, sounds };
}

function lineOf(row: SoundRow, mark: SoundMark, zone: Zone): readonly string[] {
  const level = (value: number | undefined) => (value === undefined ? '' : value.toFixed(1));
  return [
    ...[guarded(row.id), guarded(row.instrument)],
    ...[formatTime(row.from), formatTime(row.to), formatTime(row.from, zone), formatTime(row.to, zone)],
    ...[zone.name, guarded(row.trigger ?? ''), level(row.levels?.LAeq), level(row.levels?.LAFMax)],
    ...[guarded(mark.tags.join('; ')), guarded(mark.note ?? '')],
  ];
}

async function writeLabels(
  archive: Archive,
  { filter, folder, clock }: MarksRequest,
  zone: Zone,
  pace: Pace,
): Promise<MarksExported> {
  const titles = new Map(archive.sounds.tags().map(({ id, title }) => [id, title]));
  const tracks = new Map<string, string>();
  const named: NamedRecording[] = [];
  for await (const page of said(archive, filter, pace))
    for (const each of page) {
      const track = trackOf(each, titles);
      if (track === '') continue;
      const { id, instrument, from, to, trigger } = each.row;
      named.push({ id, instrument, from, to, trigger });
      tracks.set(id, track);
    }
  const steps = assigning(named, readyNames({ format: 'FLAC', template: LABEL_NAME, zone }), new Map());
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) await pace.breathe();
  for (const [id, name] of step.value) {
    await pace.breathe();
    const file = `${LABELS}/${name.replace(/\.[^.]*$/, '')}.txt`;
    const draft = await draftFile({ root: folder, clock }, file, (sink) => sink.write(tracks.get(id) ?? ''));
    await keep(draft);
  }
  return { files: named.length, sounds: named.length };
}

/** Nothing is left of one that could not be given its name. */
async function keep(draft: DraftFile): Promise<void> {
  try {
    await draft.keep();
  } finally {
    await draft.discard();
  }
}

/** A label for what was said, over all of it, and one for its trigger; seconds from where the sound begins. */
function trackOf({ row, mark }: Said, titles: ReadonlyMap<string, string>): string {
  const { from, to, trigger, triggerFrom = from, triggerTo = to } = row;
  const tags = mark?.tags.map((tag) => titles.get(tag) ?? tag).join(', ') ?? '';
  const text = [tags, mark?.note ?? ''].filter((part) => part !== '').join(': ');
  return [
    ...(text === '' ? [] : [label(0, to - from, text)]),
    ...(trigger === undefined ? [] : [label(triggerFrom - from, triggerTo - from, `Trigger: ${trigger}`)]),
  ].join('');
}

function label(fromMs: number, toMs: number, text: string): string {
  const first = Math.max(0, fromMs);
  const seconds = (ms: number) => (ms / 1_000).toFixed(6);
  // One line and three columns, whatever was typed.
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return `${seconds(first)}\t${seconds(Math.max(first, toMs))}\t${plain}\n`;
}
