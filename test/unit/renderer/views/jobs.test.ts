import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { FolderHandle, Handlers, Job, JobIssue } from '../../../../electron/contract/index';
import { Failure } from '../../../../electron/contract/result';
import { progressLine } from '../../../../renderer/views/job-progress';
import { afterwards, canRetry, listedIssues } from '../../../../renderer/views/jobs/issues';
import Jobs from '../../../../renderer/views/jobs/Jobs.svelte';
import {
  allTransfers,
  retryGroups,
  retryLines,
  transferFigures,
  transferShare,
} from '../../../../renderer/views/jobs/transfer';
import { canVerify } from '../../../../renderer/views/jobs/verify';
import { jobToast } from '../../../../renderer/views/shell/job-toast';
import { jobWord } from '../../../../renderer/views/verdict';
import { runningSync } from '../../../support/fake-core';
import { runningExport } from '../../../support/fake-sound-handlers';
import { seriousFindings } from '../../../support/findings';
import { renderView, type RenderedView } from '../../../support/render-view';

const NOW = Date.UTC(2026, 10, 22, 14, 2);
const issue = (text: string, kind: string, item?: string): JobIssue => ({
  ...{ dataset: undefined, instrument: undefined, item, text, error: { kind } },
});
const exporting = runningExport(NOW);
const ended = (change: Partial<Job>): Job => ({
  ...exporting,
  ...{ state: 'done', endedAt: NOW, transfer: undefined, leftMs: undefined, activity: undefined },
  ...change,
});
const verified = (issues: readonly JobIssue[]): Job =>
  ended({ kind: 'audio-verify', title: 'Verify site-audio', issues, summary: '812 whole' });
const findings = [
  issue('a.flac has other contents than when it was fetched.', 'corrupt', 'a.flac'),
  issue('b.flac is missing.', 'not-found', 'b.flac'),
  issue('note.txt is not of this export.', 'invalid', 'note.txt'),
];

