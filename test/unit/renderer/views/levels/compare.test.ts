import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Handlers } from '../../../../../electron/contract/index';
import { fakeFleet } from '../../../../support/fake-data';
import { withoutCanvas } from '../../../../support/no-canvas';
import Levels from '../../../../../renderer/views/instrument/levels/Levels.svelte';
import { renderView, type RenderedView } from '../../../../support/render-view';

let app: RenderedView | undefined;
beforeAll(withoutCanvas);
beforeEach(() => {
  // Without a layout nothing has a width, and what has none asks for nothing.
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 900 });
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 300 });
});
afterEach(() => app?.close());

const serials = (): readonly string[] =>
  fakeFleet(Date.now())
    .map(({ instrument }) => instrument.serial)
    .filter((serial) => serial !== OWN);
const OWN = 'QT410233';
function open(hash: string, overrides: Partial<Handlers> = {}): void {
  window.location.hash = hash;
  app = renderView(Levels, { serial: OWN, name: 'Gate', onsync: () => undefined }, { overrides });
}
const asked = (name: string) =>
  (app?.core.asked ?? [])
    .filter((call) => call.name === name)
    .map(({ input }) => input as Record<string, unknown>);
const choose = async (menu: string, word: string, box: RegExp) => {
  await fireEvent.click(await screen.findByRole('button', { name: menu }));
  const card = await screen.findByRole('dialog');
  const search = within(card).queryByRole('searchbox');
  if (search !== null) await fireEvent.input(search, { target: { value: word } });
  await fireEvent.click(await within(card).findByRole('checkbox', { name: box }));
  return card;
};

describe('levels beside others', () => {
  it('follow the address, are asked for each instrument, and are taken away with one click', async () => {
    const others = serials().slice(0, 2);
    open(`#/instrument/${OWN}/levels?with=${others.join(',')}`);
    const table = await screen.findByRole('region', { name: 'Compared' });
    await waitFor(() =>
      expect(new Set(asked('levels.query').map(({ instrument }) => instrument))).toEqual(
        new Set([OWN, ...others]),
      ),
    );
    await waitFor(() => expect(within(table).getAllByText('58.3')).toHaveLength(3));
    const removes = within(table).getAllByRole('button', { name: /^Compare no longer with/ });
    await fireEvent.click(removes[0] as HTMLElement);
    await waitFor(() => expect(window.location.hash).toContain(`with=${String(others[1])}`));
    expect(window.location.hash).not.toContain(String(others[0]));
  });
  it('are chosen by a word, and kept in the address', async () => {
    open(`#/instrument/${OWN}/levels`);
    const [other = ''] = serials();
    await choose('Compare…', other, new RegExp(other));
    await waitFor(() => expect(window.location.hash).toContain(`with=${other}`));
    await screen.findByRole('region', { name: 'Compared' });
  });
});

describe('values in the levels chart', () => {
  it('are chosen in a menu, asked where they are held, and remembered', async () => {
    open(`#/instrument/${OWN}/levels`);
    await choose('Channels', '', /Wind speed/);
    await waitFor(() =>
      expect(asked('environment.series').at(-1)).toMatchObject({ dataset: 'weather', fields: ['windSpeed'] }),
    );
    const card = screen.getByRole('dialog');
    await fireEvent.click(within(card).getByRole('checkbox', { name: /Temperature/ }));
    expect(await within(card).findByText(/Only one unit fits beside dB/)).toBeTruthy();
    expect(within(card).getByRole<HTMLInputElement>('checkbox', { name: /Wind speed/ }).checked).toBe(false);
    expect(window.localStorage.getItem('leqbook-level-channels')).toContain('weather/temperature');
    // What the monitor says of itself is a value like any other, and of the same unit stands beside the air's.
    await fireEvent.click(within(card).getByRole('checkbox', { name: /Processor temperature/ }));
    await waitFor(() => expect(asked('system.series').at(-1)).toMatchObject({ fields: ['temp'] }));
    expect(within(card).getByRole<HTMLInputElement>('checkbox', { name: /Temperature/ }).checked).toBe(true);
  });
});

describe('the rows beneath the levels', () => {
  it('tell how many there are where they are too many, and go closer to them by keys', async () => {
    const HOUR = 3_600_000;
    const from = Date.now() - 20 * HOUR;
    const column = { from, to: from + HOUR, count: 310, loudest: 92.1, here: 0, only: undefined };
    open(`#/instrument/${OWN}/levels`, { 'events.places': () => ({ each: undefined, columns: [column] }) });
    const row = await screen.findByRole('slider', { name: 'Events' });
    await waitFor(() => expect(row.getAttribute('aria-valuemax')).toBe('1'));
    expect(asked('events.places')[0]).toMatchObject({ columns: expect.any(Number) as number });
    row.focus();
    await fireEvent.keyDown(row, { key: 'ArrowRight' });
    expect(row.getAttribute('aria-valuetext')).toMatch(/^310 events from .* · loudest 92\.1 dB$/);
    await fireEvent.keyDown(row, { key: 'Enter' });
    await waitFor(() =>
      expect(asked('events.places').at(-1)?.['span']).toEqual({
        from: from - 180_000,
        to: from + HOUR + 180_000,
      }),
    );
    expect(screen.queryByText(/^310 events/)).toBeNull();
  });
});

describe('the levels chart', () => {
  it('is taken along with every point of every line, and with what one must know of it', async () => {
    const [other = ''] = serials();
    open(`#/instrument/${OWN}/levels?with=${other}`);
    await screen.findByText(`${other} LAeq`);
    const menu = await screen.findByRole('button', { name: 'Save Levels' });
    menu.focus();
    await fireEvent.keyDown(menu, { key: 'Enter' });
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Figures as CSV…' }));
    const tables = app?.core.state.saved.tables ?? [];
    await waitFor(() => expect(tables).toHaveLength(1));
    const { columns, rows, facts } = tables[0]?.table ?? { columns: [], rows: [], facts: [] };
    expect(columns.map(({ name }) => name)).toEqual([
      ...['time', 'LAeq', 'LAeq lowest', 'LAeq highest', 'LAFMax', 'LCPeak'],
      expect.stringContaining(`${other} LAeq`),
    ]);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.every((row) => typeof row[0] === 'number' && row.length === columns.length)).toBe(true);
    expect(Object.fromEntries(facts)).toMatchObject({
      Instrument: `Gate (${OWN})`,
      Points: expect.stringContaining('LAeq as energy mean') as string,
      'Compared with': expect.stringContaining(other) as string,
    });
  });
});
