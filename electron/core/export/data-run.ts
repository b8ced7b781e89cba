/** Jobs of kind `data-export`: plan from what is held, write what is new, leave alone what is not ours. */
import path from 'node:path';
import { z } from 'zod';
import { DataFormat } from '../../contract/jobs';
import { DatasetId, Serial, Span, VariantId, type AppInfo } from '../../contract/model';
import { Failure } from '../../contract/result';
import { Clocks } from '../../contract/sounds';
import type { Clock } from '../clock';
import { titleOf } from '../datasets';
import type { Archive } from '../db/archive';
import type { JobContext } from '../jobs/job';
import { factsOf, onDisk } from '../transfer/disk';
import { coverageOver, type CoverageOf } from './data-coverage';
import { hashOf } from './data-file';
import { openDataManifest, type DataEntry, type DataManifest } from './data-manifest';
import { filesOf, heldIn, rowsOf, tablesOf, wholeDays, type PlannedFile, type Table } from './data-plan';
import { draftOf, fingerprint, sourceOf, type Drafted, type Source, type WriteDeps } from './data-write';
import { thenTold, type Place } from './folder-wait';
import { createPace } from './table-pace';
import { formatTime } from './table-time';
import { refuseTooManyRows } from './xlsx';
import { zonesOf } from './zones';

export interface DataExportDeps {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly app: Pick<AppInfo, 'version'>;
}
type RunDeps = DataExportDeps & { readonly place: Place };
export const DataJob = z.object({
  instruments: z.array(Serial).optional(),
  datasets: z.array(z.object({ dataset: DatasetId, variant: VariantId })).min(1),
  span: Span,
  format: DataFormat,
  ...Clocks,
  /** A path. */
  folder: z.string(),
});
export type DataJob = z.infer<typeof DataJob>;

const ITEMS_AT_ONCE = 500;
const FOREVER = new AbortController().signal;

/**
 * Makes the folder hold what was asked for. Throws Failure `invalid` (a sheet too long), `disk-full`, `not-writable` or
 * `cancelled`; a file in the way becomes an issue.
 */
export async function runDataExport(deps: RunDeps, context: JobContext): Promise<{ summary: string }> {
  const job = DataJob.parse(context.job.request);
  await assertFolder(job.folder);
  const { clock, place } = deps;
  const assertPlace = () => place.assertSame();
  const manifest = await openDataManifest({
    ...{ root: job.folder, clock, assertPlace, pace: createPace(FOREVER) },
  });
  const run = new Run(deps, context, job, manifest);
  await thenTold(manifest, run.all());
  return { summary: run.summary() };
}

async function assertFolder(root: string): Promise<void> {
  const facts = await onDisk(root, () => factsOf(root));
  if (facts?.isDirectory() !== true && facts?.isSymbolicLink() !== true)
    throw new Failure({ kind: 'not-writable', where: root });
}

class Run {
  private readonly counts = { written: 0, unchanged: 0, inTheWay: 0, bytes: 0 };
  private readonly write: WriteDeps;
  private readonly coverageOf: CoverageOf;
  private readonly span: Span;
  /** What this job, or one before it, was about to give a path; a crash may have kept the folder's list from hearing of it. */
  private readonly promised = new Map<string, Set<string>>();
  private total = 0;

  constructor(
    private readonly deps: RunDeps,
    private readonly context: JobContext,
    private readonly job: DataJob,
    private readonly manifest: DataManifest,
  ) {
    const { archive, clock, app, place } = deps;
    const exportedAt = clock.now();
    const { format, folder: root } = job;
    const pace = createPace(context.signal);
    this.write = {
      ...{ archive, clock, root, format, exportedAt, pace, assertPlace: () => place.assertSame() },
      ...{ zones: zonesOf(archive, job), leqbook: app.version },
    };
    this.span = format === 'parquet' ? wholeDays(job.span) : job.span;
    this.coverageOf = coverageOver(archive, exportedAt, this.span, pace);
  }

