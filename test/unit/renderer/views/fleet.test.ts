import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Entry, FleetEntry, Handlers } from '../../../../electron/contract/index';
import { Failure } from '../../../../electron/contract/result';
import { evidenceHref } from '../../../../renderer/views/fleet/evidence';
import {
  filterItems,
  fleetItems,
  groupBySite,
  consequence,
  isSite,
  oldestStatus,
  ranksOf,
  summarise,
  unknownWords,
} from '../../../../renderer/views/fleet/fleet-items';
import { sortFleet, type Column } from '../../../../renderer/views/fleet/fleet-list';
import { parseMemory } from '../../../../renderer/views/fleet/fleet-memory';
import { commonName, flatten, suggestSites } from '../../../../renderer/views/fleet/places';
import { gather, gridPath, placeLabels, project, scaleBar } from '../../../../renderer/views/fleet/plan';
import { fleetFacts, fleetTable, planTable } from '../../../../renderer/views/fleet/fleet-file';
import { syncWords, vainWords } from '../../../../renderer/views/fleet/sync-words';
import { fakeAttention } from '../../../support/fake-attention';
import type { FakeState } from '../../../support/fake-core';
import { fakeFleet } from '../../../support/fake-data';
import { seriousFindings } from '../../../support/findings';
import { renderApp, type RenderedApp } from '../../../support/render-app';

const NOW = Date.UTC(2026, 10, 22, 14, 2);
const fleet = fakeFleet(NOW);
const report = fakeAttention(NOW, fleet);
const site = (id: number, name: string, instruments: string[], tags: string[] = []): Entry => ({
  id,
  instrument: undefined,
  from: undefined,
  to: undefined,
  author: 'ana',
  createdAt: NOW,
  changedAt: NOW,
  removedAt: undefined,
  added: { kind: 'site', name, tags, instruments },
});
const sites = [
  site(1, 'Harbour', ['QT480201', 'QT480202', 'QT480203'], ['port']),
  site(2, 'Mill', ['QT480112', 'QT480201']),
].filter(isSite);
const items = fleetItems(fleet, report, sites);
const serialsOf = (all: readonly FleetEntry[]) => all.map(({ instrument }) => instrument.serial);
const sorted = (column: Column, descending = false) =>
  serialsOf(sortFleet(items, { column, descending }, (item) => consequence(item, ranksOf(report))));
const at = (serial: string, latitude: number, longitude: number, name = serial) => {
  const [first] = items;
  if (first === undefined) throw new Error('there is a fleet');
  const { instrument } = first;
  return {
    ...first,
    site: undefined,
    instrument: { ...instrument, serial, name, position: { latitude, longitude } },
  };
};

