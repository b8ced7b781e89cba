/** What is saved of an instrument's surroundings, its own state and its coverage. */
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { SurroundingsSeries } from '../../../../electron/contract/index';
import Coverage from '../../../../renderer/views/instrument/coverage/Coverage.svelte';
import Environment from '../../../../renderer/views/instrument/environment/Environment.svelte';
import { ENVIRONMENT_PANELS } from '../../../../renderer/views/instrument/environment/panels';
import { shakesOf, shakesTable } from '../../../../renderer/views/instrument/environment/shakes';
import { stackFacts, stackTable } from '../../../../renderer/views/instrument/environment/stack-table';
import System from '../../../../renderer/views/instrument/system/System.svelte';
import { fakeAbout, fakeSeries } from '../../../support/fake-surroundings';
import { withoutCanvas } from '../../../support/no-canvas';
import { renderView, type RenderedView } from '../../../support/render-view';

const SERIAL = 'QT480112';
const DAY = 86_400_000;
const props = { serial: SERIAL, name: 'North fence', onsync: () => undefined };
beforeAll(withoutCanvas);
let view: RenderedView | undefined;
afterEach(() => view?.close());

const panelOf = (id: string) => {
  const panel = Object.values(ENVIRONMENT_PANELS)
    .flat()
    .find((each) => each.id === id);
  if (panel === undefined) throw new Error(`there is no panel ${id}`);
  return panel;
};

