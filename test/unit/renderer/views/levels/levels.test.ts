import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../../../electron/contract/result';
import LimitDialog from '../../../../../renderer/views/instrument/levels/tables/LimitDialog.svelte';
import Measurements from '../../../../../renderer/views/instrument/levels/Measurements.svelte';
import SelectionPanel from '../../../../../renderer/views/instrument/levels/SelectionPanel.svelte';
import Tables from '../../../../../renderer/views/instrument/levels/tables/Tables.svelte';
import { parsePrintRoute } from '../../../../../renderer/views/print/print-route';
import { renderView, type RenderedView } from '../../../../support/render-view';

const T0 = Date.UTC(2026, 10, 1, 10);
const HOUR = 3_600_000;
const span = { from: T0, to: T0 + 3 * HOUR };
let view: RenderedView | undefined;
afterEach(() => view?.close());

async function saveAs(what: string, how: string): Promise<void> {
  const menu = await screen.findByRole('button', { name: `Save ${what}` });
  // What was saved before may still be on its way.
  await waitFor(() => expect(menu.hasAttribute('disabled')).toBe(false));
  menu.focus();
  await fireEvent.keyDown(menu, { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: how }));
}
const panel = (excluded: readonly { from: number; to: number }[]) => ({
  ...{
    serial: 'QT410247',
    name: 'Gate',
    channels: ['LAeq', 'LAFMax', 'LCPeak'],
    span,
    excluded,
    unknownMs: 0,
  },
  onclose: () => undefined,
});

describe('the figures of a selection', () => {
  it('come with percentiles, and with what is kept only when something is left out', async () => {
    view = renderView(SelectionPanel, panel([{ from: T0, to: T0 + HOUR }]));
    const row = await screen.findByRole('row', { name: /^L90 of 1 s LAeq/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['50.3', '49.1']);
    expect(screen.getByText(/1 h of it left out/)).toBeTruthy();
  });
  it('say that nothing is left out when nothing is, in one column', async () => {
    view = renderView(SelectionPanel, panel([]));
    await screen.findByText('Nothing of it is left out.');
    expect(screen.queryByRole('columnheader', { name: 'Kept' })).toBeNull();
  });
  it('are saved as a table, and as a page by the clocks of the site, both with whose and when', async () => {
    view = renderView(SelectionPanel, panel([{ from: T0, to: T0 + HOUR }]));
    await screen.findByRole('row', { name: /^L90 of 1 s LAeq/ });
    await saveAs('Selection', 'Figures as CSV…');
    const { tables, pages } = view.core.state.saved;
    await waitFor(() => expect(tables).toHaveLength(1));
    expect(tables[0]?.name).toBe('QT410247 selection 2026-11-01');
    const { columns, rows, facts } = tables[0]?.table ?? { columns: [], rows: [], facts: [] };
    expect(columns.map(({ name }) => name)).toEqual([
      ...['Channel', 'Figure', 'Unit', 'All', 'All at', 'Kept', 'Kept at', 'Why not'],
    ]);
    expect(rows[0]).toEqual(['LAeq', 'LAeq', 'dB', 58.3, null, expect.closeTo(57.1), null, null]);
    expect(rows.find(([, figure]) => figure === 'LCPeak')?.[4]).toBe(T0 + HOUR);
    expect(Object.fromEntries(facts)).toMatchObject({ Instrument: 'Gate (QT410247)', 'Left out': '1 h' });
    await saveAs('Selection', 'Page as PDF…');
    await waitFor(() => expect(pages).toHaveLength(1));
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const route = {
      page: 'selection',
      serial: 'QT410247',
      zone,
      span,
      channels: ['LAeq', 'LAFMax', 'LCPeak'],
    };
    expect(parsePrintRoute(pages[0]?.hash ?? '')).toEqual(route);
  });
  it('say why they could not be read, and can be asked again', async () => {
    const fails = () => {
      throw new Failure({ kind: 'internal', ref: 'x1' });
    };
    view = renderView(SelectionPanel, panel([]), { overrides: { 'selection.figures': fails } });
    await waitFor(() => expect(screen.queryByText('Reading the figures…')).toBeNull());
    expect(screen.getByRole('complementary').textContent).toContain('x1');
  });
});

describe('the tables beneath the chart', () => {
  const props = {
    ...{
      serial: 'QT410247',
      name: 'Gate',
      span,
      isSelection: false,
      periods: undefined,
      exceedances: undefined,
    },
    leftOut: {
      excluded: [{ from: T0, to: T0 + HOUR, why: 'hand' as const, text: 'Lorry' }],
      unknownWeather: [],
    },
    onselect: () => undefined,
  };
  it('ask for nothing while closed, then for the span, and without what is left out when told to', async () => {
    view = renderView(Tables, props);
    const { core } = view;
    const asked = () =>
      core.asked.filter(({ name }) => name === 'selection.ratings').map(({ input }) => input);
    expect(asked()).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: /^Days/ }));
    await screen.findByText('2026-11-01, in part');
    expect(asked()).toMatchObject([{ span, excluded: [] }]);
    await fireEvent.click(screen.getByLabelText('without what is left out'));
    await waitFor(() => expect(asked()).toHaveLength(2));
    expect(asked()[1]).toMatchObject({ excluded: [{ from: T0, to: T0 + HOUR }] });
  });
  it('do not ask for more periods than can be told, and say so', async () => {
    view = renderView(Tables, { ...props, span: { from: T0, to: T0 + 400 * 24 * HOUR } });
    await fireEvent.click(screen.getByRole('button', { name: 'Periods' }));
    await fireEvent.click(await screen.findByRole('button', { name: '1 min' }));
    await screen.findByText(/More than 50,000 periods/);
    await fireEvent.click(screen.getByRole('button', { name: '1 d' }));
    await screen.findByText('LAeq,1440 min dB');
  });
  it('are saved with all that they hold, as numbers, with what was left out', async () => {
    view = renderView(Tables, props);
    await fireEvent.click(screen.getByLabelText('without what is left out'));
    await fireEvent.click(screen.getByRole('button', { name: 'Periods' }));
    await saveAs('Periods', 'Figures as Excel workbook…');
    await fireEvent.click(screen.getByRole('button', { name: /^Days/ }));
    await saveAs('Days: Lden, day, evening, night', 'Figures as CSV…');
    const { tables } = view.core.state.saved;
    await waitFor(() => expect(tables).toHaveLength(2));
    const [periods, days] = tables.map(({ table }) => table);
    expect(periods?.rows).toHaveLength(12);
    expect(periods?.rows[0]).toEqual([T0, T0 + 15 * 60_000, expect.any(Number), expect.closeTo(0.97)]);
    expect(Object.fromEntries(periods?.facts ?? [])).toMatchObject({
      ...{ Instrument: 'Gate (QT410247)', Channel: 'LAeq', 'Joined by': 'energy mean' },
      'Left out': '1 stretch, by hand or by house rules',
    });
    expect(days?.rows[0]?.slice(0, 2)).toEqual(['2026-11-01, in part', 59.1]);
    expect(Object.fromEntries(days?.facts ?? [])['Day, evening, night begin']).toBe('07:00, 19:00, 23:00');
  });
  it('are saved as exceedances with what was judged', async () => {
    const limit = {
      ...{ id: 4, name: 'Night', channel: 'LAeq', limit: 55, label: 'LAeq,15 min', periods: 9, judged: 8 },
      ...{ thin: 1, from: Float64Array.of(T0), to: Float64Array.of(T0 + HOUR / 4) },
      ...{ level: Float64Array.of(57.5), over: Float64Array.of(2.5), validFraction: Float32Array.of(1) },
    };
    const overrides = { 'selection.exceedances': () => ({ leastFraction: 0.9, limits: [limit] }) };
    view = renderView(Tables, props, { overrides });
    await fireEvent.click(screen.getByRole('button', { name: 'Over the limits' }));
    await saveAs('Over the limits', 'Figures as CSV…');
    const { tables } = view.core.state.saved;
    await waitFor(() => expect(tables).toHaveLength(1));
    expect(tables[0]?.table.rows).toEqual([[T0, T0 + HOUR / 4, 'Night', 'LAeq,15 min', 55, 57.5, 2.5, 1]]);
    expect(Object.fromEntries(tables[0]?.table.facts ?? [])['Limit Night']).toBe(
      'LAeq,15 min over 55.0 dB in 1 period of 8 judged; 1 period has no level; of 1 less than 90 % is valid',
    );
  });
  it('keep the length of a period when they are closed and opened again', async () => {
    view = renderView(Tables, props);
    const turn = () => fireEvent.click(screen.getByRole('button', { name: 'Periods' }));
    await turn();
    await fireEvent.click(await screen.findByRole('button', { name: '1 h' }));
    await turn();
    await waitFor(() => expect(screen.queryByRole('button', { name: '1 h' })).toBeNull());
    await turn();
    expect((await screen.findByRole('button', { name: '1 h' })).getAttribute('aria-pressed')).toBe('true');
  });
});