describe('the list', () => {
  it('sums up who is online and who needs someone, without calling the unknown offline or fine', () => {
    expect(summarise(items)).toBe(
      '8 instruments · 6 online · 1 not asked yet · 3 need someone now · 1 to look at',
    );
    expect(summarise(items.slice(0, 1))).toBe('1 instrument · 1 online · none needs anyone');
    expect(summarise(items.slice(7))).toBe(
      '1 instrument · not known which are online · not all is known of 1',
    );
    expect(summarise(fleetItems(fleet, undefined, []))).toBe('8 instruments · 6 online · 1 not asked yet');
    expect(oldestStatus(items)).toBe(NOW - 3 * 3_600_000);
  });
  it('begins with what needs someone, then what nobody knows, then the rest by name', () => {
    expect(sorted('needs')).toEqual([
      ...['QT480113', 'QT480202', 'QT480203', 'QT480201', 'VB220871'],
      ...['QT480112', 'QT480127', 'AQ110034'],
    ]);
  });
  it('sorts the worst drift first and what is unknown last in both directions', () => {
    expect(sorted('calibration').slice(0, 2)).toEqual(['QT480113', 'QT480201']);
    for (const descending of [false, true])
      expect(sorted('calibration', descending).slice(-2).sort()).toEqual(['AQ110034', 'VB220871']);
    expect(sorted('newest').at(-1)).toBe('VB220871');
    expect(sorted('state').slice(-2)).toEqual(['QT480203', 'VB220871']);
  });
  it('filters by every word, in name, serial, model, state, site, tag or reason', () => {
    const found = (text: string) => serialsOf(filterItems(items, text));
    expect(found('mill SCHOOL')).toEqual(['QT480113']);
    expect(found('suspect')).toEqual(['QT480113']);
    expect(found('baseline 8 kHz')).toEqual(['QT480202']);
    expect(found('offline')).toEqual(['QT480203']);
    expect(found('harbour port')).toEqual(['QT480201', 'QT480202', 'QT480203']);
    expect(found('  ')).toHaveLength(8);
  });
  it('names each instrument once, in the first site that has it', () => {
    const groups = groupBySite(items);
    expect(groups.map(({ site: of, items: own }) => [of?.added.name, serialsOf(own).length])).toEqual([
      ['Mill', 1],
      [undefined, 4],
      ['Harbour', 3],
    ]);
  });
  it('says in few words what is not known', () => {
    const unknown = (...texts: string[]) =>
      unknownWords(texts.map((text) => ({ instrument: 'QT1', text, asOf: undefined })));
    expect(unknown('State: not told', 'SIC: no result yet')).toBe('Not known yet: state, SIC');
    expect(unknown('State: not asked yet', 'SIC: not asked yet', 'Drift: not asked yet')).toBe(
      'Nothing known yet: not asked',
    );
    expect(unknown('State: not asked lately', 'SIM budget: not asked lately')).toBe(
      'Not asked lately: state, SIM budget',
    );
    expect(unknown('State: not asked lately', 'SIC: no result yet', 'Supply: not told')).toBe(
      'Not asked lately: state; not known yet: SIC, supply',
    );
  });
  it('does not tell an old state as if it were of today', () => {
    const [first] = items;
    const old = items.map((item) =>
      item === first
        ? { ...item, unknown: [{ instrument: 'QT1', text: 'State: not asked lately', asOf: NOW - 1 }] }
        : item,
    );
    expect(summarise(old)).toContain('6 online when last asked');
  });
  it('tells of one instrument that it was asked in vain since it last answered', () => {
    const asked = { instrument: 'QT1', attemptedAt: NOW - 300_000, answeredAt: NOW - 290_000, inVain: [] };
    expect(vainWords(undefined, NOW)).toBeUndefined();
    expect(vainWords(asked, NOW)).toBeUndefined();
    expect(vainWords({ ...asked, attemptedAt: undefined }, NOW)).toBeUndefined();
    expect(vainWords({ ...asked, inVain: ['sic'] }, NOW)).toBe('1 dataset not answered');
    expect(vainWords({ ...asked, answeredAt: NOW - 310_000 }, NOW)).toBe('tried 5 min ago, no answer');
    expect(vainWords({ ...asked, answeredAt: undefined }, NOW)).toBe('tried 5 min ago, no answer');
  });
  it('is saved as figures and moments, with what it is of', () => {
    const { columns, rows } = fleetTable(items, NOW, 'UTC');
    const cell = (serial: string, column: string) =>
      rows[serialsOf(items).indexOf(serial)]?.[columns.findIndex(({ name }) => name === column)];
    expect([cell('QT480113', 'Site'), cell('QT480113', 'Drift by the house rule')]).toEqual([
      null,
      'suspect',
    ]);
    expect(cell('QT480113', 'Needs attention')).toBe('Drift +1.16 dB, suspect (over 1.0 dB)');
    expect(cell('QT480112', 'Site')).toBe('Mill');
    expect(cell('QT480113', 'State as of')).toBe(fleet[1]?.status?.observedAt);
    expect([cell('VB220871', 'State'), cell('VB220871', 'State as of')]).toEqual([null, null]);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    expect(planTable(items, NOW, 'UTC').columns.map(({ name, unit }) => [name, unit])).toContainEqual([
      'Latitude',
      '°',
    ]);
    const some = { items: 2, all: items, filter: ' mill ' };
    expect(fleetFacts(some, report.sync, NOW, 'UTC')[0]).toEqual([
      'Instruments',
      '2 of 8 instruments, those that match “mill”',
    ]);
  });
  it('tells the last attempt from the last success', () => {
    const words = (sync: Parameters<typeof syncWords>[0]) => syncWords(sync, NOW, 'UTC');
    const none = { attemptedAt: undefined, outcome: undefined, completeAt: undefined };
    expect(words(none)).toEqual(['Never synced']);
    const hour = 3_600_000;
    expect(words({ attemptedAt: NOW - hour, outcome: 'complete', completeAt: NOW - hour })).toEqual([
      'Last sync 13:02 · 1 h ago, complete',
    ]);
    expect(words({ attemptedAt: NOW - hour, outcome: 'failed', completeAt: NOW - 30 * hour })).toEqual([
      'Last sync 13:02 · 1 h ago, failed',
      'Last complete sync 21 Nov 08:02 · 30 h ago',
    ]);
  });
  it('leads to the evidence of a reason: where it is, and the time that it is about', () => {
    expect(evidenceHref({ instrument: 'QT1', tab: 'system', span: undefined })).toBe(
      '#/instrument/QT1/system',
    );
    const span = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 22, 14) };
    expect(evidenceHref({ instrument: 'QT1', tab: 'calibration', part: 'sic', span })).toBe(
      '#/instrument/QT1/calibration?from=2026-11-01T00:00:00Z&to=2026-11-22T14:00:00Z&part=sic',
    );
  });
  it('remembers a view, and takes nothing it does not understand', () => {
    expect(parseMemory('{"view":"plan","declined":["a",3]}')).toEqual({ view: 'plan', declined: ['a'] });
    for (const text of [null, '', '[]', '{"view":"globe","declined":7}'])
      expect(parseMemory(text)).toEqual({ view: 'table', declined: [] });
  });
});