/** Saves through the menu, as CSV. */
async function save(what: string) {
  const [button] = await screen.findAllByRole('button', { name: `Save ${what}` });
  if (button === undefined) throw new Error(`${what} cannot be saved`);
  button.focus();
  await fireEvent.keyDown(button, { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Figures as CSV…' }));
  await waitFor(() => expect(view?.core.state.saved.tables).toHaveLength(1));
  const saved = view?.core.state.saved.tables[0];
  if (saved === undefined) throw new Error(`${what} was not saved`);
  return { name: saved.name, ...saved.table, facts: new Map(saved.table.facts) };
}

test('a stack is saved as what is drawn: a row for each point, units, what a point is, and what is missing', () => {
  const span = { from: 0, to: DAY };
  const wind = panelOf('wind');
  const direction = panelOf('direction');
  const of = (name: string, unit: string | undefined): SurroundingsSeries =>
    fakeSeries(0, [name], span, { ...(unit !== undefined && { unit }) });
  const drawn = [
    { panel: wind, series: of('windSpeed', 'm/s') },
    { panel: direction, series: { ...of('windDirection', undefined), bucketMs: 60_000 } },
  ];
  const { columns, rows } = stackTable(drawn);
  expect(columns).toEqual([
    { name: 'From', kind: 'time' },
    ...['Wind speed', 'Wind speed, lowest', 'Wind speed, highest'].map((name) => ({
      ...{ name, kind: 'number', unit: 'm/s' },
    })),
    { name: 'Wind direction', kind: 'number', unit: 'unit not stated' },
  ]);
  expect(rows).toHaveLength(120);
  expect(rows[0]).toEqual([0, 4, 3, 5, 4]);
  expect(rows[44]).toEqual([44 * 720_000, null, null, null, null]);
  expect(stackFacts(drawn, span)).toEqual([
    ['Wind speed', 'each point 12 min: mean; 93 % of the span has values, instrument offline 1 h 36 min'],
    [
      'Wind direction',
      'every sample, 1 min: mean; 93 % of the span has values, instrument offline 1 h 36 min',
    ],
  ]);
});

test('velocities are paired with the frequency of their own moment, and those without one are counted', () => {
  const fields = ['fDomX', 'fDomY', 'vMaxX', 'vMaxY'];
  const whole = fakeSeries(0, fields, { from: 0, to: DAY });
  const columns = whole.columns.map((column) => ({
    ...column,
    values: column.values.map((_, i) =>
      column.name === 'fDomY' && i < 2 ? NaN : i < 3 ? (column.name.startsWith('f') ? 10 + i : 1 + i) : NaN,
    ),
    unit: column.name.startsWith('v') ? 'mm/s' : undefined,
  }));
  const shakes = shakesOf({ ...whole, columns });
  expect(shakes).toMatchObject({ unplaced: 2, velocityUnit: 'mm/s', frequencyUnit: 'unit not stated' });
  const [, second = 0, third = 0] = whole.time;
  expect(shakesTable(shakes).rows).toEqual([
    [0, 'X', 1, 10],
    [second, 'X', 2, 11],
    [third, 'X', 3, 12],
    [third, 'Y', 3, 12],
  ]);
});

test('the weather is saved with whose it is and how its points came about', async () => {
  view = renderView(Environment, props);
  const weather = await screen.findByRole('region', { name: 'Weather' });
  for (const title of ['Air pressure', 'Relative humidity'])
    await within(weather).findByRole('img', { name: new RegExp(`^${title} .* mean \\d`) });
  const { name, facts, columns, zone } = await save('Weather');
  expect(name).toMatch(/^QT480112 weather \d{4}-\d\d-\d\d$/);
  expect(facts.get('Instrument')).toBe('North fence (QT480112)');
  expect(facts.get('Wind speed')).toMatch(/^each point .*: mean; 9\d % of the span/);
  expect(columns.map(({ name: column }) => column)).toContain('Relative humidity');
  expect(zone).toBe(view.app.settings.zone);
});

test('vibration has a chart of velocity against frequency, with the greatest of each axis as figures', async () => {
  const now = Date.now();
  view = renderView(Environment, props, {
    overrides: { 'surroundings.about': () => fakeAbout(now, ['ppv']) },
  });
  const chart = await screen.findByRole('region', { name: 'Velocity and frequency' });
  within(chart).getByRole('img', {
    name: /^Peak particle velocity against dominant frequency of North fence/,
  });
  const rows = within(within(chart).getByRole('table')).getAllByRole('row');
  expect(rows).toHaveLength(4);
  expect(rows[1]?.textContent).toMatch(/X\s*\d+\.\d{3}\s*\d+\.\d/);
  // One answer for both: the dominant frequencies are not looked up twice.
  const asked = view.core.asked.filter(
    ({ name, input }) => name === 'environment.series' && JSON.stringify(input).includes('fDomX'),
  );
  expect(new Set(asked.map(({ input }) => JSON.stringify(input))).size).toBe(1);
});

test('doses of days and nights are told with how much of them is held, and saved as figures', async () => {
  view = renderView(Environment, props, {
    overrides: { 'surroundings.about': () => fakeAbout(Date.now(), ['vdv']) },
  });
  const part = await screen.findByRole('region', { name: 'Vibration dose by day and night' });
  expect(part.textContent).toContain('unit not stated');
  const rows = within(part).getAllByRole('row');
  expect(rows).toHaveLength(7);
  expect(rows[1]?.textContent).toMatch(/night, 23:00 to 07:00\s*0\.0120.*the span on show ends within it/);
  expect(rows[2]?.textContent).toContain('80 %');
  await fireEvent.click(within(part).getByRole('button', { name: 'Show all 20 rows' }));
  expect(within(part).getAllByRole('row')).toHaveLength(21);
  const { rows: saved, zone } = await save('Vibration dose by day and night');
  expect(saved).toHaveLength(20);
  expect(saved[3]?.slice(4)).toEqual([0.012, 0.014, null, 100, 'no']);
  expect(zone).toBe(view.app.siteZone(SERIAL));
});

test('the present state is saved with when it was told, and each value with its unit', async () => {
  view = renderView(System, props);
  const { columns, rows, facts } = await save('Present state');
  expect(columns.map(({ name }) => name)).toEqual(['Told', 'What', 'Value', 'Unit']);
  expect(rows.map((row) => row.slice(1))).toContainEqual(['SIM quota', 2_048, 'MB']);
  expect(facts.has('Told by MyCirrus')).toBe(true);
});

test('events of the monitor are saved as they are listed, and how many there are is said', async () => {
  view = renderView(System, props);
  const { rows, facts } = await save('Events of the monitor');
  expect(rows).toHaveLength(20);
  expect(facts.get('Rows')).toBe('the newest 20 of 31 events');
});

test('the coverage is saved stretch by stretch with its reason', async () => {
  view = renderView(Coverage, props);
  const { columns, rows, facts } = await save('Coverage');
  expect(columns.map(({ name }) => name).slice(0, 4)).toEqual(['Dataset', 'From', 'To', 'State']);
  expect(new Set(rows.map(([, , , state]) => state))).toContain('Held');
  expect([...facts.values()].some((fact) => /^\d+ % held, \d+ % final/.test(fact))).toBe(true);
});
