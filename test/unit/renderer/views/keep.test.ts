import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { Handlers } from '../../../../electron/contract/index';
import { Failure } from '../../../../electron/contract/result';
import type { FakeState } from '../../../support/fake-core';
import { seriousFindings } from '../../../support/findings';
import { renderApp, type RenderedApp } from '../../../support/render-app';

let app: RenderedApp | undefined;
afterEach(() => {
  app?.close();
  app = undefined;
});
const show = (hash: string, overrides: Partial<Handlers> = {}, prepare?: (state: FakeState) => void) =>
  (app = renderApp({ hash, overrides, ...(prepare === undefined ? {} : { prepare }) }));
const box = (name: string) => screen.findByRole('checkbox', { name });
const set = () => app?.core.asked.filter(({ name }) => name === 'keep.set').map(({ input }) => input) ?? [];
/** Texts of the cells of a row, without those of its fields. */
const row = async (name: string) => {
  const cells = (await box(name)).closest('tr')?.querySelectorAll('td') ?? [];
  return [...cells].map((cell) => (cell.querySelector('select') ? 'field' : cell.textContent.trim()));
};

describe('what to keep', () => {
  it('shows each dataset with its disk, says what is a guess, and keeps third octaves and 100 ms off', async () => {
    show('#/keep');
    expect(await row('Keep Noise time history, 1 s, for all instruments')).toEqual([
      'field',
      '1.7 MB',
      '53.0 MB',
    ]);
    expect(await row('Keep Noise measurements, for all instruments')).toEqual([
      'field',
      'about 144 kB',
      'about 4.5 MB',
    ]);
    expect(await box('Keep Noise time history, 100 ms, for all instruments')).toHaveProperty(
      'checked',
      false,
    );
    const fold = screen.getByRole('button', { name: /^Frequency time history/ });
    expect(fold.closest('tr')?.textContent).toContain('octaves, Z, 1 s');
    await fireEvent.click(fold);
    const third = 'Keep Frequency time history, third octaves, Z, 1 s, for all instruments';
    expect(await box(third)).toHaveProperty('checked', false);
    expect(await seriousFindings()).toEqual([]);
  });

  it('changes at once, says that data stays, and can be undone', async () => {
    show('#/keep');
    await fireEvent.click(await box('Keep Weather, for all instruments'));
    await screen.findByText('Weather: no longer kept');
    expect(screen.getByText('Data that is here already stays.')).toBeDefined();
    expect(await box('Keep Weather, for all instruments')).toHaveProperty('checked', false);
    await fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(async () =>
      expect(await box('Keep Weather, for all instruments')).toHaveProperty('checked', true),
    );
    const weather = { instrument: '', dataset: 'weather', variant: '' };
    expect(set()).toEqual([
      { choices: [{ ...weather, days: 0 }] },
      { choices: [{ ...weather, days: undefined }] },
    ]);
  });

  it('takes the usual lengths, and any other number of days', async () => {
    show('#/keep');
    const name = 'How long to keep Events, for all instruments';
    await fireEvent.change(await screen.findByRole('combobox', { name }), { target: { value: '365' } });
    await waitFor(() => expect(set()).toHaveLength(1));
    await fireEvent.change(await screen.findByRole('combobox', { name }), { target: { value: 'other' } });
    const days = await screen.findByRole('textbox', { name: 'Days to keep Events, for all instruments' });
    await fireEvent.input(days, { target: { value: '14' } });
    await fireEvent.keyDown(days, { key: 'Enter' });
    await waitFor(() => expect(screen.getByRole('combobox', { name })).toHaveProperty('value', '14'));
    expect(set()).toMatchObject([{ choices: [{ days: 365 }] }, { choices: [{ days: 14 }] }]);
  });

  it('lets one instrument differ, says what it has not, and goes back to what holds for all', async () => {
    show('#/keep/QT480112', {}, (state) => {
      state.keep = [{ instrument: 'QT480112', dataset: 'timehistory', variant: '1s', days: 365 }];
    });
    await screen.findByText(/has 1 choice of its own/);
    expect(await row('Keep Weather, for all instruments')).toEqual([
      'field',
      'the instrument does not have this feature',
      '–',
      '–',
    ]);
    const events = (await box('Keep Events, for Mill Lane, north boundary')).closest('td');
    expect(events?.textContent).toContain('as for all');
    expect(await seriousFindings()).toEqual([]);
    await fireEvent.click(
      screen.getByRole('button', { name: 'Noise time history, 1 s: use what holds for all' }),
    );
    await screen.findByText(/keeps what holds for all instruments/);
    expect(app?.core.state.keep).toEqual([]);
  });

  it('warns plainly when it will not fit on the disk', async () => {
    show('#/keep', {}, (state) => (state.freeBytes = 1_000_000));
    await screen.findByText('This will not fit on the disk.');
  });

  it('says what failed, leaves the choice as it was, and can be tried again', async () => {
    let failing = true;
    const { core } = show('#/keep', {
      'keep.set': () => {
        if (failing) throw new Failure({ kind: 'disk-full', where: '/home/ana' });
        return fakePlan();
      },
    });
    const fakePlan = () => ({ rows: [], all: [], archiveBytes: 0, freeBytes: undefined });
    await fireEvent.click(await box('Keep Weather, for all instruments'));
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
    expect(core.state.keep).toEqual([]);
    failing = false;
    await fireEvent.click(await box('Keep Gases, for all instruments'));
    await screen.findByRole('heading', { name: 'There is nothing to choose from yet' });
  });

  it('is reached from the palette and the account menu', async () => {
    show('#/fleet');
    await screen.findByRole('heading', { name: 'Fleet' });
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    const text = await screen.findByRole('combobox');
    await fireEvent.input(text, { target: { value: 'keep' } });
    await fireEvent.keyDown(text, { key: 'Enter' });
    await screen.findByRole('heading', { name: 'What to keep' });
    expect(window.location.hash).toBe('#/keep');
  });
});

