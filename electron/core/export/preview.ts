/** What the files of an export will be called, before anything is fetched. */
import type { ExportRequest, NamePreview } from '../../contract';
import { Failure } from '../../contract/result';
import type { Archive } from '../db/archive';
import type { SoundRow } from '../db/sound-store';
import { recordingPath, type NamedRecording } from '../transfer/names';
import { DEFAULT_TEMPLATE, parseTemplate } from '../transfer/template';
import { zonesOf, type Clocks, type Zones } from './zones';

const SHOWN = 3;
/** Its serial tells that it is made up. */
const EXAMPLE: NamedRecording = {
  id: 'example-000000',
  instrument: 'QT000000',
  instrumentName: 'Example site',
  from: Date.UTC(2026, 2, 2, 10, 15, 2),
  to: Date.UTC(2026, 2, 2, 10, 15, 21),
  trigger: 'Default',
  eventType: 'Trigger',
};

/** Names of the first sounds that match, or of a made-up one when none does; or what is wrong with the template or the zone. */
export function previewNames(
  archive: Pick<Archive, 'sounds' | 'instruments' | 'people'>,
  { filter, format, name, ...clocks }: Pick<ExportRequest, 'filter' | 'format' | 'name'> & Clocks,
): NamePreview {
  const template = name === undefined ? DEFAULT_TEMPLATE : parseTemplate(name);
  if (typeof template === 'string') return { names: [], problem: template };
  const zones = zonesOrProblem(archive, clocks);
  if (typeof zones === 'string') return { names: [], problem: zones };
  const { rows } = archive.sounds.page(filter, 'oldest', 0, SHOWN);
  const sounds = rows.length === 0 ? [EXAMPLE] : namedSounds(archive, rows);
  return {
    names: sounds.map((sound) => recordingPath(sound, { format, template, zone: zones })),
    problem: undefined,
  };
}

function zonesOrProblem(archive: Pick<Archive, 'people'>, clocks: Clocks): Zones | string {
  try {
    return zonesOf(archive, clocks);
  } catch (error) {
    if (!(error instanceof Failure) || error.error.kind !== 'invalid') throw error;
    return sentence(error.error.reason);
  }
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;

/** Sounds with all that a name can tell of them. */
export function namedSounds(
  archive: Pick<Archive, 'sounds' | 'instruments'>,
  rows: readonly SoundRow[],
): readonly NamedRecording[] {
  const marks = archive.sounds.marks(rows.map(({ id }) => id));
  const names = new Map<string, string | undefined>();
  for (const { instrument } of rows)
    if (!names.has(instrument)) names.set(instrument, archive.instruments.get(instrument)?.name);
  return rows.map(({ id, instrument, from, to, trigger, eventType }) => ({
    ...{ id, instrument, from, to, trigger, eventType },
    tags: marks.get(id)?.tags,
    instrumentName: names.get(instrument),
  }));
}
