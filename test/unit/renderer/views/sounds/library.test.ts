import { configure, fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { Handlers, SoundFilter } from '../../../../../electron/contract/index';
import { Failure } from '../../../../../electron/contract/result';
import type { FakeState } from '../../../../support/fake-core';
import { fakeSoundAt, listFakeSounds } from '../../../../support/fake-sounds';
import { seriousFindings } from '../../../../support/findings';
import { renderApp, type RenderedApp } from '../../../../support/render-app';

// Long lists are drawn here; a busy machine takes its time for them.
configure({ asyncUtilTimeout: 8_000 });
let app: RenderedApp | undefined;
afterEach(() => {
  app?.close();
  app = undefined;
});
const show = (hash: string, overrides: Partial<Handlers> = {}, prepare?: (state: FakeState) => void) =>
  (app = renderApp({ hash, overrides, ...(prepare === undefined ? {} : { prepare }) }));
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const rows = () => screen.findAllByRole('row').then((all) => all.slice(1));
const row = async (place: number): Promise<HTMLElement> => {
  const found = (await rows())[place];
  if (found === undefined) throw new Error(`there is no row ${String(place)}`);
  return found;
};
const text = (node: Element | null) => node?.textContent.replace(/\s+/g, ' ').trim() ?? '';
const press = (key: string, held = {}) =>
  fireEvent.keyDown(document.activeElement ?? window, { key, ...held });
const inputs = (name: string) =>
  (app?.core.asked ?? []).filter((call) => call.name === name).map(({ input }) => input);
const asked = () =>
  inputs('sounds.list').map((input) => (input as { filter: SoundFilter }).filter) satisfies SoundFilter[];
const tick = async (place: number, held = {}) =>
  fireEvent.click(within(await row(place)).getByRole('checkbox'), held);
/** Opens a part of the filter; answers with its card. */
async function openFilter(name: string): Promise<HTMLElement> {
  await fireEvent.click(await button(name));
  return screen.findByRole('dialog', { name: `Filter by ${name.toLowerCase()}` });
}
const coverage = (state: FakeState): Handlers['coverage.list'] => {
  const entry = {
    instrument: 'QT480112',
    from: 0,
    to: state.now,
    state: 'settled',
    askedAt: state.now,
  } as const;
  return () => [
    { ...entry, dataset: 'recordings' },
    { ...entry, dataset: 'events' },
  ];
};

describe('the library', () => {
  it('lists the sounds of all instruments, says what is known of each, and passes an accessibility check', async () => {
    const { core } = show('#/sounds');
    const [first] = core.state.sounds;
    const line = await row(0);
    await waitFor(() => expect(text(line)).toContain('Mill Lane, north boundary'));
    expect(text(line)).toMatch(/\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d (UTC|[+−]\d\d:\d\d).* s.*\d+\.\d/);
    expect(text(document.body)).toContain(`${String(core.state.sounds.length)} sounds`);
    expect(text(screen.getByRole('region', { name: 'Details' }))).toContain(first?.instrument);
    expect(await seriousFindings()).toEqual([]);
  });

  it('says who spoke of a sound last', async () => {
    show('#/sounds', {}, (state) => {
      const marked = { at: state.now, by: 'ana' };
      state.sounds = state.sounds.map((sound) => ({ ...sound, tags: ['plant'], note: 'A lorry.', marked }));
    });
    await row(0);
    const details = await screen.findByRole('region', { name: 'Details' });
    await within(details).findByText(/^Tags and note by ana, /);
  });

  it('filters by a part, shows it as a chip with the number that match, and takes it away again', async () => {
    const { core } = show('#/sounds');
    const card = await openFilter('Trigger');
    await fireEvent.click(await within(card).findByRole('checkbox', { name: /Night works/ }));
    const filter: SoundFilter = { triggers: ['Night works'] };
    const matching = listFakeSounds(core.state.sounds, filter, 'newest').length;
    await waitFor(() => expect(text(document.body)).toContain(`${String(matching)} sounds match`));
    expect(asked().at(-1)).toEqual(filter);
    await fireEvent.click(await button('Remove the filter Trigger: Night works'));
    await waitFor(() => expect(asked().at(-1)).toEqual({}));
    expect(screen.queryByRole('list', { name: 'Filtered by' })).toBeNull();
  });

  it('keeps the filter while one is elsewhere, and clears it when nothing matches', async () => {
    show('#/sounds');
    const card = await openFilter('Level');
    await fireEvent.change(within(card).getByLabelText('LAFMax from, dB'), { target: { value: '120' } });
    await screen.findByRole('heading', { name: 'No sound matches' });
    window.location.hash = '#/jobs';
    await screen.findByRole('heading', { name: 'Nothing was done yet' });
    window.location.hash = '#/sounds';
    await screen.findByText('120.0 dB and more');
    await fireEvent.click(await button('Clear all filters'));
    await rows();
    expect(asked().at(-1)).toEqual({});
  });

  it('is the list of one instrument in its tab, without that column', async () => {
    show('#/instrument/QT480112/sounds');
    await row(0);
    expect(asked().at(-1)).toEqual({ instruments: ['QT480112'] });
    expect(screen.queryByRole('columnheader', { name: 'Instrument' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Instrument' })).toBeNull();
  });

  it('says whether nothing was asked for yet or nothing is there', async () => {
    const none = (state: FakeState) => void (state.sounds = []);
    show('#/sounds', {}, none);
    await screen.findByRole('heading', { name: 'Sounds were not asked for yet' });
    app?.close();
    const { core } = show(
      '#/sounds',
      { 'coverage.list': (input, signal) => coverage(core.state)(input, signal) },
      none,
    );
    await screen.findByRole('heading', { name: 'No sounds in the time that was synced' });
    await fireEvent.click(await button('Sync…'));
    await screen.findByRole('dialog');
  });

  it('says what is wrong and tries again', async () => {
    let fails = true;
    const { core } = show('#/sounds', {
      'sounds.list': () => {
        if (fails) throw new Failure({ kind: 'corrupt', what: 'The archive' });
        return { rows: core.state.sounds.slice(0, 3), total: 3 };
      },
    });
    await screen.findByRole('alert');
    fails = false;
    const again = screen.queryByRole('button', { name: 'Try again' });
    if (again === null) app?.core.server.emit('data-changed', { tables: ['audio'], instruments: undefined });
    else await fireEvent.click(again);
    expect(await rows()).toHaveLength(3);
  });
});

describe('a library of 730,000', () => {
  it('is at its end with few questions, and draws no more rows than fit', async () => {
    const total = 730_000;
    const { core } = show('#/sounds', {
      'sounds.list': ({ offset, limit }) => ({
        total,
        rows: Array.from({ length: Math.min(limit, total - offset) }, (_, i) =>
          fakeSoundAt(offset + i, core.state.now),
        ),
      }),
    });
    await row(0);
    const before = asked().length;
    await press('End');
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('730001'));
    await waitFor(() => expect(text(document.activeElement)).toMatch(/\d{4} \d\d:\d\d:\d\d/));
    expect(asked().length - before).toBeLessThanOrEqual(3);
    expect((await rows()).length).toBeLessThan(60);
  });
});

describe('without the mouse', () => {
  it('steps with J and K, opens the review of a sound and comes back to it', async () => {
    const { core } = show('#/sounds');
    await row(0);
    for (const key of ['j', 'j', 'j', 'k']) await press(key);
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('3'));
    await press('Enter');
    await screen.findByRole('region', { name: /^Review/ });
    expect(window.location.hash).toBe(`#/sounds/${core.state.sounds[1]?.id ?? ''}`);
    await fireEvent.click(await button('Close the review'));
    await row(0);
    expect(window.location.hash).toBe('#/sounds');
    expect(text(document.body)).toContain('2 of 640');
  });

  it('opens the review that the address names, also when a filter hides that sound', async () => {
    const { core } = show('#/sounds');
    const card = await openFilter('Level');
    await fireEvent.change(within(card).getByLabelText('LAFMax from, dB'), { target: { value: '120' } });
    await screen.findByRole('heading', { name: 'No sound matches' });
    const wanted = core.state.sounds[7]?.id ?? '';
    window.location.hash = '#/jobs';
    await screen.findByRole('heading', { name: 'Nothing was done yet' });
    window.location.hash = `#/sounds/${wanted}`;
    await screen.findByRole('region', { name: /^Review/ });
    await waitFor(() => expect(asked().at(-1)).toEqual({}));
    await fireEvent.click(await button('Close the review'));
    await rows();
    await waitFor(() => expect(text(document.body)).toContain('8 of 640'));
  });

  it('tags the sound one is at with a digit, keeps its note, and takes it back', async () => {
    const noted = (state: FakeState) => {
      state.sounds = state.sounds.map((sound, place) =>
        place === 1 ? { ...sound, tags: [], note: 'A lorry.' } : sound,
      );
    };
    const { core } = show('#/sounds', {}, noted);
    await row(0);
    await screen.findByRole('button', { name: /Voices/ });
    for (const key of ['j', 'j', '3']) await press(key);
    const { id = '' } = core.state.sounds[1] ?? {};
    await waitFor(() =>
      expect(inputs('sounds.mark')).toEqual([{ marks: [{ id, tags: ['voices'], note: 'A lorry.' }] }]),
    );
    expect(text(await row(1))).toContain('Voices');
    await press('u');
    await waitFor(() => expect(core.state.sounds[1]).toMatchObject({ tags: [], note: 'A lorry.' }));
    await waitFor(async () => expect(text(await row(1))).not.toContain('Voices'));
  });

  it('tags all that are chosen, a range with shift', async () => {
    const { core } = show('#/sounds', {}, (state) => {
      state.sounds = state.sounds.map((sound) => ({ ...sound, tags: [] }));
    });
    await tick(1);
    await tick(4, { shiftKey: true });
    await screen.findByText(/4 chosen/);
    await press('1');
    await waitFor(() =>
      expect(core.state.sounds.filter(({ tags }) => tags.includes('traffic'))).toHaveLength(4),
    );
    expect(core.state.sounds.findIndex(({ tags }) => tags.includes('traffic'))).toBe(1);
  });
});

describe('the set of tags', () => {
  it('is edited: another title, another order, a new one', async () => {
    const { core } = show('#/sounds');
    await row(0);
    await screen.findByRole('button', { name: /Voices/ });
    await fireEvent.click(await button('Edit tags…'));
    const dialog = await screen.findByRole('dialog');
    await fireEvent.input(within(dialog).getByLabelText('Title of tag 1'), { target: { value: 'Road' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Move Plant up' }));
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Remove Weather' }));
    await fireEvent.input(within(dialog).getByLabelText('New tag'), { target: { value: 'Alarm' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(core.state.tags.map(({ id, title }) => `${id}=${title}`)).toEqual([
        'plant=Plant',
        'traffic=Road',
        'voices=Voices',
        'wildlife=Wildlife',
        'not-relevant=Not relevant',
        'alarm=Alarm',
      ]),
    );
  });
});

describe('what is chosen', () => {
  it('is all that match as a filter, and becomes names when one is left out', async () => {
    const { core } = show('#/instrument/QT480113/sounds');
    const of = listFakeSounds(core.state.sounds, { instruments: ['QT480113'] }, 'newest');
    await fireEvent.click(await screen.findByRole('checkbox', { name: /^Choose all/ }));
    await screen.findByText(new RegExp(`${String(of.length)} chosen`));
    await tick(0);
    await screen.findByText(new RegExp(`${String(of.length - 1)} chosen`));
  });

  it('is downloaded without what is here already', async () => {
    const { core } = show('#/sounds');
    await tick(0);
    await tick(5, { shiftKey: true });
    await screen.findByText(/6 chosen/);
    await fireEvent.click(await button('Download…'));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText(/not here yet/);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Download' }));
    const ids = core.state.sounds
      .slice(0, 6)
      .filter(({ local }) => local.length === 0)
      .map(({ id }) => id);
    expect(ids.length).toBeLessThan(6);
    await waitFor(() => expect(inputs('audio.fetch')).toEqual([{ ids, format: 'FLAC' }]));
  });

  it('has its tags and notes written into a folder', async () => {
    show('#/sounds');
    await row(0);
    const trigger = await button('Export');
    await fireEvent.pointerDown(trigger, { button: 0, pointerType: 'mouse' });
    const item = await screen.findByRole('menuitem', { name: /Audacity/ });
    await fireEvent.pointerUp(item, { button: 0, pointerType: 'mouse' });
    await waitFor(() =>
      expect(inputs('marks.export')).toEqual([
        { filter: {}, folder: 'f1', as: 'audacity', elsewhere: expect.any(String) as string },
      ]),
    );
    await waitFor(() => expect(app?.core.state.jobs.at(-1)).toMatchObject({ kind: 'marks-export' }));
  });
});
