/** One group of cases through the real export: first with the faults, then without them. */
import path from 'node:path';
import type { Job } from '../../../electron/contract/model';
import { verifyFolder } from '../../../electron/core/export/verify';
import { NOW, openAccount, type Account, type Listed } from './account';
import type { Case, Group } from './cases';
import { filesUnder, manifestOf } from './folder';
import type { FaultServer } from './fault-server';
import { soundOf, type Kind, type Sound } from './sounds';

const SILENCE_MS = 300;
const HOUR = 3_600_000;

export interface Trial extends Case {
  readonly listed: Listed;
  readonly sound: Sound;
}
interface Bench {
  readonly server: FaultServer;
  /** For the archive and the exported folder. */
  readonly home: string;
}

/** Tells apart sounds, serials and moments of all groups, so that no file can pass for another. */
let count = 0;
export function trialsOf(kind: Kind, cases: readonly Case[]): readonly Trial[] {
  return cases.map((each) => {
    const n = (count += 1);
    const sound = soundOf(kind, n);
    const serial = `QT${String(200_000 + n)}`;
    const from = NOW - n * HOUR;
    return { ...each, sound, listed: { id: `rec-${serial}`, serial, from, durationMs: sound.durationMs } };
  });
}

/** What went otherwise than it should, a line each; empty: all went well. */
export async function problemsOf(bench: Bench, kind: Kind, group: Group): Promise<readonly string[]> {
  const trials = trialsOf(kind, group.cases(kind));
  for (const { listed, sound, answer } of trials) bench.server.put(listed.id, sound, answer(sound));
  const folder = path.join(bench.home, 'export');
  const options = {
    url: bench.server.url,
    home: bench.home,
    folder,
    listed: trials.map(({ listed }) => listed),
  };
  const faulty = await openAccount({
    ...options,
    ...(group.isSilence === true && { silenceMs: SILENCE_MS }),
  });
  const { jobs, problems } = await underFaults(faulty, trials, folder).finally(() => faulty.close());
  bench.server.heal(options.listed.map(({ id }) => id));
  const healthy = await openAccount(options);
  try {
    return [...problems, ...(await afterwards(healthy, trials, folder, jobs))];
  } finally {
    await healthy.close();
  }
}

async function underFaults(account: Account, trials: readonly Trial[], folder: string) {
  const format = (trials[0] as Trial).sound.format;
  const together = trials.filter((trial) => trial.endsJob !== true);
  const jobs: Job[] = [];
  if (together.length > 0) jobs.push(await account.export(format, together.map(idOf)));
  for (const trial of trials.filter((each) => each.endsJob === true))
    jobs.push(await account.export(format, [idOf(trial)]));
  const problems = [...(await wrongFiles(trials, folder)), ...unnamed(together, jobs)];
  return { jobs, problems };
}
const idOf = ({ listed }: Trial): string => listed.id;

/** Every file under a final name against what it should be. */
async function wrongFiles(trials: readonly Trial[], folder: string): Promise<readonly string[]> {
  const problems: string[] = [];
  const found = await filesBySerial(folder);
  for (const { name, outcome, listed, sound } of trials) {
    const files = found.get(listed.serial) ?? [];
    const isRight = files.length === 1 && Buffer.from(sound.bytes).equals(files[0] as Buffer);
    if (files.length > 0 && !isRight) problems.push(`${name}: a wrong file under a final name`);
    else if (outcome === 'nothing' && isRight) problems.push(`${name}: right, so the fault was none`);
    else if (outcome === 'right' && !isRight) problems.push(`${name}: refused, though it was right`);
  }
  const entries = new Set((await manifestOf(folder)).map(({ instrument }) => instrument));
  for (const serial of entries)
    if (!found.has(serial)) problems.push(`${serial}: in the manifest, not on disk`);
  for (const serial of found.keys())
    if (!entries.has(serial)) problems.push(`${serial}: not in the manifest`);
  return problems;
}

async function filesBySerial(folder: string): Promise<ReadonlyMap<string, readonly Buffer[]>> {
  const found = new Map<string, Buffer[]>();
  for (const [file, bytes] of await filesUnder(folder)) {
    const serial = file.split('/')[0] ?? '';
    found.set(serial, [...(found.get(serial) ?? []), bytes]);
  }
  return found;
}

/** What could not be had must be named, with its reason. */
function unnamed(trials: readonly Trial[], jobs: readonly Job[]): readonly string[] {
  const named = new Set(jobs.flatMap(({ issues }) => issues.map(({ item }) => item)));
  return trials
    .filter(({ outcome, listed }) => outcome === 'nothing' && !named.has(listed.id))
    .map(({ name }) => `${name}: missing, and not named`);
}

async function afterwards(
  account: Account,
  trials: readonly Trial[],
  folder: string,
  jobs: readonly Job[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  const end = (job: Job) => {
    if (job.state !== 'done' || job.issues.length > 0)
      problems.push(`afterwards ${job.state}: ${job.issues.map(({ text }) => text).join('; ')}`);
  };
  for (const job of jobs) if (job.state === 'failed') end(await account.resume(job.id));
  end(await account.export((trials[0] as Trial).sound.format));
  const asWhole = trials.map((trial): Trial => ({ ...trial, outcome: 'right' }));
  problems.push(...(await wrongFiles(asWhole, folder)).map((text) => `afterwards ${text}`));
  const { whole, ...rest } = await verifyFolder(folder, new AbortController().signal);
  if (whole.length !== trials.length)
    problems.push(`verified ${String(whole.length)} of ${String(trials.length)}`);
  for (const [name, list] of Object.entries(rest))
    for (const item of list as readonly unknown[]) problems.push(`${name}: ${JSON.stringify(item)}`);
  return problems;
}