describe('the sync dialog', () => {
  it('asks for each dataset as it is kept, says how sure it is, what is left out, and leads to the choice', async () => {
    const { core } = show('#/fleet');
    await screen.findByRole('row', { name: /QT480113/ });
    await fireEvent.click(screen.getByRole('button', { name: 'Sync' }));
    const dialog = within(await screen.findByRole('dialog'));
    await dialog.findByText('Sizes and pace as measured on this account.');
    expect(dialog.getByRole('radio', { name: 'As kept' })).toHaveProperty('checked', true);
    expect(dialog.getByText('35.6 MB')).toBeDefined();
    expect(dialog.getByText('of 61.0 GB free')).toBeDefined();
    await fireEvent.click(dialog.getByRole('button', { name: /^Not asked: Weather/ }));
    expect(dialog.getByText(/does not have this feature \(8 instruments\)/)).toBeDefined();
    await fireEvent.click(dialog.getByRole('radio', { name: '365 days' }));
    await dialog.findByText(/^Careful guesses/);
    expect(await seriousFindings()).toEqual([]);
    await fireEvent.click(dialog.getByRole('button', { name: 'What to keep…' }));
    await screen.findByRole('heading', { name: 'What to keep' });
    expect(core.asked).toContainEqual({ name: 'sync.estimate', input: {} });
  });

  it('warns when it will not fit', async () => {
    show('#/fleet', {
      'sync.estimate': () => ({
        ...{ requests: 9, bytes: 9e9, ms: 9_000, diskBytes: 9e9, freeBytes: 1e9 },
        ...{ measured: false, skipped: [] },
      }),
    });
    await screen.findByRole('row', { name: /QT480113/ });
    await fireEvent.click(screen.getByRole('button', { name: 'Sync' }));
    await screen.findByText('This will probably not fit on the disk.');
    expect(screen.queryByText(/^Not asked/)).toBeNull();
  });
});

describe('exporting data', () => {
  const open = async () => {
    await fireEvent.click(await screen.findByRole('button', { name: 'Export data…' }));
    return within(await screen.findByRole('dialog', { name: 'Export data' }));
  };
  it('writes what has data of this instrument as CSV in the zone on display, unless told otherwise', async () => {
    const { core } = show('#/instrument/QT480112/levels', { 'levels.extent': () => undefined });
    const dialog = await open();
    expect(await dialog.findByRole('checkbox', { name: /^Noise measurements/ })).toHaveProperty(
      'checked',
      true,
    );
    await dialog.findByText(/rows in 12 files, about/);
    expect(await seriousFindings()).toEqual([]);
    await fireEvent.click(dialog.getByRole('checkbox', { name: /^Events/ }));
    await dialog.findByText(/rows in 11 files, about/);
    await fireEvent.click(dialog.getByRole('button', { name: 'Choose folder…' }));
    const go = dialog.getByRole('button', { name: 'Export' });
    await waitFor(() => expect(go).toHaveProperty('disabled', false));
    await fireEvent.click(go);
    await waitFor(() => within(screen.getByRole('dialog')).getByRole('progressbar'));
    const input = core.asked.find(({ name }) => name === 'data.export')?.input;
    expect(input).toMatchObject({
      instruments: ['QT480112'],
      format: 'csv',
      folder: 'f1',
      elsewhere: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
    expect((input as { datasets: unknown[] }).datasets).toHaveLength(11);
  });

  it('needs no zone for Parquet, and says what helps when it cannot be started', async () => {
    const asked: unknown[] = [];
    show('#/instrument/QT480112/levels', {
      'levels.extent': () => undefined,
      'data.export': (input) => {
        asked.push(input);
        throw new Failure({ kind: 'not-writable', where: '/media/usb' });
      },
    });
    const dialog = await open();
    await fireEvent.click(dialog.getByRole('radio', { name: /^Parquet/ }));
    await fireEvent.click(dialog.getByRole('button', { name: 'Choose folder…' }));
    const go = dialog.getByRole('button', { name: 'Export' });
    await waitFor(() => expect(go).toHaveProperty('disabled', false));
    await fireEvent.click(go);
    expect((await dialog.findByRole('alert')).textContent).toContain('Nothing was written there.');
    expect(dialog.getByRole('button', { name: 'Choose another folder' })).toBeDefined();
    expect(Object.keys(asked[0] as object)).not.toContain('zone');
  });

  it('says that nothing is held, and lets nothing be written', async () => {
    show('#/instrument/QT480112/levels', { 'levels.extent': () => undefined, 'coverage.strips': () => [] });
    const dialog = await open();
    await dialog.findByText('Nothing is held of this time.');
    expect(dialog.getByRole('button', { name: 'Export' })).toHaveProperty('disabled', true);
  });
});
