/** `leqbook export data`: what is held as CSV, Parquet or workbooks in a folder. Needs neither network nor key. */
import path from 'node:path';
import type { DataChoice } from '../../contract/index';
import { Failure, isFailure } from '../../contract/result';
import type { Core } from '../../core/core';
import { dataset as datasetOf, datasets } from '../../core/datasets';
import type { Archive } from '../../core/db/archive';
import { coverageOver } from '../../core/export/data-coverage';
import { heldIn, tablesOf } from '../../core/export/data-plan';
import { coverageIn } from '../../core/export/table-facts';
import { createPace, type Pace } from '../../core/export/table-pace';
import { withCore, type CliContext } from '../context';
import { EXIT, exitCodeOfJob, type ExitCode } from '../exit-codes';
import { nameGaps } from '../gaps';
import { runJob } from '../job';
import { openOut } from '../out-folder';
import { UsageError } from '../arguments';
import type { ExportDataCommand } from '../parse';

export function exportData(context: CliContext, command: ExportDataCommand): Promise<ExitCode> {
  return withCore(context, 'local', async (core) => {
    const { archive } = core.open();
    const choice = chooseData(archive, command);
    const folder = await openOut(core, path.resolve(command.out));
    const code = await write(context, core, { ...command, folder }, choice);
    const lacks = await nameGaps(context.out, coverages(archive, choice, createPace(context.signal)));
    return code === EXIT.complete && lacks ? EXIT.incomplete : code;
  });
}

async function write(
  context: CliContext,
  core: Core,
  { folder, format, zone }: Pick<ExportDataCommand, 'format' | 'zone'> & { readonly folder: string },
  choice: DataChoice,
): Promise<ExitCode> {
  const request = { ...choice, format, folder, ...(zone !== undefined && { zone }) };
  try {
    const job = await runJob(context, core, () => core.handlers['data.export'](request, context.signal));
    // Why a job failed is on standard error already.
    if (job.state === 'done') await context.out.result(`${job.summary ?? ''}\n`);
    return exitCodeOfJob(job);
  } catch (error) {
    if (isFailure(error, 'invalid') && error.error.kind === 'invalid' && error.error.path === 'zone')
      throw new UsageError(error.error.reason);
    if (!isFailure(error, 'not-found')) throw error;
    context.out.note('Nothing is held of this choice. Run leqbook sync, or choose another span.');
    return EXIT.incomplete;
  }
}

function chooseData(archive: Archive, command: ExportDataCommand): DataChoice {
  const { instruments, span } = command;
  const known = archive.instruments.list().map(({ serial }) => serial);
  const unknown = instruments.filter((serial) => !known.includes(serial));
  if (unknown.length > 0) throw new Failure({ kind: 'not-found', what: `Instrument ${unknown.join(', ')}` });
  const serials = instruments.length > 0 ? [...instruments] : known;
  const all = datasets.map(({ id }) => ({ dataset: id, variant: undefined }));
  const wanted = command.datasets.length > 0 ? command.datasets : all;
  const chosen = wanted.flatMap(({ dataset, variant }) =>
    datasetOf(dataset)
      .variants.filter(({ id, byDefault }) => {
        if (variant !== undefined) return id === variant;
        const isHeld = (instrument: string) =>
          heldIn(archive, { dataset, variant: id, instrument }, span).length > 0;
        return byDefault || serials.some(isHeld);
      })
      .map(({ id }) => ({ dataset, variant: id })),
  );
  return { instruments: serials, datasets: chosen, span };
}

async function* coverages(archive: Archive, choice: DataChoice, pace: Pace) {
  const now = Date.now();
  const coverageOf = coverageOver(archive, now, choice.span, pace);
  for (const table of tablesOf(archive, choice)) {
    const { pieces, skipped } = await coverageOf(table.instrument, table.dataset, table.variant);
    if (skipped === undefined) yield { ...table, coverage: coverageIn(pieces, choice.span, now) };
  }
}
