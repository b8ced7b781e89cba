/** Taking along what is on show. */
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import SaveMenu from '../../../../renderer/views/save/SaveMenu.svelte';
import { renderView, type RenderedView } from '../../../support/render-view';

let view: RenderedView | undefined;
afterEach(() => {
  view?.close();
  view = undefined;
});
const props = {
  what: 'Periods',
  name: 'QT1 periods',
  facts: [['Instrument', 'QT1']] as [string, string][],
};
const columns = [{ name: 'LAeq', kind: 'number' as const, unit: 'dB' }];

async function choose(item: RegExp): Promise<void> {
  const button = await screen.findByRole('button', { name: 'Save Periods' });
  button.focus();
  await fireEvent.keyDown(button, { key: 'Enter' });
  await fireEvent.keyDown(await screen.findByRole('menuitem', { name: item }), { key: 'Enter' });
}

it('gives the figures as they are then, headed by what they are of', async () => {
  let level = 50;
  view = renderView(SaveMenu, {
    ...props,
    table: () => ({ columns, rows: [[level], [null]], zone: 'UTC' }),
  });
  level = 60.5;
  await choose(/Excel/);
  await waitFor(() => expect(view?.core.state.saved.tables).toHaveLength(1));
  expect(view.core.state.saved.tables[0]).toEqual({
    name: 'QT1 periods',
    format: 'xlsx',
    table: {
      ...{ columns, rows: [[60.5], [null]], zone: 'UTC' },
      facts: [
        ['What', 'Periods'],
        ['Instrument', 'QT1'],
      ],
    },
  });
});

it('offers only what there is', async () => {
  view = renderView(SaveMenu, { ...props, page: '#/print/passport/QT1/UTC' });
  await choose(/PDF/);
  await waitFor(() =>
    expect(view?.core.state.saved.pages).toEqual([{ name: 'QT1 periods', hash: '#/print/passport/QT1/UTC' }]),
  );
  expect(screen.queryByRole('menuitem', { name: /CSV|PNG/ })).toBeNull();
});
