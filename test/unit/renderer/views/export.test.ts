import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_NAME } from '../../../../electron/contract/default-name';
import { TransferLimits, type Handlers } from '../../../../electron/contract/index';
import { Failure } from '../../../../electron/contract/result';
import { parseTemplate } from '../../../../electron/core/transfer/template';
import ExportDialog from '../../../../renderer/views/export/ExportDialog.svelte';
import { keepMemory, readMemory } from '../../../../renderer/views/export/export-memory';
import { limitedMs, limitWords, NO_LIMITS, readLimits } from '../../../../renderer/views/export/limits';
import {
  insertField,
  NAME_FIELDS,
  nameRequest,
  partsOf,
} from '../../../../renderer/views/export/name-fields';
import { seriousFindings } from '../../../support/findings';
import { renderView, type RenderedView } from '../../../support/render-view';

const NOON = Date.UTC(2026, 2, 2, 12);
const HOUR = 3_600_000;
const read = (change: Partial<typeof NO_LIMITS>, now = NOON, zone = 'UTC') =>
  readLimits({ ...NO_LIMITS, ...change }, now, zone);

describe('limits of a transfer', () => {
  it('are none until something is typed', () => {
    expect(read({})).toEqual({ limits: undefined, problems: {} });
    expect(limitWords(undefined, 'UTC')).toBe('none');
  });
  it('are read in kB/s and MB, and said in one line', () => {
    const { limits } = read({ rate: ' 500 ', amount: '1,5', until: '06:00', metered: true });
    expect(limits).toEqual({
      ...{ bytesPerSecond: 500_000, bytes: 1_500_000, until: NOON + 18 * HOUR, metered: true },
    });
    expect(limitWords(limits, 'UTC')).toBe(
      'metered link, 500 kB/s, stops after 1.5 MB, until 06:00 on 3 Mar 2026 (UTC)',
    );
  });
  it('end when the clock next shows the time, also over the night that has one hour less', () => {
    expect(read({ until: '13:30' }).limits?.until).toBe(NOON + 1.5 * HOUR);
    expect(read({ until: '12:00' }).limits?.until).toBe(NOON + 24 * HOUR);
    const evening = Date.UTC(2026, 2, 28, 20);
    expect(read({ until: '06:00' }, evening, 'Europe/London').limits?.until).toBe(evening + 9 * HOUR);
  });
  it('name the field that cannot be meant, and then none are asked for', () => {
    expect(read({ rate: '0.5' }).problems).toEqual({ rate: 'At least 1 kB/s, as a number.' });
    expect(Object.keys(read({ rate: 'fast', amount: '-3', until: '25:00', metered: true }).problems)).toEqual(
      [...['rate', 'amount', 'until']],
    );
    expect(read({ rate: 'fast', metered: true }).limits).toBeUndefined();
  });
  it('are what the contract allows, whatever is typed', () => {
    const text = fc.oneof(fc.string(), fc.double().map(String), fc.nat().map(String), fc.constant('1e3'));
    fc.assert(
      fc.property(text, text, fc.oneof(text, fc.constant('23:59')), (rate, amount, until) => {
        const { limits, problems } = read({ rate, amount, until });
        if (limits === undefined) return;
        expect(problems).toEqual({});
        expect(TransferLimits.safeParse(limits).success).toBe(true);
        expect(limits.until ?? NOON + 1).toBeGreaterThan(NOON);
      }),
    );
  });
  it('make what is to come take longer, or be less', () => {
    const estimate = { files: 10, bytes: 10_000_000, ms: 4_000, present: undefined };
    expect(limitedMs(estimate, undefined)).toBe(4_000);
    expect(limitedMs(estimate, { bytesPerSecond: 500_000 })).toBe(20_000);
    expect(limitedMs(estimate, { bytesPerSecond: 500_000_000 })).toBe(4_000);
    expect(limitedMs({ ...estimate, present: 9 }, { bytesPerSecond: 100_000 })).toBeCloseTo(10_000);
    expect(limitedMs(estimate, { bytes: 2_500_000 })).toBe(1_000);
    expect(limitedMs(estimate, { bytes: 2_500_000, bytesPerSecond: 500_000 })).toBe(5_000);
    expect(limitedMs({ ...estimate, ms: undefined }, { bytes: 5 })).toBeUndefined();
    expect(limitedMs({ ...estimate, files: 0, bytes: 0, ms: 0 }, { bytesPerSecond: 1_000 })).toBe(0);
  });
});

