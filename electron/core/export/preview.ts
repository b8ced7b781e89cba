/** What the files of an export will be called, before anything is fetched. */
import type { ExportRequest, NamePreview } from '../../contract';
import type { Archive } from '../db/archive';
import { recordingPath, type NamedRecording } from '../transfer/names';

const SHOWN = 3;
/** Its serial tells that it is made up. */
const EXAMPLE: NamedRecording = {
  id: 'example',
  instrument: 'QT000000',
  from: Date.UTC(2026, 2, 2, 10, 15, 2),
  to: Date.UTC(2026, 2, 2, 10, 15, 21),
  trigger: 'Default',
};

/** Names of the first sounds that match, or of a made-up one when none does. */
export function previewNames(
  archive: Pick<Archive, 'sounds'>,
  { filter, format }: Pick<ExportRequest, 'filter' | 'format' | 'name' | 'zone'>,
): NamePreview {
  const { rows } = archive.sounds.page(filter, 'oldest', 0, SHOWN);
  const sounds: readonly NamedRecording[] = rows.length === 0 ? [EXAMPLE] : rows;
  return { names: sounds.map((sound) => recordingPath(sound, { format })), problem: undefined };
}