describe('places', () => {
  it('suggests instruments within 300 m of each other, in a chain, by what most names share', () => {
    const north = (metres: number) => 51 + metres / 111_195;
    const near = [at('A', north(0), 0, 'Mill Lane, gate'), at('B', north(290), 0, 'Mill Lane, school')];
    const chained = [...near, at('C', north(580), 0, 'The mill'), at('D', north(900), 0, 'Far')];
    expect(suggestSites(chained)).toMatchObject([{ name: 'Mill Lane', site: undefined }]);
    expect(suggestSites(chained).map(({ instruments }) => serialsOf(instruments))).toEqual([['A', 'B', 'C']]);
    expect(suggestSites([at('A', north(0), 0), at('B', north(301), 0)])).toEqual([]);
  });
  it('suggests a site to what stands beside it, and nothing between two sites', () => {
    const [harbour, mill] = sites;
    const [a, b, c] = [at('A', 51, 0), at('B', 51.001, 0), at('C', 51.002, 0)];
    expect(suggestSites([{ ...a, site: harbour }, b])).toMatchObject([
      { name: 'Harbour', site: { id: 1 }, instruments: [{ instrument: { serial: 'B' } }] },
    ]);
    expect(suggestSites([{ ...a, site: harbour }, b, { ...c, site: mill }])).toEqual([]);
    expect(
      suggestSites([
        { ...a, site: harbour },
        { ...b, site: harbour },
      ]),
    ).toEqual([]);
  });
  it('finds what names share anywhere in them', () => {
    expect(commonName([at('A', 0, 0, 'A259 Marsh Road, layby'), at('B', 0, 0, 'Marsh Road school')])).toBe(
      'Marsh Road',
    );
    expect(commonName([at('A', 0, 0, 'Gate'), at('B', 0, 0, 'Quay')])).toBe('Gate');
  });
  it('measures metres, also over the date line', () => {
    const [, east, over] = flatten([
      { latitude: 0, longitude: 179.999 },
      { latitude: 0.001, longitude: 179.999 },
      { latitude: 0, longitude: -179.999 },
    ]);
    expect(east).toMatchObject({ x: 0 });
    expect(east?.y).toBeCloseTo(111.2, 1);
    expect(over?.x).toBeCloseTo(222.4, 1);
  });
});

describe('the plan', () => {
  const place = fc.record({ x: fc.integer({ min: -1e6, max: 1e6 }), y: fc.integer({ min: -1e6, max: 1e6 }) });
  const frame = { width: 900, height: 500, margin: 70 };
  it('shows every place within its margins, true to one scale, north up', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 30 }), (places) => {
        const { spots, metresPerPixel } = project(places, frame);
        const isInside = spots.every(({ x, y }) => x > 69.9 && x < 830.1 && y > 69.9 && y < 430.1);
        expect(isInside).toBe(true);
        const [a, b] = [places[0], places.at(-1)];
        const [p, q] = [spots[0], spots.at(-1)];
        if (!a || !b || !p || !q) throw new Error('there are places');
        expect((q.x - p.x) * metresPerPixel).toBeCloseTo(b.x - a.x, 3);
        expect((p.y - q.y) * metresPerPixel).toBeCloseTo(b.y - a.y, 3);
      }),
    );
  });
  it('draws every instrument in exactly one mark, and no two marks over each other', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 40 }), (places) => {
        const { spots } = project(places, frame);
        const marks = gather(spots, 22);
        expect(marks.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual(spots.map((_, i) => i));
        marks.forEach((a, i) => {
          for (const b of marks.slice(i + 1))
            expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(22);
        });
      }),
    );
  });
  it('has a scale bar of a round length that fits', () => {
    expect(scaleBar(1.3, 160)).toEqual({ pixels: 200 / 1.3, text: '200 m' });
    expect(scaleBar(40, 160).text).toBe('5 km');
    fc.assert(
      fc.property(fc.double({ min: 1e-2, max: 1e5, noNaN: true }), (metresPerPixel) => {
        const { pixels } = scaleBar(metresPerPixel, 160);
        expect(pixels > 60 && pixels <= 160.001).toBe(true);
      }),
    );
    expect(gridPath(100, { width: 200, height: 100 })).toBe('M0.5 0V100M100.5 0V100M0 50.5H200');
  });
  it('leaves out a label rather than write over a mark', () => {
    const marks = [
      { x: 100, y: 100 },
      { x: 150, y: 102 },
    ];
    expect(placeLabels(marks, [90, 20], { width: 400 })).toEqual([
      undefined,
      { x: 164, y: 102, side: 'right' },
    ]);
  });
});

