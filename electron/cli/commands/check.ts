/** `leqbook check`: re-read all that is held, offline, and say what is damaged or missing. */
import type { Archive } from '../../core/db/archive';
import { checkAudio } from '../../core/db/check-audio';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { plain } from '../output';

export function check(context: CliContext, { json }: { readonly json: boolean }): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const { out, signal } = context;
    const { archive, audioFolder } = core.open();
    const progress = (what: string) => (done: number, total: number) =>
      out.progress(`Checking ${what}: ${String(done)} of ${String(total)}`);
    const held = await archive.check(progress('blocks and rows'), signal);
    const folder = { audio: archive.audio, folder: audioFolder };
    const audio = await checkAudio(folder, progress('audio files'), signal);
    out.endProgress();
    const report = { ...held, audio, salvaged: archive.salvaged ?? null };
    if (json) await out.result(`${JSON.stringify(report)}\n`);
    else for (const line of describe(report)) await out.result(`${plain(line)}\n`);
    const isHeldWhole = held.damaged.length + held.database.length === 0 && archive.salvaged === undefined;
    const isAudioWhole = audio.missing.length + audio.altered.length === 0;
    if (!isHeldWhole) out.note('Run leqbook sync to fetch it again.');
    if (!isAudioWhole) out.note('Audio files that are missing or altered can be fetched or exported again.');
    return isHeldWhole && isAudioWhole ? EXIT.complete : EXIT.incomplete;
  });
}

type Report = Awaited<ReturnType<Archive['check']>> & {
  readonly audio: Awaited<ReturnType<typeof checkAudio>>;
  readonly salvaged: Archive['salvaged'] | null;
};

function describe({ database, damaged, audio, salvaged, ...counts }: Report): readonly string[] {
  const line = (what: string, text: string) => `${what.padEnd(9)}  ${text}`;
  const again = (text: string) => line('damaged', `${text}; set aside and planned again`);
  const { blocks, records, ledger } = counts;
  const total =
    `${String(blocks)} blocks, ${String(records)} records, ${String(ledger)} ledger entries and ` +
    `${String(audio.files)} audio files were read`;
  const found = database.length + damaged.length + audio.missing.length + audio.altered.length;
  return [
    ...(salvaged ? [line('repaired', `the damaged archive is kept as ${salvaged.movedTo}`)] : []),
    ...(salvaged?.lost ?? []).map((text) => line('lost', text)),
    ...database.map((text) => line('damaged', `the database: ${text}; repaired when Leqbook next starts`)),
    ...damaged.map(again),
    ...audio.missing.map((file) => line('missing', file)),
    ...audio.altered.map((file) => line('altered', file)),
    found === 0 && !salvaged ? `${total}; all of it is whole` : total,
  ];
}
