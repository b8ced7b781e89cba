/** `leqbook export audio`: recordings as verified files in a folder. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingFilter } from '../../contract/index';
import type { Core } from '../../core/core';
import { dataset } from '../../core/datasets';
import type { Archive } from '../../core/db/archive';
import { subtract } from '../../core/sync/spans';
import { diskFailure } from '../../core/transfer/disk';
import { withCore, type CliContext } from '../context';
import { EXIT, exitCodeOfJob, type ExitCode } from '../exit-codes';
import { requireKey, runJob } from '../job';
import type { ExportAudioCommand } from '../parse';
import { toRequest } from './sync';

export function exportAudio(context: CliContext, command: ExportAudioCommand): Promise<ExitCode> {
  return withCore(context, 'work', async (core) => {
    await requireKey(context, core);
    const out = path.resolve(command.out);
    await mkdir(out, { recursive: true }).catch((error: unknown) => {
      throw diskFailure(error, out);
    });
    const listed = await refreshList(context, core, command);
    const filter = toFilter(command);
    const { total } = await core.handlers['recordings.list']({ ...filter, limit: 1 }, context.signal);
    if (total === 0) {
      context.out.note('No recordings are listed for this choice. Run leqbook sync, or choose another span.');
      return command.from === undefined || listed !== EXIT.complete ? EXIT.incomplete : EXIT.complete;
    }
    const { handle } = await core.folders.add(out);
    const { format } = command;
    const start = () => core.handlers['audio.export']({ filter, format, folder: handle }, context.signal);
    const job = await runJob(context, core, start);
    // Why a job failed is on standard error already.
    if (job.state === 'done') await context.out.result(`${job.summary ?? ''}\n`);
    return worse(listed, exitCodeOfJob(job));
  });
}

/** With a span, its list of recordings is brought up to date first, unless it is known to be final. */
async function refreshList(context: CliContext, core: Core, command: ExportAudioCommand): Promise<ExitCode> {
  const { instruments, from, to } = command;
  if (from === undefined || isFinal(core.open().archive, command)) return EXIT.complete;
  const request = toRequest(
    {
      name: 'sync',
      instruments,
      datasets: ['recordings'],
      variants: [],
      days: undefined,
      from,
      to,
      json: false,
    },
    Date.now(),
  );
  const job = await runJob(context, core, () => core.handlers['sync.start'](request, context.signal));
  return exitCodeOfJob(job);
}

/** Whether the lists of all these instruments were answered for good, so that no network is needed. */
function isFinal(archive: Archive, { instruments, from = 0, to = Date.now() }: ExportAudioCommand): boolean {
  const { id, types } = dataset('recordings');
  const all = archive.instruments.list().filter(({ type }) => type === undefined || types?.includes(type));
  const wanted = instruments.length > 0 ? instruments : all.map(({ serial }) => serial);
  const settled = archive.coverage.list({ datasets: [id] }).filter(({ state }) => state === 'settled');
  return (
    wanted.length > 0 &&
    wanted.every((serial) => {
      const held = settled.filter(({ instrument }) => instrument === serial);
      return subtract([{ from, to }], held).length === 0;
    })
  );
}

function toFilter({ instruments, from, to }: ExportAudioCommand): RecordingFilter {
  return {
    ...(instruments.length > 0 && { instruments: [...instruments] }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

/** The export's own trouble says more than that of the list before it. */
const worse = (listed: ExitCode, exported: ExitCode): ExitCode =>
  exported === EXIT.complete ? listed : exported;