describe('a transfer', () => {
  it('is told in figures, of which those that are not known are dashes', () => {
    const told = (job: Job) => transferFigures(job).map(({ value, of }) => `${value} ${of ?? ''}`.trim());
    expect(told(exporting)).toEqual([
      ...['318 of 1,204', '391 MB of about 1.5 GB', '2.2 MB/s', 'about 8 min', '6 files'],
    ]);
    expect(told({ ...exporting, state: 'paused' }).slice(2)).toEqual(['–', '–', '–']);
    const unknown = { bytesTotal: undefined, bytesPerSecond: undefined, connections: 1, retrying: [] };
    expect(told({ ...exporting, transfer: unknown, leftMs: undefined })).toEqual([
      ...['318 of 1,204', '391 MB', '–', '–', '1 file'],
    ]);
    expect(transferFigures(runningSync(NOW))).toEqual([]);
  });
  it('is told together with the others, where there are several', () => {
    const fetching: Job = { ...exporting, id: 90, kind: 'audio-fetch', done: 2, total: 4, bytes: 1_000_000 };
    const transfer = { bytesTotal: 9_000_000, bytesPerSecond: 200_000, connections: 2, retrying: [] };
    const all = allTransfers([exporting, { ...fetching, transfer }, runningSync(NOW), ended({ id: 91 })]);
    expect(all).toMatchObject({ jobs: 2, done: 320, total: 1_208, bytes: exporting.bytes + 1_000_000 });
    const { bytesTotal = 0, bytesPerSecond = 0 } = exporting.transfer ?? {};
    expect(all?.transfer).toMatchObject({
      ...{ bytesTotal: bytesTotal + 9_000_000, bytesPerSecond: bytesPerSecond + 200_000, connections: 8 },
      retrying: exporting.transfer?.retrying,
    });
    expect(all?.leftMs).toBeCloseTo(
      (1_000 * (bytesTotal + 8_000_000 - exporting.bytes)) / (bytesPerSecond + 200_000),
    );
    const queued: Job = { ...exporting, id: 92, state: 'queued', done: 0, total: 50, bytes: 0 };
    const more = allTransfers([exporting, { ...queued, transfer: undefined }]);
    // Its files are thought to be as large as the others.
    const thought = (bytesTotal * 1_254) / 1_204;
    expect(more).toMatchObject({ total: 1_254, transfer: { bytesTotal: thought } });
    expect(more?.leftMs).toBeCloseTo((1_000 * (thought - exporting.bytes)) / bytesPerSecond);
    const unbegun = { ...queued, transfer: undefined };
    expect(allTransfers([unbegun, { ...unbegun, id: 93 }])).toMatchObject({
      ...{ total: 100, leftMs: undefined, transfer: { bytesTotal: undefined } },
    });
    expect(allTransfers([exporting, { ...queued, state: 'paused' }])).toBeUndefined();
  });
  it('names the sound that is tried again on the clock of the zone, why, and when next', () => {
    const [retry] = exporting.transfer?.retrying ?? [];
    if (retry === undefined) throw new Error('there is one');
    const lines = (until: number | undefined) => retryLines({ ...retry, until }, NOW, 'Asia/Tokyo');
    expect(lines(NOW + 3_100)).toEqual({
      what: 'QT480113, sound of 12 Nov 2026 11:19:40',
      why: 'The sound was cut off after 412112 of 1034204 bytes. Next try in 4 s.',
    });
    expect(lines(NOW + 7_200_000).why).toMatch(/Next try at 01:02\.$/);
    expect(lines(NOW).why).toMatch(/It is tried again now or when its turn comes\.$/);
    expect(lines(undefined).why).toMatch(/as soon as MyCirrus can be reached\.$/);
    expect(retryLines({ what: 'a.flac', why: 'cut off' }, NOW, 'UTC').what).toBe('a.flac');
  });
  it('names together what is tried again for one reason at one time, and only the first few', () => {
    const retry = (n: number, until: number | undefined) => ({
      what: `${String(n)}.flac`,
      why: 'cut off',
      until,
    });
    const retries = [retry(1, undefined), retry(2, NOW + 3_000), retry(3, undefined), retry(4, undefined)];
    expect(retryGroups(retries, NOW, 'UTC', 3)).toEqual([
      {
        what: ['1.flac', '3.flac'],
        why: 'Cut off. It is tried again as soon as MyCirrus can be reached.',
      },
      { what: ['2.flac'], why: 'Cut off. Next try in 3 s.' },
    ]);
  });
  it('is as far as its bytes are, and never seems whole before it is', () => {
    expect(transferShare(exporting)).toEqual({ done: 391_000_000, total: 1_480_000_000 });
    const nearly = { ...exporting, bytes: 1_600_000_000 };
    expect(transferShare(nearly)).toEqual({ done: 0.99 * 1_480_000_000, total: 1_480_000_000 });
    expect(transferShare({ ...nearly, done: 1_204 }).done).toBe(1_480_000_000);
    expect(transferShare(runningSync(NOW))).toEqual({ done: 412, total: 1_204 });
  });
  it('that waits for its turn says after how many', () => {
    const queued = { ...exporting, id: 12, state: 'queued' as const };
    const others = [queued, { ...exporting, id: 11, state: 'queued' as const }, { ...exporting, id: 10 }];
    const sync = { ...runningSync(NOW), id: 3 };
    const line = (jobs: readonly Job[]) => progressLine(queued, NOW, 'UTC', jobs);
    expect(line([...others, sync])).toBe('waiting for its turn, after 2 others');
    expect(line([...others.slice(0, 2), sync])).toBe('waiting for its turn, after 1 other');
    expect(line([queued, { ...exporting, id: 13 }, { ...exporting, id: 9, state: 'paused' }])).toBe(
      'waiting for its turn',
    );
  });
  it('that stopped at its limit has not failed, and lists what is missing apart', () => {
    const limit = issue('Stopped at the limit of 50 MB; 120 files left.', 'limit');
    const stopped = ended({ issues: [limit] });
    expect(jobWord(stopped)).toEqual({ tone: 'off', word: 'stopped at a limit' });
    expect(jobToast(stopped).title).toBe('Export audio: stopped at a limit');
    expect(afterwards(stopped)).toContain('again to go on');
    const both = ended({ issues: [limit, issue('The answer was cut off.', 'server', 'c.flac')] });
    expect(jobWord(both).word).toBe('something is missing');
    expect(listedIssues(both).map(({ title }) => title)).toEqual([
      ...['Missing: 1 item', 'Left for the next time'],
    ]);
    const told = {
      ...both,
      summary: '4 files exported, 1.3 MB; stopped at the limit of 50 MB; 120 files left',
    };
    expect(listedIssues(told).map(({ title }) => title)).toEqual(['Missing: 1 item']);
  });
});

