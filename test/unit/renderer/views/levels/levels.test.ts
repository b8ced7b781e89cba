import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../../../electron/contract/result';
import SelectionPanel from '../../../../../renderer/views/instrument/levels/SelectionPanel.svelte';
import Tables from '../../../../../renderer/views/instrument/levels/tables/Tables.svelte';
import { renderView, type RenderedView } from '../../../../support/render-view';

const T0 = Date.UTC(2026, 10, 1, 10);
const HOUR = 3_600_000;
const span = { from: T0, to: T0 + 3 * HOUR };
let view: RenderedView | undefined;
afterEach(() => view?.close());

const panel = (excluded: readonly { from: number; to: number }[]) => ({
  ...{ serial: 'QT410247', channels: ['LAeq', 'LAFMax', 'LCPeak'], span, excluded, unknownMs: 0 },
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
    ...{ serial: 'QT410247', span, isSelection: false, periods: undefined, exceedances: undefined },
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
    await fireEvent.click(screen.getByRole('button', { name: '1 min' }));
    await screen.findByText(/More than 50,000 periods/);
    await fireEvent.click(screen.getByRole('button', { name: '1 d' }));
    await screen.findByText('LAeq,1440 min dB');
  });
});