describe('the measurements', () => {
  it('are listed when they are wanted, and all of them saved', async () => {
    view = renderView(Measurements, { serial: 'QT410247', name: 'Gate', span });
    await fireEvent.click(screen.getByRole('button', { name: 'Measurements in this span' }));
    await screen.findByText('12 measurements');
    await saveAs('Measurements', 'Figures as CSV…');
    const { tables } = view.core.state.saved;
    await waitFor(() => expect(tables).toHaveLength(1));
    const { columns, rows } = tables[0]?.table ?? { columns: [], rows: [] };
    expect(columns.map(({ name }) => name)).toEqual([
      'From',
      'To',
      'LAeq',
      'LAFMax',
      'LCPeak',
      'LAF10',
      'LAF90',
    ]);
    expect([rows.length, rows[3]?.[6]]).toEqual([12, null]);
  });
});

describe('a limit', () => {
  it('is written with times of 24 hours, and not while one of them is no time', async () => {
    view = renderView(LimitDialog, { serial: 'QT410247', onclose: () => undefined });
    const dialog = within(await screen.findByRole('dialog'));
    const type = (label: string, value: string) =>
      fireEvent.input(dialog.getByLabelText(label), { target: { value } });
    await type('Name', 'Night works');
    await type('Limit', '55');
    expect(dialog.getByText('the whole day')).toBeTruthy();
    await type('From', '23:00');
    await type('To', '25:00');
    const save = dialog.getByRole<HTMLButtonElement>('button', { name: 'Save' });
    expect([save.disabled, dialog.getByLabelText('To').getAttribute('aria-invalid')]).toEqual([true, 'true']);
    await type('To', '7:00');
    expect(dialog.getByText('over midnight')).toBeTruthy();
    await fireEvent.click(save);
    await waitFor(() => expect(view?.core.state.people.entries).toHaveLength(1));
    expect(view.core.state.people.entries[0]?.added).toMatchObject({
      ...{ kind: 'limit', name: 'Night works', level: 55, from: 1_380, to: 420, periodMinutes: 15 },
    });
  });
});