describe('a transfer that ended', () => {
  const cut = issue('The answer was cut off.', 'server', 'c.flac');
  it('may be tried again when something is missing, unless a limit or the key stopped it', () => {
    const again = [
      ended({ issues: [cut] }),
      ended({ state: 'cancelled' }),
      ended({ state: 'failed', issues: [cut] }),
    ];
    expect(again.map((job) => canRetry(job))).toEqual([true, true, true]);
    const not = [
      ...[exporting, ended({}), verified(findings), ended({ issues: [cut, issue('Stopped.', 'limit')] })],
      ended({ state: 'failed', issues: [issue('Rejected.', 'unauthorized')] }),
    ];
    expect(not.map((job) => canRetry(job))).toEqual([false, false, false, false, false]);
    // With another key.
    expect(not.map((job) => canRetry(job, true))).toEqual([false, false, false, false, true]);
  });
  it('of which nothing is given in that format says to take another, and is not offered again', () => {
    const refused = (path: string): JobIssue => ({
      ...issue('MyCirrus does not give it.', 'invalid', 'rec-1'),
      error: { kind: 'invalid', path },
    });
    const failed = ended({ state: 'failed', issues: [refused('request'), refused('format')] });
    expect([canRetry(failed), afterwards(failed)]).toEqual([false, undefined]);
    const some = ended({ issues: [refused('request')] });
    expect(canRetry(some)).toBe(false);
    expect(afterwards(some)).toBe('Export again in another format to have these as well; what came is kept.');
    const both = ended({ issues: [refused('request'), cut] });
    expect(canRetry(both)).toBe(true);
    expect(afterwards(both)).toMatch(/^The next run/);
  });
  it('does not name an instrument or a file twice', () => {
    const named = { ...issue('The sound rec-1 of QT1 is missing.', 'server', 'rec-1'), instrument: 'QT1' };
    const other = { ...issue('The answer was cut off.', 'server', 'rec-1'), instrument: 'QT1' };
    const where = (one: JobIssue) => listedIssues(ended({ issues: [one] }))[0]?.groups[0]?.where;
    expect([where(named), where(other)]).toEqual(['', 'QT1 · rec-1']);
  });
  it('goes for a sync that failed, as on a full disk, but not for one that came to its end', () => {
    const full = ended({ kind: 'sync', state: 'failed', issues: [issue('The disk is full.', 'disk-full')] });
    const rejected = ended({ kind: 'sync', state: 'failed', issues: [issue('Rejected.', 'unauthorized')] });
    expect([full, ended({ kind: 'sync', issues: [cut] }), rejected].map((job) => canRetry(job))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the report of a verified folder', () => {
  it('parts what is altered, missing and foreign, each with its reason', () => {
    expect(listedIssues(verified(findings)).map(({ title, groups }) => [title, groups[0]?.text])).toEqual([
      ['Altered: 1 item', 'a.flac has other contents than when it was fetched.'],
      ['Missing: 1 item', 'b.flac is missing.'],
      ['Not part of the export: 1 item', 'note.txt is not of this export.'],
    ]);
    // The sentence names the file already.
    expect(listedIssues(verified(findings))[0]?.groups[0]?.where).toBe('');
  });
  it('is one word, the worst first', () => {
    const words = [findings, findings.slice(1), findings.slice(2), []].map(
      (issues) => jobWord(verified(issues)).word,
    );
    expect(words).toEqual([
      ...['something is altered', 'something is missing', 'whole, with other files', 'all whole'],
    ]);
    expect(jobWord({ ...verified([]), state: 'failed' }).word).toBe('failed');
    expect(jobToast(verified(findings))).toMatchObject({
      ...{ title: 'Verify site-audio: something is altered', description: '812 whole' },
    });
    expect(afterwards(verified(findings.slice(2)))).toContain('All that was exported is whole');
    expect(afterwards(verified(findings))).toContain('Exporting to this folder again');
    expect(afterwards(verified([]))).toBeUndefined();
    const nothing = issue('A manifest of Leqbook in /media/usb was not found.', 'not-found');
    expect(afterwards({ ...verified([nothing]), state: 'failed' })).toMatch(/^Choose the folder/);
    expect(afterwards({ ...verified([issue('Damaged.', 'corrupt')]), state: 'failed' })).toBeUndefined();
  });
  it('stays readable when very much is wrong', () => {
    const many = Array.from({ length: 1_200 }, (_, i) => issue(`${String(i)}.flac is missing.`, 'not-found'));
    const [list] = listedIssues(verified(many));
    expect([list?.title, list?.groups.length, list?.more]).toEqual(['Missing: 1,200 items', 500, 700]);
  });
  it('can be had of every export that has ended', () => {
    expect([ended({}), verified([]), ended({ kind: 'data-export' })].map(canVerify)).toEqual([
      ...[true, true, true],
    ]);
    expect([exporting, ended({ kind: 'audio-fetch' }), ended({ folder: undefined })].map(canVerify)).toEqual([
      ...[false, false, false],
    ]);
  });
});

describe('the screen of jobs', () => {
  let view: RenderedView | undefined;
  afterEach(() => {
    view?.close();
    view = undefined;
  });
  const show = (jobs: readonly Job[], overrides: Partial<Handlers> = {}) => {
    const prepare = (state: { jobs: readonly Job[] }) => (state.jobs = jobs);
    view = renderView(Jobs, {}, { prepare, overrides });
    return view.core;
  };
  const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));

  it('shows a transfer with its figures, what is tried again and why, and pauses, resumes and cancels it', async () => {
    const core = show([runningExport(Date.now())]);
    await screen.findByText('2.2 MB/s');
    await screen.findByText('Tried again: 1 sound');
    await screen.findByText(/^QT480113, sound of 12 Nov 2026/);
    await screen.findByText(/^The sound was cut off after .* Next try in \d s\.$/);
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('26');
    expect(await seriousFindings()).toEqual([]);
    await press('Pause');
    await screen.findByText('318 of 1,204 files · paused');
    await press('Resume');
    await screen.findByRole('button', { name: 'Pause' });
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /^Cancel/ })).toHaveProperty('disabled', false),
    );
    await press(/^Cancel/);
    await waitFor(() =>
      expect(core.asked.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['jobs.pause', 'jobs.resume', 'jobs.cancel']),
      ),
    );
  });

  it('verifies a folder that the person chooses, and shows that job', async () => {
    const core = show([]);
    await screen.findByRole('heading', { name: 'Nothing was done yet' });
    await press('Verify a folder…');
    await screen.findByText('Verify /media/usb/site-audio');
    expect(core.asked).toContainEqual({ name: 'audio.verify', input: { folder: 'f1' } });
    expect(await screen.findByRole('progressbar')).toBeDefined();
  });

  it('does nothing when the person chooses none, and says what went wrong', async () => {
    const chosen: FolderHandle[] = [];
    const core = show([ended({})], { 'folders.choose': () => chosen[0], 'audio.verify': refuse });
    await press('Verify a folder…');
    await waitFor(() => expect(core.asked.map(({ name }) => name)).toContain('folders.choose'));
    expect(screen.queryByRole('alert')).toBeNull();
    chosen.push({ handle: 'f2', path: '/gone', freeBytes: undefined });
    await press('Verify a folder…');
    await screen.findByRole('alert');
  });

  it('lists what is missing of an export, shows its folder and verifies it', async () => {
    const missing = issue('The answer was cut off.', 'server', 'c.flac');
    const core = show([ended({ id: 8, issues: [missing], summary: '1,203 files exported, 1 missing' })]);
    const list = (await screen.findByText('Missing: 1 item')).parentElement as HTMLElement;
    expect(within(list).getByText('c.flac')).toBeDefined();
    await press('Show folder');
    await press('Verify');
    await waitFor(() =>
      expect(core.asked).toEqual(
        expect.arrayContaining([
          { name: 'folders.show', input: { handle: 'f1' } },
          { name: 'audio.verify', input: { folder: 'f1' } },
        ]),
      ),
    );
  });

  it('says of an export that lacks something not that all its files are there', async () => {
    const lacks = [issue('The answer was cut off.', 'server', 'c.flac')];
    show([ended({ done: 1_204, total: 1_204, issues: lacks, summary: '1,203 files exported; 1 missing' })]);
    await screen.findByText('1,203 files exported; 1 missing');
    expect(screen.queryByText(/1,204 of 1,204/)).toBeNull();
  });

  it('says of a job that failed why, however much it lacks', async () => {
    const issues = [issue('No a.', 'invalid', 'a'), issue('No b.', 'invalid', 'b'), issue('Why.', 'invalid')];
    show([ended({ id: 9 }), ended({ id: 8, title: 'Refused', state: 'failed', summary: 'Why.', issues })]);
    expect((await screen.findByRole('button', { name: /^Refused/ })).textContent).toContain('Why.');
  });

  it('opens what runs rather than what waits for its turn, though that is newer', async () => {
    const queued: Job = { ...exporting, id: 12, state: 'queued', title: 'Export later', transfer: undefined };
    show([queued, exporting, ended({ id: 7, title: 'Export before' })]);
    const row = await screen.findByRole('button', { name: /^Export audio/ });
    expect(row.getAttribute('aria-expanded')).toBe('true');
    const later = screen.getByRole('button', { name: /^Export later/ });
    expect(later.getAttribute('aria-expanded')).toBe('false');
  });

  it('runs an export once more that lacks something', async () => {
    const core = show([ended({ id: 8, issues: [issue('The answer was cut off.', 'server', 'c.flac')] })]);
    await press('Try again');
    await waitFor(() => expect(core.asked).toContainEqual({ name: 'jobs.resume', input: { id: 8 } }));
  });

  it('reports a verified folder in parts', async () => {
    show([verified(findings)]);
    for (const title of ['Altered: 1 item', 'Missing: 1 item', 'Not part of the export: 1 item'])
      await screen.findByRole('heading', { name: title });
    expect(await screen.findByRole('button', { name: 'Verify again' })).toBeDefined();
    expect(await seriousFindings()).toEqual([]);
  });
});

function refuse(): never {
  throw new Failure({ kind: 'not-found', what: 'leqbook-manifest.json' });
}
