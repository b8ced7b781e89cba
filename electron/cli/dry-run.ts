/** What an export would come to. Nothing is fetched and nothing written. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { AudioEstimate, NamePreview } from '../contract/sounds';
import type { Core } from '../core/core';
import { bytesText } from '../contract/bytes-text';
import { chosenSounds, NOTHING_LISTED } from './chosen-sounds';
import type { AudioRequest } from './commands/export-audio';
import type { CliContext } from './context';
import { EXIT, type ExitCode } from './exit-codes';
import { plain } from './output';
import { areFinal } from './refresh-lists';
import { formatLength } from './times';

export async function dryRun(
  context: CliContext,
  core: Core,
  request: AudioRequest,
  out: string,
): Promise<ExitCode> {
  const { signal } = context;
  const { handlers, folders } = core;
  const isThere = (await stat(out).catch(() => undefined))?.isDirectory() === true;
  const folder = isThere ? { folder: (await folders.add(out)).handle } : {};
  await chosenSounds(core, request.filter);
  const estimate = await handlers['audio.estimate']({ ...request, ...folder }, signal);
  const freeBytes = estimate.freeBytes ?? (await freeFor(core, out));
  const preview = await handlers['audio.names'](request, signal);
  if (estimate.files === 0) context.out.note(NOTHING_LISTED);
  if (request.filter.from !== undefined && !areFinal(core.open().archive, request.filter))
    context.out.note(
      'The lists of this span are not final; an export asks for them first and may find more.',
    );
  for (const line of lines({ ...estimate, freeBytes }, preview, out))
    await context.out.result(`${plain(line)}\n`);
  return estimate.files === 0 ? EXIT.incomplete : EXIT.complete;
}

/** Of the disk on which the folder would be made. */
async function freeFor(core: Core, out: string): Promise<number | undefined> {
  const { freeBytes } = await core.folders.add(out);
  const parent = path.dirname(out);
  return freeBytes ?? (parent === out ? undefined : freeFor(core, parent));
}

function lines(estimate: AudioEstimate, { names }: NamePreview, out: string): readonly string[] {
  const { files, seconds, bytes, measured, ms, freeBytes, present } = estimate;
  const row = (name: string, text: string) => `${name.padEnd(8)}${text}`;
  const there = present === undefined || present === 0 ? '' : `, ${String(present)} of them there already`;
  const by = measured ? 'as files measured so far' : 'by rule of thumb, as no file was measured yet';
  return [
    row('files', `${String(files)}${there}`),
    row('sound', `${formatLength(seconds * 1_000)} (${String(Math.round(seconds))} s)`),
    row('size', `about ${bytesText(bytes)} (${String(bytes)} bytes), ${by}`),
    row(
      'time',
      ms === undefined ? 'not known, as the link was not measured yet' : `about ${formatLength(ms)}`,
    ),
    row('free', freeBytes === undefined ? 'not known' : bytesText(freeBytes)),
    row('folder', out),
    ...names.map((name, i) => row(i === 0 ? 'names' : '', name)),
  ];
}
