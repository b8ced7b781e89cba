/** One group of cases through the real jobs: first with the faults, then without them. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Job } from '../../../electron/contract/jobs';
import { verifyFolder } from '../../../electron/core/export/verify';
import { openAccount, type Account } from './account';
import type { Group } from './cases';
import { filesUnder, sha256Of } from './folder';
import type { FaultServer } from './fault-server';
import type { Kind } from './sounds';
import { trialsOf, type Trial } from './trials';
import { bring, isRight, toldOf, type Place } from './ways';

const SILENCE_MS = 100;
/** So many of the jobs that failed go on by themselves; a new one sees to the sounds of the rest. */
const RESUMED = 8;

interface Bench {
  readonly server: FaultServer;
  /** For the archive and the folders. */
  readonly home: string;
}
/** The trials whose files go to one place. */
interface Part {
  readonly place: Place;
  readonly folder: string;
  readonly trials: readonly Trial[];
}

/** What went otherwise than it should, a line each; empty: all went well. Removes its home when all is done. */
export async function problemsOf(
  { server, home }: Bench,
  kind: Kind,
  group: Group,
): Promise<readonly string[]> {
  const trials = trialsOf(kind, group);
  for (const { listed, sound, answer } of trials) server.put(listed.id, sound, answer(sound), listed.list);
  const parts = await partsOf(home, trials);
  const listed = trials.map((trial) => trial.listed);
  const folders = { folder: path.join(home, 'export'), library: path.join(home, 'library') };
  const options = { url: server.url, home, ...folders, listed };
  const faulty = await openAccount({
    ...options,
    ...(group.isSilence === true && { silenceMs: SILENCE_MS }),
  });
  const first = await Promise.all(parts.map((part) => underFaults(faulty, part))).finally(() =>
    faulty.close(),
  );
  server.heal(listed.map(({ id }) => id));
  const healthy = await openAccount(options);
  try {
    const then = await Promise.all(parts.map((part, n) => afterwards(healthy, part, first[n]?.failed ?? [])));
    return [...first.flatMap(({ problems }) => problems), ...then.flat()];
  } finally {
    await healthy.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function partsOf(home: string, trials: readonly Trial[]): Promise<readonly Part[]> {
  const places = [...new Set(trials.map(({ way }) => way.folder))];
  return Promise.all(
    places.map(async (place) => {
      const folder = path.join(home, place);
      await mkdir(folder, { recursive: true });
      return { place, folder, trials: trials.filter(({ way }) => way.folder === place) };
    }),
  );
}
const idOf = ({ listed }: Trial): string => listed.id;
const run = (account: Account, { place, folder }: Part, trials: readonly Trial[]): Promise<Job> =>
  bring(account, place, (trials[0] as Trial).sound, trials.map(idOf), folder);

async function underFaults(account: Account, part: Part) {
  const together = part.trials.filter(({ endsJob }) => endsJob !== true);
  const jobs: Job[] = [];
  if (together.length > 0) jobs.push(await run(account, part, together));
  for (const trial of part.trials.filter(({ endsJob }) => endsJob === true))
    jobs.push(await run(account, part, [trial]));
  const problems = [...(await wrongFiles(account, part)), ...unnamed(together, jobs)];
  return { problems, failed: jobs.filter(({ state }) => state === 'failed').map(({ id }) => id) };
}

/** Every file under a final name against what it should be, and against what is said of it. */
async function wrongFiles(account: Account, { place, folder, trials }: Part): Promise<readonly string[]> {
  const problems: string[] = [];
  const found = await filesUnder(folder);
  const bySerial = new Map<string, Map<string, Buffer>>();
  for (const [file, bytes] of found) {
    const serial = file.split('/')[0] ?? '';
    bySerial.set(serial, (bySerial.get(serial) ?? new Map<string, Buffer>()).set(file, bytes));
  }
  for (const { name, outcome, listed, sound } of trials) {
    const files = bySerial.get(listed.serial) ?? new Map<string, Buffer>();
    const right = isRight(place, sound, files);
    if (files.size > 0 && !right) problems.push(`${name}: wrong files under final names`);
    else if (outcome === 'nothing' && right) problems.push(`${name}: right, so the fault was none`);
    else if (outcome === 'right' && !right) problems.push(`${name}: refused, though it was right`);
  }
  const told = new Map((await toldOf(account, place, folder)).map((each) => [each.path, each]));
  for (const [file, { sha256, bytes }] of told) {
    const there = found.get(file);
    if (there === undefined) problems.push(`${file}: told of, not on disk`);
    else if (there.length !== bytes || sha256Of(there) !== sha256)
      problems.push(`${file}: not as it is told`);
  }
  for (const file of found.keys()) if (!told.has(file)) problems.push(`${file}: on disk, not told of`);
  return problems;
}

/** What could not be had must be named, with its reason. */
function unnamed(trials: readonly Trial[], jobs: readonly Job[]): readonly string[] {
  const named = new Set(jobs.flatMap(({ issues }) => issues.map(({ item }) => item)));
  return trials
    .filter(({ outcome, listed }) => outcome === 'nothing' && !named.has(listed.id))
    .map(({ name }) => `${name}: missing, and not named`);
}

/** @param failed jobs to be resumed */
async function afterwards(
  account: Account,
  part: Part,
  failed: readonly number[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  const end = (job: Job) => {
    if (job.state !== 'done' || job.issues.length > 0)
      problems.push(`afterwards ${job.state}: ${job.issues.map(({ text }) => text).join('; ')}`);
  };
  for (const id of failed.slice(0, RESUMED)) end(await account.resume(id));
  end(await run(account, part, part.trials));
  const asWhole = part.trials.map((trial): Trial => ({ ...trial, outcome: 'right' }));
  problems.push(
    ...(await wrongFiles(account, { ...part, trials: asWhole })).map((text) => `afterwards ${text}`),
  );
  if (part.place !== 'library') problems.push(...(await unverified(part)));
  return problems;
}

/** What the check of a folder finds, other than that all is whole. */
async function unverified({ place, folder, trials }: Part): Promise<readonly string[]> {
  const { whole, ...rest } = await verifyFolder(folder, new AbortController().signal);
  const count = trials.length * (place === 'copies' ? 2 : 1);
  return [
    ...(whole.length === count ? [] : [`verified ${String(whole.length)} of ${String(count)}`]),
    ...Object.entries(rest).flatMap(([name, list]) =>
      (list as readonly unknown[]).map((item) => `${name}: ${JSON.stringify(item)}`),
    ),
  ];
}
