// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '../../../../electron/contract/result';
import { formatRoute } from '../../../../renderer/router.svelte';
import Bands from '../../../../renderer/views/instrument/spectra/Bands.svelte';
import Spectra from '../../../../renderer/views/instrument/spectra/Spectra.svelte';
import { BAND_COLUMNS, spectrumCsv } from '../../../../renderer/views/instrument/spectra/spectrum-text';
import { firstVariant } from '../../../../renderer/views/instrument/spectra/variants';
import { fakeHeldSpectra, fakeSpectrum } from '../../../support/fake-spectra';
import { renderView, type RenderedView } from '../../../support/render-view';

const NOW = Date.now();
const SERIAL = 'QT480112';
const props = { serial: SERIAL, name: 'Fell Top', onsync: () => undefined };
const nothing = fakeHeldSpectra(NOW).map((each) => ({ ...each, extent: undefined, stepsMs: [] }));

let view: RenderedView | undefined;
beforeEach(() => {
  window.history.replaceState(undefined, '', `#/instrument/${SERIAL}/spectra`);
  // Nothing is laid out here, and a picture without a width is never asked for.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(500);
});
afterEach(() => {
  view?.close();
  vi.restoreAllMocks();
});

test('bars, sums and table tell the spectrum of the span, and of the cursor once keys put it somewhere', async () => {
  view = renderView(Spectra, props);
  const panel = await screen.findByRole('region', { name: 'Spectrum' });
  const table = await within(panel).findByRole('table', {
    name: /^Spectrum, octave bands, Z-weighted\. Span/,
  });
  await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(11));
  expect(within(table).getByRole('row', { name: /^1 kHz – / })).toBeTruthy();
  expect(within(panel).getByRole('row', { name: 'Sum of 10 bands, Z (96 % held) – 67.4' })).toBeTruthy();
  expect(within(panel).getByRole('row', { name: 'LAeq of the same time (97 % held) – 58.9' })).toBeTruthy();
  expect(within(panel).getByText(/LAeq is A-weighted.*neither is corrected/)).toBeTruthy();

  await fireEvent.keyDown(screen.getByRole('application'), { key: 'ArrowLeft', shiftKey: true });
  await waitFor(() =>
    expect(within(panel).getByRole('row', { name: 'Sum of 10 bands, Z (96 % held) 67.4 67.4' })).toBeTruthy(),
  );
  const { input } = view.core.asked.findLast(({ name }) => name === 'spectra.at') ?? {};
  expect(input).toMatchObject({ instrument: SERIAL, variant: { source: 'history', bands: 'Octave' } });
  // Whoever moves the cursor asks for its spectrum alone.
  const others = () =>
    view?.core.asked.filter(({ name }) => /^spectra\.(image|over)|^levels/.test(name)).length;
  const before = others();
  await fireEvent.keyDown(screen.getByRole('application'), { key: 'ArrowLeft', shiftKey: true });
  const moments = () => view?.core.asked.filter(({ name }) => name === 'spectra.at').length;
  await waitFor(() => expect(moments()).toBe(2));
  expect(others()).toBe(before);
});

test('a cursor where nothing is held says why instead of figures', async () => {
  view = renderView(Spectra, props);
  await screen.findByText(/^each column the energy mean of/);
  const keys = screen.getByRole('application');
  // From the middle of the newest day to the hour that is missing.
  for (let step = 0; step < 85; step += 1)
    await fireEvent.keyDown(keys, { key: 'ArrowRight', shiftKey: true });
  const panel = screen.getByRole('region', { name: 'Spectrum' });
  expect(await within(panel).findAllByText(/asked: MyCirrus has nothing for this time/)).not.toEqual([]);
  expect(within(panel).getByRole('row', { name: 'Sum of 10 bands, Z (96 % held) – 67.4' })).toBeTruthy();
});

async function save(what: string, item: string): Promise<void> {
  const button = await screen.findByRole('button', { name: `Save ${what}` });
  button.focus();
  await fireEvent.keyDown(button, { key: 'Enter' });
  await fireEvent.keyDown(await screen.findByRole('menuitem', { name: item }), { key: 'Enter' });
}

test('spectrogram and spectrum are saved as they are drawn, gaps as empty cells', async () => {
  view = renderView(Spectra, props);
  await screen.findByText(/^each column the energy mean of/);
  await save('Spectrogram', 'Figures as CSV…');
  await waitFor(() => expect(view?.core.state.saved.tables).toHaveLength(1));
  const drawn = view.core.state.saved.tables[0]?.table;
  expect(drawn?.columns.map(({ name }) => name).slice(0, 2)).toEqual(['Begins', '31.5 Hz']);
  const empty = drawn?.rows.filter((row) => row.slice(1).every((cell) => cell === null)) ?? [];
  expect(empty.length).toBeGreaterThan(10);
  expect(drawn?.rows.length).toBeGreaterThan(700);
  expect(drawn?.rows.every((row) => row.length === 11)).toBe(true);
  expect(drawn?.facts).toContainEqual(['Instrument', `Fell Top (${SERIAL})`]);
  expect(drawn?.facts).toContainEqual(['Bands', 'octave bands, Z-weighted, from samples of 1 s']);

  await save('Spectrum', 'Figures as Excel workbook…');
  await waitFor(() => expect(view?.core.state.saved.tables).toHaveLength(2));
  const spectrum = view.core.state.saved.tables[1]?.table;
  expect(spectrum?.rows).toHaveLength(10);
  expect(spectrum?.rows[5]?.slice(0, 3)).toEqual(['1 kHz', 1000, null]);
  expect(spectrum?.facts.map(([name]) => name)).toEqual([
    ...['What', 'Instrument', 'Span', 'Bands', 'Cursor', 'Left out'],
  ]);
});

