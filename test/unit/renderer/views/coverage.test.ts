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
const HASH = '#/instrument/QT480112/coverage';
const show = (overrides: Partial<Handlers> = {}, prepare?: (state: FakeState) => void) =>
  (app = renderApp({ hash: HASH, overrides, ...(prepare === undefined ? {} : { prepare }) }));
const strip = (name: RegExp) => screen.findByRole('slider', { name });
const said = (node: HTMLElement) => node.getAttribute('aria-valuetext');
/** Walks a strip back from its newest piece until one is said to be so. */
async function walkTo(node: HTMLElement, words: RegExp): Promise<void> {
  node.focus();
  for (let step = 0; step < 80 && !words.test(said(node) ?? ''); step += 1)
    await fireEvent.keyDown(node, { key: 'ArrowLeft' });
  expect(said(node)).toMatch(words);
}
const started = () => app?.core.asked.filter(({ name }) => name === 'sync.start') ?? [];

describe('coverage', () => {
  it('says of each dataset how much is held and final, and lists its gaps with their reasons', async () => {
    show();
    const node = await strip(/^Noise measurements: 95 % held, 95 % final, 2 gaps$/);
    const cells = within(node.closest('tr') ?? document.body).getAllByRole('cell');
    expect(cells.slice(1).map(({ textContent }) => textContent.trim())).toEqual(['95 %', '95 %', '3 h ago']);
    const gaps = within(screen.getByRole('list', { name: 'Gaps of Noise measurements' }));
    expect(gaps.getAllByRole('listitem').map(({ textContent }) => textContent.split(': ')[1])).toEqual([
      'Instrument offline',
      'Not asked yet',
    ]);
    expect(await seriousFindings()).toEqual([]);
  });

  it('names beneath what is not asked of the instrument, and why', async () => {
    show();
    const list = (await screen.findByRole('heading', { name: 'Not asked of this instrument' })).parentElement;
    const lines = within(list ?? document.body)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
    expect(lines).toContain('Frequency time history (11 variants): not kept · What to keep');
    expect(lines).toContain('Weather: the instrument does not have this feature');
    expect(lines).toContain('Gases: not made by instruments of this type');
  });

  it('asks for other lengths of time', async () => {
    show();
    await strip(/^Events:/);
    await fireEvent.click(screen.getByRole('button', { name: '365 d' }));
    await strip(/^Events: 8 % held/);
    const spans = app?.core.asked.flatMap(({ name, input }) =>
      name === 'coverage.strips' ? [(input as { span: { from: number; to: number } }).span] : [],
    );
    expect(spans?.map(({ from, to }) => (to - from) / 86_400_000)).toEqual([31, 365]);
  });

  it('shows all there is, from the first to the last that is held', async () => {
    const held = { from: Date.UTC(2024, 2, 1), to: Date.UTC(2026, 10, 22, 12) };
    show({ 'coverage.extent': () => held });
    await strip(/^Events:/);
    await fireEvent.click(screen.getByRole('button', { name: 'All' }));
    const spans = () =>
      app?.core.asked.flatMap(({ name, input }) =>
        name === 'coverage.strips' ? [(input as { span: unknown }).span] : [],
      );
    await waitFor(() => expect(spans()?.at(-1)).toEqual(held));
    expect(screen.getByRole('button', { name: 'All' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('shows a year where all is asked for and nothing is held', async () => {
    show({ 'coverage.extent': () => undefined });
    await strip(/^Events:/);
    await fireEvent.click(screen.getByRole('button', { name: 'All' }));
    await strip(/^Events: 8 % held/);
  });

  it('is walked with the arrow keys, and fetches a gap with Enter', async () => {
    show();
    const measurements = await strip(/^Noise measurements/);
    measurements.focus();
    await fireEvent.keyDown(measurements, { key: 'ArrowDown' });
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Noise time history, 1 s/);
    const node = await strip(/^Frequency time history, octaves, Z, 1 s/);
    await walkTo(node, /Failed, MyCirrus answered with an error \(502\)/);
    await fireEvent.keyDown(node, { key: 'Enter' });
    const card = await screen.findByRole('dialog', { name: /^Failed: Frequency time history/ });
    expect(card.textContent).toContain('MyCirrus answered with an error (502): upstream timed out.');
    await within(card).findByText(/^76 requests/);
    expect(await seriousFindings()).toEqual([]);
    await fireEvent.click(within(card).getByRole('button', { name: 'Try again now' }));
    await within(card).findByText('running');
    expect(started()).toMatchObject([
      {
        input: {
          instruments: ['QT480112'],
          datasets: ['frequencyhistory'],
          variants: [{ dataset: 'frequencyhistory', variant: 'Octave-Z-1s' }],
        },
      },
    ]);
  });

  it('offers another key where this one may not read, and names what it lacks', async () => {
    show();
    const node = await strip(/^Time history of events/);
    await walkTo(node, /Not available to this key/);
    await fireEvent.keyDown(node, { key: 'Enter' });
    const card = await screen.findByRole('dialog', { name: /^Not available to this key/ });
    expect(card.textContent).toContain('lacks the permission data.events:read.');
    expect(within(card).getByRole('link', { name: 'Enter another key' }).getAttribute('href')).toBe(
      '#/sign-in/demo',
    );
  });

  it('does not offer to ask for what is final', async () => {
    const none: Handlers['sync.estimate'] = () => ({
      ...{ requests: 0, bytes: 0, ms: 0, diskBytes: 0, freeBytes: undefined },
      ...{ measured: true, skipped: [] },
    });
    show({ 'sync.estimate': none });
    const node = await strip(/^Recordings/);
    await walkTo(node, /Nothing there/);
    await fireEvent.keyDown(node, { key: 'Enter' });
    const card = await screen.findByRole('dialog', { name: /^Nothing there/ });
    await within(card).findByText(/nothing left to ask/);
    expect(within(card).queryByRole('button', { name: 'Ask once more' })).toBeNull();
  });

  it('says why a fetch could not be started, and goes back to the strip on Escape', async () => {
    const offline: Handlers['sync.start'] = () => {
      throw new Failure({ kind: 'signed-out' });
    };
    show({ 'sync.start': offline });
    const node = await strip(/^Noise measurements/);
    await walkTo(node, /Instrument offline/);
    await fireEvent.keyDown(node, { key: 'Enter' });
    const card = await screen.findByRole('dialog', { name: /^Instrument offline/ });
    await fireEvent.click(within(card).getByRole('button', { name: 'Fetch now all the same' }));
    expect((await within(card).findByRole('alert')).textContent).toContain('No API key is at hand.');
    await fireEvent.keyDown(card, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(node));
  });

  it('asks to sync when nothing was ever asked, and says when it cannot be read', async () => {
    show({ 'coverage.strips': () => [] });
    await screen.findByRole('heading', { name: 'Nothing of this time was asked for yet' });
    await fireEvent.click(screen.getByRole('button', { name: 'Sync this instrument…' }));
    await screen.findByRole('dialog', { name: 'Sync from MyCirrus' });
    app?.close();
    show({
      'coverage.strips': () => {
        throw new Failure({ kind: 'corrupt', what: 'The ledger' });
      },
    });
    expect((await screen.findByRole('alert')).textContent).toContain('The ledger is damaged.');
  });

  it('is read again when a sync has changed it', async () => {
    const { core } = show();
    await strip(/^Events/);
    const asked = () => core.asked.filter(({ name }) => name === 'coverage.strips').length;
    const before = asked();
    core.server.emit('data-changed', { tables: ['coverage'], instruments: ['QT480112'] });
    await waitFor(() => expect(asked()).toBe(before + 1));
  });
});