  async all(): Promise<void> {
    this.context.progress({ activity: 'Looking at what is held' });
    const files = await this.plan();
    const fresh: PlannedFile[] = [];
    for (const file of files) {
      await this.write.pace.breathe();
      if (await this.isUnchanged(file)) this.counts.unchanged += 1;
      else fresh.push(file);
    }
    this.total = files.length;
    this.report();
    await this.note(fresh);
    for (const file of fresh) {
      await this.write.pace.breathe();
      this.context.progress({ activity: activityOf(file, this.job.format) });
      await this.take(file);
      this.report();
    }
  }

  summary(): string {
    const { written, unchanged, inTheWay, bytes } = this.counts;
    const size =
      bytes < 1_000_000 ? `${String(Math.ceil(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
    const parts = [`${String(written)} ${written === 1 ? 'file' : 'files'} written, ${size}`];
    if (unchanged > 0) parts.push(`${String(unchanged)} unchanged`);
    if (inTheWay > 0) parts.push(`${String(inTheWay)} not written`);
    return parts.join('; ');
  }

  private async plan(): Promise<readonly PlannedFile[]> {
    const { archive, pace, exportedAt: now, format } = this.write;
    const files: PlannedFile[] = [];
    for (const table of tablesOf(archive, this.job)) {
      await pace.breathe();
      if (!(await this.isWorthAFile(table))) continue;
      const planned = await filesOf(archive, table, { span: this.job.span, format, now }, pace);
      if (format === 'xlsx')
        for (const { span } of planned)
          refuseTooManyRows(nameOf(table), await rowsOf(archive, table, span, pace));
      files.push(...planned);
    }
    return files;
  }

  /** An answer that there was nothing is worth a table without rows; a day of it is not. */
  private async isWorthAFile(table: Table): Promise<boolean> {
    if (heldIn(this.deps.archive, table, this.span).length > 0) return true;
    if (this.job.format === 'parquet') return false;
    const { pieces } = await this.coverageOf(table.instrument, table.dataset, table.variant);
    return pieces.some(({ reason }) => reason === undefined);
  }

  /** Whether what is there was made from what there is still. */
  private async isUnchanged(file: PlannedFile): Promise<boolean> {
    const entry = this.manifest.get(file.path);
    if (entry?.source === undefined) return false;
    if (entry.source !== fingerprint(this.write, await this.sourceOf(file))) return false;
    const { root } = this.write;
    const stats = await onDisk(root, () => factsOf(path.join(root, ...file.path.split('/'))));
    const isThere = stats?.isFile() === true && stats.size === entry.bytes;
    if (isThere) this.deps.place.saved(file.path);
    return isThere;
  }

  private async sourceOf(file: PlannedFile): Promise<Source> {
    const { instrument, dataset, variant } = file.table;
    return sourceOf(this.write, file, await this.coverageOf(instrument, dataset, variant));
  }

  /** One item per file to be written, and what is known of files that an interrupted job wrote. */
  private async note(files: readonly PlannedFile[]): Promise<void> {
    const { jobs } = this.deps.archive;
    for (let at = 0; at < files.length; at += ITEMS_AT_ONCE) {
      const some = files.slice(at, at + ITEMS_AT_ONCE);
      const items = some.map(({ path: key, table }) => ({ key, data: { ...table } }));
      jobs.addItems(this.context.job.id, items);
      await this.write.pace.breathe();
    }
    for (const { id, kind, request } of jobs.list(200)) {
      if (kind !== 'data-export' || request['folder'] !== this.job.folder) continue;
      for (const { key, sha256 } of jobs.items(id)) {
        if (sha256 === undefined) continue;
        const known = this.promised.get(key) ?? new Set();
        this.promised.set(key, known.add(sha256));
      }
      await this.write.pace.breathe();
    }
  }

  private async take(file: PlannedFile): Promise<void> {
    const source = await this.sourceOf(file);
    const made = fingerprint(this.write, source);
    const drafted = await draftOf(this.write, source);
    try {
      await this.settle(source, drafted, made);
    } finally {
      await drafted.draft.discard();
    }
  }

  private async settle(source: Source, drafted: Drafted, made: string | undefined): Promise<void> {
    const { path: key } = source.file;
    const { draft } = drafted;
    const { root, format } = this.write;
    if (format === 'parquet' && !drafted.hasValues) {
      this.mark(key, { state: 'done' });
      this.total -= 1;
      return;
    }
    const known = this.manifest.get(key);
    const there = await hashOf(root, key, () => this.write.pace.breathe());
    const isListed = there === known?.sha256;
    const isOurs = isListed || (there !== undefined && this.mayBeOurs(key, there));
    if (there !== undefined && there !== draft.sha256 && !isOurs) {
      this.leave(source);
      return;
    }
    const { sizeBytes, sha256 } = draft;
    const isSame = isListed && (there === sha256 || known?.content === draft.content);
    if (isSame && known !== undefined && there !== undefined) {
      this.counts.unchanged += 1;
      await this.manifest.put({ ...known, ...(made !== undefined && { source: made }) });
    } else {
      this.mark(key, { path: key, sizeBytes, sha256 });
      if (there !== sha256) {
        await this.manifest.announce([{ file: key, sha256, bytes: sizeBytes }]);
        await draft.keep();
        this.deps.place.saved(key);
      }
      this.counts.written += 1;
      this.counts.bytes += sizeBytes;
      await this.manifest.put(this.entryOf(source, drafted, made));
    }
    this.mark(key, { state: 'done', error: undefined });
  }

  /** What an export was about to put there when it was killed. */
  private mayBeOurs(key: string, sha256: string): boolean {
    return this.manifest.get(key)?.next?.sha256 === sha256 || this.promised.get(key)?.has(sha256) === true;
  }

  private leave({ file, facts }: Source): void {
    const where = path.join(this.write.root, ...file.path.split('/'));
    const error = { kind: 'not-writable', where } as const;
    this.mark(file.path, { state: 'failed', error });
    this.counts.inTheWay += 1;
    this.context.issue({
      ...{ dataset: facts.dataset, instrument: facts.instrument, item: file.path, error },
      text: `${file.path} is there already, and not as Leqbook wrote it. It was left alone; remove it or choose another folder.`,
    });
  }

  private entryOf({ file, facts }: Source, drafted: Drafted, made: string | undefined): DataEntry {
    const { rows, draft } = drafted;
    const { dataset, variant, instrument } = file.table;
    const { format, leqbook, exportedAt } = this.write;
    const iso = (ms: number) => formatTime(ms);
    return {
      ...{ file: file.path, sha256: draft.sha256, bytes: draft.sizeBytes, format },
      ...{ dataset, variant, instrument, from: iso(file.span.from), to: iso(file.span.to), rows },
      ...{ held: facts.coverage.held, gaps: facts.coverage.gaps.length, content: draft.content },
      ...(made !== undefined && { source: made }),
      ...{ exportedAt: iso(exportedAt), leqbook },
    };
  }

  private mark(key: string, change: Parameters<Archive['jobs']['setItem']>[2]): void {
    this.deps.archive.jobs.setItem(this.context.job.id, key, change);
  }

  private report(): void {
    const { written, unchanged, inTheWay, bytes } = this.counts;
    this.context.progress({ done: written + unchanged + inTheWay, total: this.total, bytes });
  }
}

const nameOf = ({ instrument, dataset, variant }: Table): string =>
  `${titleOf(dataset, variant)} of ${instrument}`;
function activityOf({ table, span }: PlannedFile, format: DataFormat): string {
  const day = format === 'parquet' ? [formatTime(span.from).slice(0, 10)] : [];
  return [table.instrument, titleOf(table.dataset, table.variant), ...day].join(' · ');
}