describe('names of exported files', () => {
  const at = (from: number, to = from) => ({ from, to });
  it('take a field where the caret stands, parted from what is there, and never behind the ending', () => {
    expect(insertField('{date}/{serial}.{ext}', 'id', at(99))).toEqual({
      template: '{date}/{serial}_{id}.{ext}',
      caret: 20,
    });
    expect(insertField('{date}/x.{ext}', 'id', at(7)).template).toBe('{date}/{id}x.{ext}');
    expect(insertField('{date}/x.{ext}', 'id', at(7, 8)).template).toBe('{date}/{id}.{ext}');
    expect(insertField('', 'id', at(0))).toEqual({ template: '{id}', caret: 4 });
  });
  it('offer only fields that there are, all of them but the ending', () => {
    const problem = parseTemplate('{nothing}.{ext}');
    const known = /there are (.*)\.$/.exec(typeof problem === 'string' ? problem : '')?.[1] ?? '';
    const fields = known.split(' ').map((field) => field.slice(1, -1));
    expect(new Set([...NAME_FIELDS.map(({ id }) => id), 'ext'])).toEqual(new Set(fields));
  });
  it('are asked for only when they are not the usual ones', () => {
    expect(nameRequest(DEFAULT_NAME)).toEqual({});
    expect(nameRequest('{id}.{ext}')).toEqual({ name: '{id}.{ext}' });
    expect(partsOf('a/b/c.flac')).toEqual({ folders: ['a/', 'b/'], file: 'c.flac' });
  });
  it('are remembered, and what was not understood is as usual', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    keepMemory(storage, { format: 'WAV', template: '{id}.{ext}' });
    expect(readMemory(storage)).toEqual({ format: 'WAV', template: '{id}.{ext}' });
    for (const text of [
      '',
      '[]',
      'null',
      '{"format":"MP3","template":7}',
      `{"template":"${'x'.repeat(201)}"}`,
    ]) {
      const usual = readMemory({ getItem: () => text });
      expect(usual).toEqual({ format: 'FLAC', template: DEFAULT_NAME });
    }
  });
});