test('the time that another tab shows is the time of the spectra, and theirs is of the other tabs', async () => {
  const span = { from: NOW - 30 * 3_600_000, to: NOW - 27 * 3_600_000 };
  window.history.replaceState(
    undefined,
    '',
    formatRoute({ screen: 'instrument', serial: SERIAL, tab: 'spectra', span }),
  );
  view = renderView(Spectra, props);
  await screen.findByText(/^each column/);
  const asked = () => view?.core.asked.findLast(({ name }) => name === 'spectra.image')?.input;
  expect(asked()).toMatchObject({ span });
  await fireEvent.keyDown(screen.getByRole('application'), { key: 'ArrowLeft' });
  const { route } = view.app.router;
  const moved = route.screen === 'instrument' ? route.span : undefined;
  expect(moved?.to).toBeLessThan(span.to);
  await waitFor(() => expect(asked()).toMatchObject({ span: moved }));
  await fireEvent.click(screen.getByRole('button', { name: '24 h' }));
  expect(view.app.router.route).not.toHaveProperty('span');
});

test('bands that are not kept say where they are chosen', async () => {
  view = renderView(Spectra, props);
  const weighting = await screen.findByRole('group', { name: 'Weighting' });
  await fireEvent.click(within(weighting).getByRole('button', { name: 'C' }));
  expect(await screen.findByRole('heading', { name: 'Not kept' })).toBeTruthy();
  expect(screen.getByText(/In What to keep they are “Frequency time history, octaves, C”/)).toBeTruthy();
  expect(screen.getAllByRole('link', { name: 'What to keep' })[0]?.getAttribute('href')).toBe(
    `#/keep/${SERIAL}`,
  );
});

test('never asked, asked in vain, another kind of instrument and a failure are four different screens', async () => {
  const heading = async (overrides: Parameters<typeof renderView>[2]): Promise<string> => {
    view?.close();
    view = renderView(Spectra, props, overrides);
    return (await screen.findByRole('heading')).textContent;
  };
  const held = (all: typeof nothing) => ({
    overrides: { 'spectra.held': () => all, 'levels.extent': () => undefined },
  });
  expect(await heading(held(nothing.map((each) => ({ ...each, askedAt: undefined }))))).toBe(
    'Spectra were not asked for yet',
  );
  expect(await heading(held(nothing))).toBe('No spectra in the time that was synced');
  expect(await heading(held(nothing.map((each) => ({ ...each, skipped: 'type' as const }))))).toBe(
    'This instrument measures no sound',
  );
  view?.close();
  view = renderView(Spectra, props, {
    overrides: {
      'spectra.held': () => {
        throw new Failure({ kind: 'corrupt', what: 'The archive' });
      },
    },
  });
  expect(await screen.findByRole('alert')).toBeTruthy();
});

test('what is shown first is the richest of what is held', () => {
  expect(firstVariant(fakeHeldSpectra(NOW))).toEqual({ source: 'history', bands: 'Octave', weighting: 'Z' });
  const measured = fakeHeldSpectra(NOW).map((each) =>
    each.variant.source === 'history' ? { ...each, extent: undefined } : each,
  );
  expect(firstVariant(measured)).toEqual({ source: 'measurements', bands: 'Third', weighting: 'Z' });
});

test('the copied text has what it is of, exact centres and empty cells where nothing is held', () => {
  const variant = { source: 'history', bands: 'Octave', weighting: 'Z' } as const;
  const span = { from: Date.parse('2026-03-02T00:00:00Z'), to: Date.parse('2026-03-02T01:00:00Z') };
  const over = fakeSpectrum(variant, span, 6);
  over.mean[0] = NaN;
  const lines = spectrumCsv({
    instrument: 'QT"1',
    variant,
    zone: 'Europe/Berlin',
    over,
    at: undefined,
  }).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'Instrument,"QT""1"',
    'Bands,"octave bands, Z-weighted, samples of 1 s"',
    'Span,2026-03-02T01:00:00.000+01:00,2026-03-02T02:00:00.000+01:00',
  ]);
  expect(lines).toContain('Sum of bands (dB),,67.4');
  expect(lines).toContain('Band,Exact centre (Hz),Cursor (dB),Mean (dB),Lowest (dB),Highest (dB),Held (%)');
  expect(lines.at(-10)).toMatch(/^31\.5 Hz,31\.62,,,[\d.]+,[\d.]+,96$/);
  expect(lines.at(-1)).toMatch(/^16 kHz,15849,,[-\d.]+,[-\d.]+,[-\d.]+,96$/);
});

test('the band that is pointed at is told in figures, and only in those that there are', () => {
  const rows = [{ name: '1 kHz', centreHz: 1_000, cursor: 52.3, mean: 50.1, min: 41, max: 66.6, valid: 1 }];
  const bands = rows.map(({ name, centreHz }) => ({ name, centreHz }));
  const levels = { bands, mean: undefined, min: undefined, max: undefined, cursor: undefined };
  const given = { ...{ view: 'chart', rows, levels, label: 'Spectrum' }, onband: () => undefined };
  const words = (columns: readonly string[], band: number | undefined): string | undefined => {
    view = renderView(Bands, { ...given, columns, band });
    const told = document.querySelector('p')?.textContent.replace(/\s+/g, ' ').trim();
    view.close();
    return told;
  };
  expect(words(BAND_COLUMNS, 0)).toBe('1 kHz mean 50.1, 41.0 to 66.6, cursor 52.3 dB');
  expect(words(['mean', 'min', 'max'], 0)).toBe('1 kHz 50.1, 41.0 to 66.6 dB');
  expect(words(['mean'], 0)).toBe('1 kHz 50.1 dB');
  expect(words(BAND_COLUMNS, undefined)).toBe('dB');
});
