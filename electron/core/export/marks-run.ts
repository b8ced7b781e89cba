/** What people said of sounds, written into a folder: as a table, or as label tracks for Audacity. */
import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { SoundFilter } from '../../contract/sounds';
import type { Clock } from '../clock';
import type { Archive } from '../db/archive';
import type { JobContext } from '../jobs/job';
import { foldName } from '../transfer/name-parts';
import { assigning, readyNames, type NamedRecording } from '../transfer/names';
import { DEFAULT_TEMPLATE } from '../transfer/template';
import { draftFile, hashOf, type DraftFile, type FileSink } from './data-file';
import type { Announced, DataManifest } from './data-manifest';
import type { Place } from './folder-wait';
import { COLUMNS, lineOf, trackOf, type Said } from './marks-text';
import type { Pace } from './table-pace';
import { formatTime } from './table-time';
import type { Zones } from './zones';

export interface MarksRun {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly context: Pick<JobContext, 'progress'>;
  readonly pace: Pace;
  readonly place: Pick<Place, 'assertSame' | 'saved'>;
  /** Of the folder; each file is entered in it. */
  readonly manifest: Pick<DataManifest, 'get' | 'put' | 'all' | 'announce'>;
  readonly filter: SoundFilter;
  /** A path. */
  readonly folder: string;
  readonly zones: Zones;
  /** Leqbook's version. */
  readonly version: string;
}
export interface MarksExported {
  readonly files: number;
  /** How many have a line or a file. */
  readonly sounds: number;
}

const TABLE = 'tags.csv';
const LABELS = 'labels';
const IS_LABEL = /^labels\/([^/]+)\.txt$/;
/** As an export calls its files by default, without their folders. */
const END = '.flac';
const LABEL_NAME = { ...DEFAULT_TEMPLATE, parts: DEFAULT_TEMPLATE.parts.slice(-1) };

/**
 * Writes `tags.csv`, with a line for each sound that matches and has a tag or a note. Rejects with Failure `disk-full`,
 * `not-writable`, `cancelled`.
 */
export async function writeTable(run: MarksRun): Promise<MarksExported> {
  const count = counting(run);
  let sounds = 0;
  const draft = await draftOf(run, TABLE, async (sink) => {
    await sink.write(stringify([COLUMNS]));
    for await (const page of said(run)) {
      const lines = page.flatMap(({ row, mark }) =>
        mark === undefined ? [] : [lineOf(row, mark, run.zones(row.instrument))],
      );
      sounds += lines.length;
      count(page.length);
      if (lines.length > 0) await sink.write(stringify(lines));
    }
  });
  await keep(run, { file: TABLE }, draft);
  return { files: 1, sounds };
}

/** Writes `labels/…txt`, one for each sound that has a tag, a note or a trigger. Rejects as {@link writeTable}. */
export async function writeLabels(run: MarksRun): Promise<MarksExported> {
  const { archive } = run;
  const count = counting(run);
  const titles = new Map(archive.sounds.tags().map(({ id, title }) => [id, title]));
  const named: NamedRecording[] = [];
  for await (const page of said(run)) {
    const some = page.filter((each) => trackOf(each, titles) !== '');
    count(page.length - some.length);
    for (const { row } of some) named.push(nameable(row));
  }
  const files = await labelFiles(run, named);
  for await (const page of said(run)) {
    const texts = page.flatMap((each): readonly LabelText[] => {
      const text = trackOf(each, titles);
      const file = text === '' ? undefined : files.get(each.row.id);
      return file === undefined ? [] : [labelText({ file, sound: each.row.id }, text)];
    });
    // Together, because the list is written anew for it.
    await run.manifest.announce(texts);
    for (const text of texts) {
      await run.pace.breathe();
      await writeText(run, text);
      count(1);
    }
  }
  return { files: named.length, sounds: named.length };
}

/** By sound; one that has its file already keeps it, whatever it would be called today. */
async function labelFiles(
  { manifest, pace, zones }: MarksRun,
  named: readonly NamedRecording[],
): Promise<ReadonlyMap<string, string>> {
  const known = new Map<string, string>();
  const taken = new Map<string, string>();
  for (const entry of manifest.all()) {
    const [, name] = IS_LABEL.exec(entry.file) ?? [];
    if (name === undefined || !('sound' in entry) || entry.sound === undefined) continue;
    known.set(entry.sound, entry.file);
    taken.set(foldName(name + END), entry.sound);
  }
  const names = readyNames({ format: 'FLAC', template: LABEL_NAME, zone: zones });
  const newcomers = named.filter(({ id }) => !known.has(id));
  const steps = assigning(newcomers, names, taken);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) await pace.breathe();
  const files = new Map(known);
  for (const [sound, name] of step.value) files.set(sound, `${LABELS}/${name.slice(0, -END.length)}.txt`);
  return files;
}

const nameable = ({ id, instrument, from, to, trigger }: Said['row']): NamedRecording => ({
  ...{ id, instrument, from, to, trigger },
});

async function* said({ archive, filter, pace }: MarksRun): AsyncGenerator<readonly Said[]> {
  for (const rows of archive.sounds.pages(filter)) {
    const marks = archive.sounds.marks(rows.map(({ id }) => id));
    yield rows.map((row) => ({ row, mark: marks.get(row.id) }));
    await pace.breathe();
  }
}

function counting({ archive, context, filter }: MarksRun): (more: number) => void {
  let done = 0;
  const total = archive.sounds.sum(filter).count;
  context.progress({ done, total, activity: 'Reading tags and notes' });
  return (more) => {
    done += more;
    context.progress({ done, total });
  };
}

interface Named {
  readonly file: string;
  readonly sound?: string;
}
interface LabelText extends Announced {
  readonly sound: string;
  readonly text: string;
}

function labelText(named: Required<Named>, text: string): LabelText {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { ...named, text, sha256, bytes: Buffer.byteLength(text) };
}

/** One that is there as it should be is not written again. */
async function writeText(run: MarksRun, { file, sound, text, sha256 }: LabelText): Promise<void> {
  const { folder, manifest, pace, context } = run;
  if (manifest.get(file)?.sha256 === sha256 && (await hashOf(folder, file, pace.breathe)) === sha256) return;
  context.progress({ activity: file });
  await keep(run, { file, sound }, await draftOf(run, file, (sink) => sink.write(text)));
}

const draftOf = (
  { folder: root, clock, place }: MarksRun,
  file: string,
  fill: (sink: FileSink) => Promise<void>,
): Promise<DraftFile> => draftFile({ root, clock, assertPlace: () => place.assertSame() }, file, fill);

/** Nothing is left of one that could not be given its name. */
async function keep(run: MarksRun, named: Named, draft: DraftFile): Promise<void> {
  const { file } = named;
  const { place, manifest, clock, version } = run;
  const { sha256, sizeBytes: bytes, content } = draft;
  try {
    await place.assertSame();
    await manifest.announce([{ file, sha256, bytes }]);
    await draft.keep();
    place.saved(file);
  } finally {
    await draft.discard();
  }
  const exportedAt = formatTime(clock.now());
  await manifest.put({ kind: 'marks', ...named, sha256, bytes, content, exportedAt, leqbook: version });
}
