/** Taking along what is on show. */
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { Failure } from '../../../../electron/contract/result';
import { cellTexts } from '../../../../renderer/views/save/cell-texts';
import DrawnTable from '../../../../renderer/views/save/DrawnTable.svelte';
import SaveMenu from '../../../../renderer/views/save/SaveMenu.svelte';
import News from '../../../../renderer/views/shell/News.svelte';
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

it('draws the figures of a table as one reads them, and offers that as a picture', async () => {
  const number = (name: string, unit: string) => ({ name, kind: 'number' as const, unit });
  const table = {
    columns: [{ name: 'Begins', kind: 'time' as const }, number('LAeq', 'dB'), number('PPV', 'mm/s')],
    rows: [
      [0, 61.19999694824219, -0.0412],
      [null, 7, 0],
    ],
    zone: 'Europe/London',
  };
  const cells = [
    ['1 Jan 1970 01:00:00 +01:00', '61.2', '−0.0412'],
    ['–', '7.0', '0.0000'],
  ];
  expect(cellTexts(table)).toEqual(cells);
  const drawn = render(DrawnTable, { table });
  const textsOf = (name: string) => [...drawn.container.querySelectorAll(name)].map((at) => at.textContent);
  expect(textsOf('th')).toEqual(['Begins', 'LAeq, dB', 'PPV, mm/s']);
  expect(textsOf('td')).toEqual(cells.flat());
  view = renderView(SaveMenu, { ...props, table: () => table });
  const button = await screen.findByRole('button', { name: 'Save Periods' });
  button.focus();
  await fireEvent.keyDown(button, { key: 'Enter' });
  await screen.findByRole('menuitem', { name: 'Picture as PNG…' });
});

it('offers only what there is', async () => {
  view = renderView(SaveMenu, { ...props, page: '#/print/passport/QT1/UTC' });
  await choose(/PDF/);
  await waitFor(() =>
    expect(view?.core.state.saved.pages).toEqual([{ name: 'QT1 periods', hash: '#/print/passport/QT1/UTC' }]),
  );
  expect(screen.queryByRole('menuitem', { name: /CSV|PNG/ })).toBeNull();
});

it('says from the click on that a page is being made and how far that has come, and can cancel it', async () => {
  const ended: boolean[] = [];
  const hash = '#/print/selection/QT1/UTC/1/2/LAeq';
  view = renderView(
    SaveMenu,
    { ...props, page: hash },
    {
      overrides: {
        'save.page': (_input, signal) =>
          new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => {
              ended.push(true);
              reject(new Failure({ kind: 'cancelled' }));
            }),
          ),
      },
    },
  );
  render(News);
  for (const cancel of [
    async () => fireEvent.click(await screen.findByRole('button', { name: 'Cancel' })),
    () => fireEvent.keyDown(document.body, { key: 'Escape' }),
  ]) {
    const before = ended.length;
    await choose(/PDF/);
    await screen.findByText('Making the PDF: Periods');
    view.core.server.emit('page-step', { hash: 'another', step: 'Not of this one' });
    view.core.server.emit('page-step', { hash, step: 'Reading the archive: 3 of 8 parts' });
    await screen.findByText(/^Reading the archive: 3 of 8 parts/);
    expect(screen.queryByText('Not of this one')).toBeNull();
    await cancel();
    await waitFor(() => expect(ended).toHaveLength(before + 1));
    await screen.findAllByText('Periods not saved');
    await waitFor(() => expect(screen.queryByText('Making the PDF: Periods')).toBeNull());
  }
});
