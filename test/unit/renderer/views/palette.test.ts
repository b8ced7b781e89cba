/** Ctrl+K: what it finds, how that is told, and where it leads. */
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { foundSections } from '../../../../renderer/views/shell/found';
import { fakeEntry } from '../../../support/fake-people';
import type { FakeState } from '../../../support/fake-core';
import { seriousFindings } from '../../../support/findings';
import { renderApp, type RenderedApp } from '../../../support/render-app';

const AT = Date.UTC(2026, 10, 12, 14, 30);
const MINUTE = 60_000;
const found = {
  instrument: 'QT1',
  name: 'North gate',
  from: AT,
  to: AT + MINUTE,
  trigger: 'Blast',
  type: 'Noise',
};

let app: RenderedApp | undefined;
afterEach(() => {
  app?.close();
  app = undefined;
});
const show = (prepare: (state: FakeState) => void = () => undefined) =>
  (app = renderApp({ hash: '#/fleet', prepare }));

async function open(): Promise<HTMLElement> {
  await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  return screen.findByRole('combobox');
}
async function search(words: string): Promise<HTMLElement> {
  await screen.findByRole('heading', { name: 'Fleet' });
  const box = await open();
  await fireEvent.input(box, { target: { value: words } });
  return box;
}

describe('what a search found', () => {
  const [entries, sounds, events] = foundSections(
    {
      when: undefined,
      entries: {
        rows: [
          fakeEntry(1, { instrument: 'QT1', from: AT, to: AT, added: { kind: 'note', text: 'Piling' } }),
        ],
        ...{ total: 1, reading: false },
      },
      sounds: {
        rows: [{ ...found, id: 'a/b', tags: ['plant'], note: 'lorry' }],
        total: 730_000,
        reading: true,
      },
      events: { rows: [{ ...found, key: 'k' }], total: 1, reading: false },
    },
    'Europe/London',
  );
  it('says what it is, where and when, how much more there is, and whether all was read', () => {
    expect(entries).toMatchObject({
      title: 'Notes and what else people added',
      entries: [{ label: 'Note: Piling' }],
    });
    expect(sounds?.title).toBe('Sounds · 1 of 730,000 · still being read');
    expect(sounds?.entries[0]).toMatchObject({
      label: 'Blast · Noise · plant · lorry',
      hint: '12 Nov 2026 14:30:00 +00:00 · North gate',
    });
  });
  it('leads to the sound, or to the instrument at that time', () => {
    expect(sounds?.entries[0]?.target).toEqual({ screen: 'sounds', id: 'a/b' });
    expect(events?.entries[0]?.target).toEqual({
      ...{ screen: 'instrument', serial: 'QT1', tab: 'events', event: 'k' },
      span: { from: AT - 5 * MINUTE, to: AT + 6 * MINUTE },
    });
    expect(entries?.entries[0]?.target).toMatchObject({ tab: 'levels', span: { from: AT - 5 * MINUTE } });
  });
});

describe('what people wrote', () => {
  const led = (entry: Parameters<typeof fakeEntry>[1]) =>
    foundSections(
      {
        when: undefined,
        entries: { rows: [fakeEntry(1, entry)], total: 1, reading: false },
        sounds: { rows: [], total: 0, reading: false },
        events: { rows: [], total: 0, reading: false },
      },
      'UTC',
      'QT2',
    )[0]?.entries[0]?.target;
  it('leads to where it is seen, and what is of all instruments to one of them', () => {
    const certificate = { kind: 'certificate', of: 'calibrator', serial: 'C1' } as const;
    const days = { issued: '2026-01-01', due: '2027-01-01' };
    expect(led({ added: { ...certificate, ...days } })).toEqual({
      ...{ screen: 'instrument', serial: 'QT2', tab: 'calibration', part: 'certificates' },
    });
    expect(led({ instrument: 'QT1', from: AT, added: { kind: 'microphone', text: 'hail' } })).toMatchObject({
      ...{ serial: 'QT1', tab: 'calibration', part: 'calibrations' },
    });
    expect(led({ instrument: 'QT1', added: { kind: 'note', text: 'loud' } })).toMatchObject({ tab: 'notes' });
  });
});

describe('the palette', () => {
  it('finds what people wrote beside screens, and goes to its time by keyboard', async () => {
    show(({ people }) => {
      const added = { kind: 'note', text: 'Piling east' } as const;
      people.entries = [fakeEntry(1, { instrument: 'QT480113', from: AT, to: AT + MINUTE, added })];
    });
    const box = await search('piling');
    await screen.findByRole('option', { name: /Note: Piling east/, selected: true });
    expect(await seriousFindings()).toEqual([]);
    await fireEvent.keyDown(box, { key: 'Enter' });
    await screen.findByRole('tab', { name: 'Levels', selected: true });
    expect(window.location.hash).toBe(
      '#/instrument/QT480113/levels?from=2026-11-12T14:25:00Z&to=2026-11-12T14:36:00Z',
    );
  });
  it('changes settings, and says which one holds', async () => {
    show();
    const box = await search('times in utc');
    await screen.findByRole('option', { name: /Times in UTC/ });
    await fireEvent.keyDown(box, { key: 'Enter' });
    expect(localStorage.getItem('leqbook-settings')).toContain('"timeDisplay":"utc"');
  });
  it('finds what can be done by the words people have for it', async () => {
    app = renderApp({ hash: '#/instrument/QT480113/notes' });
    await screen.findByRole('button', { name: 'New note…' });
    const box = await open();
    for (const [words, name] of [
      ['sign out', /^Sign out…/],
      ['acme', /^Account: Acme Acoustics/],
      ['pdf passport', /^Print the calibration passport/],
      ['exclude', /^Leave out a stretch/],
      ['verify', /^Verify a folder/],
      ['certificates', /^Laboratory certificates of this instrument/],
      ['dry', /^Leave out bad weather: Dry again after/],
      ['evening', /^Day, evening and night: Evening from/],
    ] as const) {
      await fireEvent.input(box, { target: { value: words } });
      await screen.findByRole('option', { name });
    }
    await fireEvent.input(box, { target: { value: 'new note' } });
    await fireEvent.keyDown(box, { key: 'Enter' });
    const dialog = await screen.findByRole('dialog', { name: /: new note$/ });
    await fireEvent.input(within(dialog).getByLabelText('Text'), { target: { value: 'Crane at the gate' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await screen.findByRole('cell', { name: 'Crane at the gate' });
  });
  it('leads to a house rule where it can be typed at once', async () => {
    show();
    const box = await search('silent');
    await screen.findByRole('option', { name: /Silent for/, selected: true });
    await fireEvent.keyDown(box, { key: 'Enter' });
    const rule = await screen.findByRole('textbox', { name: 'Silent for' });
    await waitFor(() => expect(document.activeElement).toBe(rule));
    expect(window.location.hash).toBe('#/rules?part=attention-1');
  });
  it('says that nothing is called that only once all was searched', async () => {
    show();
    await search('qqqq');
    expect(
      within(await screen.findByRole('dialog')).queryByText('Nothing stored here is called that.'),
    ).toBeNull();
    await screen.findByText('Nothing stored here is called that.');
  });
});
