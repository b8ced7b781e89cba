/** The grammar of the commands about sounds. Pure, but for the clock that a time of day is the next one of. */
import type { AudioFormat } from '../contract/model';
import { NameTemplate, type TransferLimits } from '../contract/sounds';
import { choice, flag, one, outOf, read, UsageError } from './arguments';
import {
  audioFormat,
  limitOptions,
  limitsOf,
  soundChoice,
  soundOptions,
  type SoundChoice,
} from './sound-arguments';

export interface ExportAudioCommand extends SoundChoice {
  readonly name: 'export audio';
  readonly out: string;
  readonly format: AudioFormat;
  /** Undefined: the usual one. */
  readonly template: string | undefined;
  readonly bext: boolean;
  readonly limits: TransferLimits | undefined;
  readonly dryRun: boolean;
}
export interface ExportTagsCommand extends SoundChoice {
  readonly name: 'export tags';
  readonly out: string;
  readonly as: 'csv' | 'audacity';
}
export interface SoundsCommand extends SoundChoice {
  readonly name: 'sounds';
  readonly as: 'table' | 'json' | 'csv';
}

/** @param now epoch ms */
export function parseExportAudio(args: readonly string[], now = Date.now()): ExportAudioCommand {
  const { values } = read(args, {
    ...{ out: one, format: one, name: one, bext: flag, 'dry-run': flag },
    ...soundOptions,
    ...limitOptions,
  });
  const format = audioFormat(values.format);
  if (values.bext === true && format !== 'WAV')
    throw new UsageError('--bext goes with --format wav only: a bext chunk is part of a WAV file');
  return {
    name: 'export audio',
    out: outOf(values),
    format,
    template: values.name === undefined ? undefined : templateOf(values.name),
    ...{ bext: values.bext === true, dryRun: values['dry-run'] === true },
    limits: limitsOf(values, now),
    ...soundChoice(values),
  };
}

function templateOf(text: string): string {
  if (!NameTemplate.safeParse(text).success) throw new UsageError('--name must have 1 to 200 characters');
  return text;
}

export function parseExportTags(args: readonly string[]): ExportTagsCommand {
  const { values } = read(args, { ...{ out: one, as: one }, ...soundOptions });
  const as = choice('--as', values.as ?? 'csv', ['csv', 'audacity'] as const);
  return { name: 'export tags', out: outOf(values), as, ...soundChoice(values) };
}

export function parseSounds(args: readonly string[]): SoundsCommand {
  const { values } = read(args, { ...{ json: flag, csv: flag }, ...soundOptions });
  if (values.json === true && values.csv === true) throw new UsageError('--json goes without --csv');
  const as = values.json === true ? 'json' : values.csv === true ? 'csv' : 'table';
  return { name: 'sounds', as, ...soundChoice(values) };
}