describe('the export dialog', () => {
  let view: RenderedView | undefined;
  let closed = false;
  afterEach(() => {
    view?.close();
    view = undefined;
    closed = false;
  });
  const filter = { instruments: ['QT480112'] };
  const show = (overrides: Partial<Handlers> = {}) => {
    const onclose = () => (closed = true);
    view = renderView(ExportDialog, { filter, what: 'All 214 sounds that match', onclose }, { overrides });
    return view.core;
  };
  const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));
  const type = async (label: string | RegExp, value: string) =>
    fireEvent.input(await screen.findByLabelText(label), { target: { value } });
  const exportButton = () => screen.getByRole('button', { name: 'Export' });
  const isReady = () => waitFor(() => expect(exportButton()).toHaveProperty('disabled', false));
  const elsewhere = Intl.DateTimeFormat().resolvedOptions().timeZone;

  it('needs a folder and nothing else: then it exports as FLAC under the usual names', async () => {
    const core = show();
    await screen.findByText('All 214 sounds that match, as whole, checked files with a manifest beside them');
    expect(exportButton()).toHaveProperty('disabled', true);
    await press('Choose folder…');
    await screen.findByText('/media/usb/site-audio');
    await screen.findByText('61.0 GB free');
    await isReady();
    expect(await seriousFindings()).toEqual([]);
    await fireEvent.click(exportButton());
    await screen.findByRole('progressbar');
    expect(core.asked).toContainEqual({
      name: 'audio.export',
      input: { filter, format: 'FLAC', elsewhere, folder: 'f1' },
    });
    await fireEvent.click((await screen.findAllByRole('button', { name: 'Close' })).at(-1) as HTMLElement);
    expect(closed).toBe(true);
  });

  it('shows what comes: how many, how long, how large, and what is there already', async () => {
    show({
      'audio.estimate': ({ folder }) => ({
        ...{ files: 214, seconds: 4_280, bytes: 240_000_000, measured: true, ms: 120_000 },
        freeBytes: folder === undefined ? undefined : 1_000_000,
        present: folder === undefined ? undefined : 14,
      }),
    });
    await screen.findByText('240 MB');
    expect(screen.getByText('1 h 11 min')).toBeDefined();
    expect(screen.getByText('about 2 min')).toBeDefined();
    await press('Choose folder…');
    await screen.findByText(/^14 files of them are in this folder already and not fetched again\. Size /);
    await screen.findByText('This will probably not fit.');
  });

  it('shows each name as it is typed, and what is wrong with it, and goes back to the usual one', async () => {
    const core = show({
      'audio.names': ({ name = 'usual' }) =>
        name.includes('{')
          ? { names: [], problem: 'There is no field {x}.' }
          : { names: [`2026/${name}.flac`], problem: undefined },
    });
    await screen.findByText('usual.flac');
    await press('Choose folder…');
    await isReady();
    await press(/usual\.flac/);
    await type('Template of names', 'other');
    expect(exportButton()).toHaveProperty('disabled', true);
    await screen.findByText('other.flac');
    await isReady();
    await press('id');
    expect(await screen.findByDisplayValue('other_{id}')).toBeDefined();
    await screen.findByText('There is no field {x}.');
    expect(exportButton()).toHaveProperty('disabled', true);
    expect(await seriousFindings()).toEqual([]);
    await press('Usual names');
    await screen.findByText('usual.flac');
    await isReady();
    const asked = core.asked.filter(({ name }) => name === 'audio.names');
    expect(asked.length).toBeLessThan(8);
  });

  it('takes copies of WAV only, a zone, and limits', async () => {
    const core = show();
    await press('Choose folder…');
    await fireEvent.change(await screen.findByLabelText('Format'), { target: { value: 'WAV' } });
    await fireEvent.click(await screen.findByRole('checkbox', { name: /Broadcast Wave copy/ }));
    await press('none');
    await fireEvent.click(await screen.findByRole('button', { expanded: false, name: /QT/ }));
    await fireEvent.change(await screen.findByLabelText('Times in'), { target: { value: 'UTC' } });
    await type('At most', '500');
    await type('Stop after', 'much');
    await screen.findByText('An amount in MB, as a number.');
    expect(exportButton()).toHaveProperty('disabled', true);
    await type('Stop after', '200');
    await fireEvent.click(screen.getByRole('checkbox', { name: /Metered link/ }));
    await screen.findByText('metered link, 500 kB/s, stops after 200 MB');
    await isReady();
    await fireEvent.click(exportButton());
    const limits = { bytesPerSecond: 500_000, bytes: 200_000_000, metered: true };
    await waitFor(() =>
      expect(core.asked).toContainEqual({
        name: 'audio.export',
        input: { filter, format: 'WAV', bext: true, zone: 'UTC', limits, folder: 'f1' },
      }),
    );
  });

  it('is metered where the link is, unless the person says otherwise', async () => {
    localStorage.setItem('leqbook-settings', '{"metered":true}');
    const core = show();
    await press('Choose folder…');
    await isReady();
    await press('metered link');
    expect(screen.getByRole('checkbox', { name: /Metered link/ })).toHaveProperty('checked', true);
    await fireEvent.click(screen.getByRole('checkbox', { name: /Metered link/ }));
    await screen.findByText('none');
    await fireEvent.click(exportButton());
    await waitFor(() =>
      expect(core.asked).toContainEqual({
        name: 'audio.export',
        input: { filter, format: 'FLAC', elsewhere, folder: 'f1' },
      }),
    );
  });

  it('says what lossy means, and asks for no copies of it', async () => {
    const core = show();
    await fireEvent.change(await screen.findByLabelText('Format'), { target: { value: 'OGG' } });
    await screen.findByText('OGG leaves out what is hard to hear.');
    expect(screen.queryByRole('checkbox')).toBeNull();
    await waitFor(() =>
      expect(core.asked).toContainEqual({ name: 'audio.estimate', input: { filter, format: 'OGG' } }),
    );
  });

  it('says what the estimate or the start failed of, and lets one try again', async () => {
    let fails = true;
    show({
      'audio.estimate': () => {
        if (fails) throw new Failure({ kind: 'server', status: 500, reason: 'broken' });
        return {
          ...{ files: 0, seconds: 0, bytes: 0, measured: false, ms: undefined },
          ...{ freeBytes: undefined, present: undefined },
        };
      },
    });
    const alert = await screen.findByRole('alert');
    fails = false;
    await fireEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    await screen.findByText('Nothing matches any more.');
    expect(exportButton()).toHaveProperty('disabled', true);
  });

  it('offers to read again what was exported, and shows that in its place', async () => {
    const core = show();
    await press('Choose folder…');
    await isReady();
    await fireEvent.click(exportButton());
    await screen.findByRole('progressbar');
    const [job] = core.state.jobs;
    if (job === undefined) throw new Error('no job was started');
    const ended = { ...job, state: 'done' as const, endedAt: Date.now(), transfer: undefined };
    core.server.emit('job-changed', { ...ended, done: job.total, summary: '214 files exported, 240 MB' });
    await screen.findByText('214 files exported, 240 MB');
    await press('Verify');
    await screen.findByRole('heading', { name: /^Verify/ });
    expect(core.asked).toContainEqual({ name: 'audio.verify', input: { folder: job.folder?.handle } });
  });

  it('offers to go on where it failed, and another key where that is what it lacks', async () => {
    const core = show();
    await press('Choose folder…');
    await isReady();
    await fireEvent.click(exportButton());
    await screen.findByRole('progressbar');
    const [job] = core.state.jobs;
    if (job === undefined) throw new Error('no job was started');
    const fails = (kind: string) => {
      const lacks = { ...{ dataset: undefined, instrument: undefined, item: undefined }, text: kind };
      const issues = [{ ...lacks, error: { kind } }];
      const ended = { ...job, state: 'failed' as const, endedAt: Date.now(), transfer: undefined };
      core.server.emit('job-changed', { ...ended, issues, summary: `It stopped: ${kind}` });
    };
    fails('disk-full');
    await screen.findByText('It stopped: disk-full');
    await press('Try again');
    await waitFor(() => expect(core.asked).toContainEqual({ name: 'jobs.resume', input: { id: job.id } }));
    core.server.emit('session-changed', { ...core.state.session, state: 'rejected' });
    fails('unauthorized');
    await screen.findByText('It stopped: unauthorized');
    expect(await screen.findByRole('link', { name: 'Enter a new key' })).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    core.server.emit('session-changed', { ...core.state.session, state: 'signed-in' });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeDefined();
    expect(screen.queryByRole('link', { name: 'Enter a new key' })).toBeNull();
  });
});