describe('the screen', () => {
  let app: RenderedApp | undefined;
  afterEach(() => {
    app?.close();
    app = undefined;
    window.localStorage.clear();
  });
  const show = (overrides: Partial<Handlers> = {}, prepare?: (state: FakeState) => void) =>
    (app = renderApp({ hash: '#/fleet', overrides, ...(prepare === undefined ? {} : { prepare }) }));

  it('makes a suggested site with one click, and groups by it', async () => {
    show();
    await screen.findByRole('row', { name: /QT480113/ });
    await fireEvent.click(await screen.findByRole('button', { name: /^Make it a site/ }));
    await screen.findByRole('rowheader', { name: /^Mill Lane, north boundary 8 instruments · 4 with/ });
    expect(screen.queryByRole('button', { name: /^Make it a site/ })).toBeNull();
  });
  it('shows the fleet while it is not judged yet, and says what failed when it cannot be', async () => {
    let fail = (): void => undefined;
    const judging = new Promise<never>((_, reject) => {
      fail = () => reject(new Failure({ kind: 'corrupt', what: 'The ledger' }));
    });
    show({ 'attention.list': () => judging });
    const row = await screen.findByRole('row', { name: /QT480113/ });
    expect(row.textContent).toContain('…');
    expect(screen.queryByText(/nothing/)).toBeNull();
    fail();
    expect((await screen.findByRole('alert')).textContent).toContain('The ledger is damaged.');
    expect(screen.getByRole('row', { name: /QT480113/ })).toBeDefined();
  });
  it('says of a row that a later sync got no answer, by whose clocks its times are, and can be saved', async () => {
    const judged = fakeAttention(NOW, fleet);
    const inVain = judged.asked.map((each) => ({
      ...each,
      attemptedAt: Date.now() - 120_000,
      answeredAt: 0,
    }));
    show({ 'attention.list': () => ({ ...judged, asked: inVain }) });
    const row = await screen.findByRole('row', { name: /QT480113/ });
    await within(row).findByText('tried 2 min ago, no answer');
    screen.getByText(/^Times by this computer, [+−]\d\d:\d\d$|^Times in UTC$/);
    const save = screen.getByRole('button', { name: 'Save Fleet' });
    save.focus();
    await fireEvent.keyDown(save, { key: 'Enter' });
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Figures as CSV…' }));
    await waitFor(() => expect(app?.core.state.saved.tables).toHaveLength(1));
    expect(app?.core.state.saved.tables[0]?.table.rows).toHaveLength(8);
  });
  it('has cards and a plan with the same reasons, by keyboard, and remembers which', async () => {
    show();
    await screen.findByRole('row', { name: /QT480113/ });
    await fireEvent.click(screen.getByRole('button', { name: 'Cards' }));
    const card = (await screen.findByRole('link', { name: 'Mill Lane, school' })).closest('li');
    const reason = await within(card ?? document.body).findByRole('link', { name: /suspect/ });
    expect(reason.getAttribute('href')).toBe('#/instrument/QT480113/calibration');
    expect(await seriousFindings()).toEqual([]);
    const kept = window.localStorage.getItem('leqbook-fleet') ?? '';
    expect(parseMemory(kept).view).toBe('cards');
    app?.close();
    window.localStorage.setItem('leqbook-fleet', kept.replace('cards', 'plan'));
    show({}, (state) => {
      state.fleet = state.fleet.map((entry, index) => ({
        ...entry,
        instrument: {
          ...entry.instrument,
          position: index === 7 ? undefined : { latitude: 53 + index, longitude: -1.9 },
        },
      }));
    });
    const mark = await screen.findByRole('button', { name: /Mill Lane, school.*suspect/ });
    expect(screen.getByRole('link', { name: 'Station Road, cellar wall' })).toBeDefined();
    expect(await seriousFindings()).toEqual([]);
    await fireEvent.keyDown(mark, { key: 'Enter' });
    await waitFor(() => expect(window.location.hash).toBe('#/instrument/QT480113/levels'));
  });
});
