import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { whyNothing } from '../../../../renderer/views/instrument/environment/about';
import Environment from '../../../../renderer/views/instrument/environment/Environment.svelte';
import { ENVIRONMENT_PANELS } from '../../../../renderer/views/instrument/environment/panels';
import { figure, stepFor, stripLines } from '../../../../renderer/views/instrument/environment/strip-lines';
import { nowCards } from '../../../../renderer/views/instrument/system/now-cards';
import System from '../../../../renderer/views/instrument/system/System.svelte';
import { fakeAbout, fakeSeries } from '../../../support/fake-surroundings';
import { withoutCanvas } from '../../../support/no-canvas';
import { renderView, type RenderedView } from '../../../support/render-view';

const SERIAL = 'QT480112';
const props = { serial: SERIAL, name: 'North fence', onsync: () => undefined };
beforeAll(withoutCanvas);
let view: RenderedView | undefined;
afterEach(() => view?.close());

test('figures have their decimals, a true minus, and groups in whole numbers only', () => {
  expect([figure(0.0003, 4), figure(12_345.678, 1), figure(-3, 1), figure(-0.04, 1), figure(NaN, 1)]).toEqual(
    [...['0.0003', '12,345.7', '\u22123.0', '0.0', '–']],
  );
});

test('a strip breaks its lines where nothing is held, and leaves out what the instrument never told', () => {
  const [panel] = ENVIRONMENT_PANELS.particulates;
  if (panel === undefined) throw new Error('there is no panel of particulates');
  const fields = panel.fields.map(({ name }) => name);
  const series = fakeSeries(0, fields, { from: 0, to: 86_400_000 }, { absent: ['pM1'] });
  const lines = stripLines(series, panel);
  expect(lines.map(({ name }) => name)).toEqual(['PM10', 'PM2.5', 'PM4.25']);
  expect(lines[0]?.values.slice(39, 49).map((value) => value === null)).toEqual([
    ...[false, ...Array<boolean>(8).fill(true), false],
  ]);
  expect(stepFor(lines, panel)).toBe(5);
});

test('a quota of 0 is no quota of which a share could be told', () => {
  const now = { observedAt: 0, values: [{ name: 'simUsage', value: 12, unit: 'MB' }] };
  const told = (value: number) => [...now.values, { name: 'simQuota', value, unit: 'MB' }];
  const notes = (of: string) => [of, 'period not stated'];
  expect(nowCards(now)[0]).toMatchObject({ value: '12', notes: notes('no quota told') });
  expect(nowCards({ ...now, values: told(0) })[0]).toMatchObject({ notes: notes('the quota told is 0 MB') });
  expect(nowCards({ ...now, values: told(48) })[0]).toMatchObject({
    ...{ notes: notes('25 % of 48 MB'), share: 0.25 },
  });
});

test('nothing there, not asked, not kept and not measured are told apart', () => {
  const of = (change: object) => {
    const weather = fakeAbout(0, []).find(({ dataset }) => dataset === 'weather');
    if (weather === undefined) throw new Error('there is no weather');
    return whyNothing({ ...weather, ...change }, 0, 'UTC');
  };
  expect(of({})).toMatch(/^MyCirrus was asked and has none \(as of /);
  expect(of({ askedAt: undefined })).toBe('not asked for yet');
  expect(of({ askedAt: undefined, keptDays: 0 })).toBe('not kept, by choice');
  expect(of({ skipped: 'feature' })).toBe('the instrument does not have this feature');
});

test('the environment shows what the instrument has, and names what it has not', async () => {
  view = renderView(Environment, props);
  const weather = await screen.findByRole('region', { name: 'Weather' });
  await within(weather).findByRole('img', {
    name: /^Wind speed of North fence \(QT480112\), .*Wind mean 4\.2/,
  });
  await within(weather).findByRole('img', { name: /^Rain of .*Rain in all/ });
  expect(screen.queryByRole('region', { name: 'Gases' })).toBeNull();
  screen.getByText(/^Not here: .*Gases \(not made by instruments of this type\)/);
});

test('a value that is older than the others of its chart carries its own age', async () => {
  const [now, hours] = [Date.now(), 3_600_000];
  view = renderView(Environment, props, {
    overrides: {
      'surroundings.about': () => fakeAbout(Date.now(), ['ppv']),
      'environment.series': ({ fields, span }) => {
        const series = fakeSeries(Date.now(), fields, span);
        const columns = series.columns.map((column, i) => ({
          ...column,
          latest: { value: 1, time: now - (i === 1 ? 5 : 2) * hours, unit: undefined },
        }));
        return { ...series, columns };
      },
    },
  });
  const strip = await screen.findByRole('region', { name: 'Peak particle velocity' });
  await waitFor(() => expect(strip.textContent).toMatch(/latest\s+2 h ago, Y\s+5 h ago/));
});

test('an instrument that measures no environment is not offered a sync for it', async () => {
  const skipped = fakeAbout(0, []).map((each) => ({ ...each, skipped: 'type' as const, askedAt: undefined }));
  view = renderView(Environment, props, { overrides: { 'surroundings.about': () => skipped } });
  await screen.findByRole('heading', { name: 'This instrument measures no environment' });
  expect(screen.queryByRole('button', { name: /^Sync/ })).toBeNull();
});

test('the system tab tells the present state with its age, and no unit that is not stated', async () => {
  view = renderView(System, props);
  const cards = await screen.findByRole('region', { name: 'Present state' });
  expect(cards.textContent).toMatch(/SIM data used\s*1,915\s*MB\s*94 % of 2,048 MB/);
  expect(cards.textContent).toContain('3 h ago');
  const signal = await screen.findByRole('region', { name: 'LTE signal quality' });
  await waitFor(() => expect(signal.textContent).toContain('unit not stated'));
  expect(signal.textContent).toContain('no values: Signal');
  expect((await screen.findAllByText('Restarted')).length).toBeGreaterThan(0);
});

test('a screen that cannot be read says why and offers to try again', async () => {
  view = renderView(System, props, {
    overrides: {
      'surroundings.about': () => {
        throw new Error('broken');
      },
    },
  });
  const notice = await screen.findByRole('alert');
  within(notice).getByRole('button', { name: 'Try again' });
});
