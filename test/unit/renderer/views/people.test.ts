import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../../../electron/contract/index';
import { usualRules } from '../../../../electron/contract/usual-rules';
import { Failure } from '../../../../electron/contract/result';
import EntryDialog from '../../../../renderer/views/people/EntryDialog.svelte';
import { momentOf, momentText } from '../../../../renderer/views/people/moment';
import Notes from '../../../../renderer/views/people/Notes.svelte';
import { filterNotes, notesTable, timeAround } from '../../../../renderer/views/people/notes-list';
import { conflictOf, readRule, RULE_GROUPS } from '../../../../renderer/views/people/rule-fields';
import Rules from '../../../../renderer/views/people/Rules.svelte';
import SiteDialog from '../../../../renderer/views/people/SiteDialog.svelte';
import { siteInputs, tagsOf } from '../../../../renderer/views/people/sites';
import { entryAuthor, entryFate, entryTime } from '../../../../renderer/views/people/words';
import SignOut from '../../../../renderer/views/shell/SignOut.svelte';
import { fakeState } from '../../../support/fake-core';
import { fakeEntry } from '../../../support/fake-people';
import { seriousFindings } from '../../../support/findings';
import { renderView, type RenderedView } from '../../../support/render-view';

const HOUR = 3_600_000;
const refuse = (): never => {
  throw new Failure({ kind: 'disk-full', where: 'the archive' });
};
let view: RenderedView | undefined;
afterEach(() => {
  view?.close();
  view = undefined;
});
const asked = (name: string) =>
  view?.core.asked.filter((one) => one.name === name).map(({ input }) => input) ?? [];
const site = (id: number, name: string, instruments: string[]) =>
  fakeEntry(id, { added: { kind: 'site', name, tags: [], instruments } });

describe('a moment as it is typed', () => {
  const zone = fc.constantFrom('UTC', 'Europe/London', 'Australia/Lord_Howe', 'America/St_Johns');
  const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) });

  it('is the moment it was written from, to the ms and in the hour that comes twice', () => {
    fc.assert(
      fc.property(time, zone, (ms, where) => {
        const text = momentText(ms, where);
        expect(momentOf(text, where, ms)).toBe(ms);
        const read = momentOf(text, where) ?? NaN;
        expect(momentText(read, where)).toEqual(text);
      }),
    );
  });

  it('may leave seconds away, and is nothing when it is no time', () => {
    const at = Date.UTC(2026, 6, 1, 7, 5);
    expect(momentOf({ day: '2026-07-01', time: '8:05' }, 'Europe/London')).toBe(at);
    for (const text of ['', '25:00', '8', '08:60', 'noon'])
      expect(momentOf({ day: '2026-07-01', time: text }, 'UTC')).toBeUndefined();
    expect(momentOf({ day: '', time: '08:00' }, 'UTC')).toBeUndefined();
    expect(momentOf({ day: '2026-02-31', time: '08:00' }, 'UTC')).toBeUndefined();
  });
});

describe('words', () => {
  it('say when it is about, who wrote it, and what became of it', () => {
    const entry = fakeEntry(1, { added: { kind: 'note', text: 'x' }, from: 0, to: HOUR });
    expect(entryTime(entry, 'UTC')).toBe('1 Jan 1970 00:00 to 01:00 (UTC)');
    expect(entryTime({ from: HOUR, to: undefined }, 'UTC')).toBe('1 Jan 1970 01:00:00');
    expect(entryAuthor({ ...entry, author: '' }, 'UTC')).toBe('Unknown, 1 Jan 1970 00:00');
    expect(entryFate(entry, 'UTC')).toBeUndefined();
    expect(entryFate({ ...entry, changedAt: HOUR }, 'UTC')).toBe('changed 1 Jan 1970 01:00');
    expect(entryFate({ ...entry, removedAt: 2 * HOUR }, 'UTC')).toBe('removed 1 Jan 1970 02:00');
  });
});

describe('a note', () => {
  it('that cannot be written stays in the dialog, with what is wrong', async () => {
    let closed = false;
    view = renderView(
      EntryDialog,
      {
        ...{ serial: 'QT1', name: 'Gate', span: { from: 0, to: HOUR }, kind: 'exclusion' as const },
        onclose: () => (closed = true),
      },
      { overrides: { 'people.put': refuse } },
    );
    const why = await screen.findByRole('textbox', { name: 'Why' });
    const save = screen.getByRole('button', { name: 'Save' });
    expect(save).toHaveProperty('disabled', true);
    await fireEvent.input(why, { target: { value: '  A lorry  ' } });
    await fireEvent.click(save);
    await screen.findByRole('alert');
    expect([closed, asked('people.put')]).toEqual([
      false,
      [
        {
          entries: [{ instrument: 'QT1', from: 0, to: HOUR, added: { kind: 'exclusion', why: 'A lorry' } }],
        },
      ],
    ]);
    expect(await seriousFindings()).toEqual([]);
  });
});

describe('the notes of an instrument', () => {
  it('are listed newest first, and those removed only when asked for', async () => {
    const note = (id: number, text: string, from: number) =>
      fakeEntry(id, { added: { kind: 'note', text }, instrument: 'QT1', from, to: from + HOUR });
    view = renderView(
      Notes,
      { serial: 'QT1', name: 'Gate' },
      {
        prepare: (state) => {
          state.people.entries = [
            note(1, 'first', 0),
            note(2, 'second', HOUR),
            { ...note(3, 'gone', HOUR), removedAt: 5 },
          ];
        },
      },
    );
    const texts = () =>
      screen.getAllByRole('row').flatMap((row) => {
        const [, , , text] = within(row).queryAllByRole('cell');
        return text === undefined ? [] : [text.textContent.trim()];
      });
    await screen.findByText('first');
    expect(texts()).toEqual(['second', 'first']);
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Show 1 removed' }));
    expect(texts()).toEqual(['gone', 'second', 'first']);
    await fireEvent.click(screen.getByRole('button', { name: 'Restore note: gone' }));
    await screen.findByRole('button', { name: 'Remove note: gone' });
    expect(await seriousFindings()).toEqual([]);
  });

  it('are filtered by what they say, lead to the levels of their time, and are saved as shown', async () => {
    const note = (id: number, text: string, from?: number) =>
      fakeEntry(id, {
        added: { kind: 'note', text },
        instrument: 'QT1',
        ...(from === undefined ? {} : { from }),
      });
    view = renderView(
      Notes,
      { serial: 'QT1', name: 'Gate' },
      {
        prepare: (state) => {
          state.people.entries = [note(1, 'always loud'), note(2, 'a lorry', HOUR), note(3, 'rain', HOUR)];
        },
      },
    );
    const [link] = await screen.findAllByRole('link', { name: /^1 Jan 1970/ });
    expect(link?.getAttribute('href')).toBe(
      '#/instrument/QT1/levels?from=1970-01-01T00:50:00Z&to=1970-01-01T01:10:00Z',
    );
    expect(screen.getByText('At all times').closest('a')).toBeNull();
    await fireEvent.keyDown(window, { key: '/' });
    const box = screen.getByRole('searchbox', { name: 'Filter by what they say' });
    expect(document.activeElement).toBe(box);
    await fireEvent.input(box, { target: { value: 'LORRY' } });
    expect(screen.queryByText('rain')).toBeNull();
    const save = screen.getByRole('button', { name: 'Save Notes' });
    save.focus();
    await fireEvent.keyDown(save, { key: 'Enter' });
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Figures as CSV…' }));
    await waitFor(() => expect(view?.core.state.saved.tables).toHaveLength(1));
    const { table } = view.core.state.saved.tables[0] ?? {};
    expect(table?.rows.map((row) => row.slice(0, 5))).toEqual([['Note', HOUR, HOUR, 0, 'a lorry']]);
    expect(table?.facts).toContainEqual(['Entries', '1 entry of 3, those that match “LORRY”']);
    await fireEvent.input(box, { target: { value: 'nowhere' } });
    await fireEvent.click(await screen.findByRole('button', { name: 'Show all' }));
    await screen.findByText('rain');
    expect(await seriousFindings()).toEqual([]);
  });

  it('have room around their time, and as many cells in their file as it has columns', () => {
    const moment = fc.integer({ min: 0, max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(
        moment,
        fc.option(fc.integer({ min: 0, max: 40 * 24 * HOUR }), { nil: undefined }),
        (from, length) => {
          const to = length === undefined ? undefined : from + length;
          const entry = fakeEntry(1, {
            added: { kind: 'exclusion', why: 'x' },
            from,
            ...(to !== undefined && { to }),
          });
          const span = timeAround(entry);
          expect(span !== undefined && span.from < from && span.to > (to ?? from)).toBe(true);
          const { columns, rows } = notesTable([entry], 'UTC');
          expect(rows[0]).toHaveLength(columns.length);
          expect(filterNotes([entry], { kind: 'note', text: '', removed: true })).toEqual([]);
        },
      ),
    );
    expect(timeAround({ from: undefined, to: undefined })).toBeUndefined();
  });

  it('that cannot be read say so and can be asked for again', async () => {
    let fails = true;
    const list = () => {
      if (fails) throw new Failure({ kind: 'internal', ref: 'x' });
      return [];
    };
    view = renderView(Notes, { serial: 'QT1', name: 'Gate' }, { overrides: { 'people.list': list } });
    const again = await screen.findByRole('button', { name: 'Try again' });
    fails = false;
    await fireEvent.click(again);
    await screen.findByText('Nothing written of this instrument yet');
  });
});

describe('signing out', () => {
  const lost = async (entries: readonly Entry[]) => {
    const { session } = fakeState(0);
    view = renderView(
      SignOut,
      { session, onclose: () => undefined },
      { prepare: (state) => (state.people.entries = entries) },
    );
    await waitFor(() => expect(asked('people.list')).toHaveLength(1));
    return screen.findByText(/^Lost on this computer: all levels.* of \d+ instruments.*the list of/);
  };

  it('says that what was written here would be lost with the data', async () => {
    const text = await lost([site(1, 'Quarry', []), site(2, 'Mill', [])]);
    await waitFor(() => expect(text.textContent).toContain('what was written here: 2 entries of notes'));
  });

  it('does not speak of what was never written', async () => {
    const text = await lost([]);
    await waitFor(() => expect(text.textContent).not.toContain('written here'));
  });
});

describe('a site', () => {
  it('takes its instruments from the sites where they were, in one step that can be undone', async () => {
    const draft = {
      name: ' Mill ',
      zone: 'Europe/London',
      tags: 'night, , night',
      instruments: new Set(['QT1']),
    };
    const [quarry, other] = [site(1, 'Quarry', ['QT1', 'QT2']), site(2, 'Elsewhere', ['QT3'])];
    expect(siteInputs(draft, undefined, [quarry, other])).toEqual({
      entries: [
        {
          added: {
            ...{ kind: 'site', name: 'Mill', zone: 'Europe/London', tags: ['night'] },
            instruments: ['QT1'],
          },
        },
        { id: 1, added: { kind: 'site', name: 'Quarry', tags: [], instruments: ['QT2'] } },
      ],
      before: [quarry],
    });
    expect(tagsOf(' a,b ,,a')).toEqual(['a', 'b']);

    let serial = '';
    view = renderView(
      SiteDialog,
      { name: 'Mill', onclose: () => undefined },
      {
        prepare: (state) => {
          serial = state.fleet[0]?.instrument.serial ?? '';
          state.people.entries = [site(1, 'Quarry', [serial])];
        },
      },
    );
    const row = (await screen.findByText(serial)).closest('label');
    await fireEvent.click(within(row as HTMLElement).getByRole('checkbox'));
    await screen.findByText('1 instrument will leave Quarry for it.');
    expect(await seriousFindings()).toEqual([]);
    await fireEvent.click(screen.getAllByRole('button', { name: 'Save' }).at(-1) as HTMLElement);
    await waitFor(() => expect(asked('people.put')).toHaveLength(1));
    expect(view.core.state.people.entries.map(({ added }) => added)).toMatchObject([
      { name: 'Mill', instruments: [serial] },
      { name: 'Quarry', instruments: [] },
    ]);
  });

  it('has a name of its own', async () => {
    view = renderView(
      SiteDialog,
      { name: 'quarry', onclose: () => undefined },
      { prepare: (state) => (state.people.entries = [site(1, 'Quarry', [])]) },
    );
    await screen.findByText('Another site is called that.');
    for (const save of screen.getAllByRole('button', { name: 'Save' }).slice(-1))
      expect(save).toHaveProperty('disabled', true);
  });
});

describe('the house rules', () => {
  const fields = RULE_GROUPS.flatMap((group) => group.fields);

  it('each read and write their own value and nothing else, and go back to the usual by their group', () => {
    for (const field of fields) {
      if (field.kind === 'switch') continue;
      const [least, most] = field.kind === 'number' ? [field.least, field.most] : [0, 1_439];
      for (const value of [least, most]) {
        const changed = field.set(usualRules, value);
        expect(field.get(changed)).toBe(value);
        for (const other of fields)
          if (other !== field) expect(other.get(changed)).toBe(other.get(usualRules));
        const group = RULE_GROUPS.find((one) => one.fields.includes(field));
        expect(group?.reset(changed, usualRules)).toEqual(usualRules);
      }
    }
  });

  it('take what is typed within their bounds and say them otherwise', () => {
    const of = (label: string) => {
      const field = fields.find((one) => one.label === label);
      if (field === undefined || field.kind === 'switch') throw new Error(`no rule ${label}`);
      return field;
    };
    expect(readRule(of('Suspect over'), ' 0,75 ')).toBe(0.75);
    for (const text of ['', 'x', '-1', '11', 'Infinity'])
      expect(readRule(of('Suspect over'), text)).toEqual({ wrong: '0 to 10 dB' });
    expect(readRule(of('Dry again after'), '1.5')).toEqual({ wrong: 'whole, 0 to 240 min' });
    expect(readRule(of('Day from'), '6:30')).toBe(390);
    expect(readRule(of('Day from'), '24:00')).toEqual({ wrong: 'a time such as 07:00' });
  });

  it('hold together', () => {
    expect(conflictOf(usualRules)).toBeUndefined();
    expect(conflictOf({ ...usualRules, drift: { investigate: 1, suspect: 0.5 } })).toMatch(/suspect/);
    expect(conflictOf({ ...usualRules, day: { day: 0, evening: 0, night: 5 } })).toMatch(/begin/);
  });

  it('that cannot be written are as they were, with the reason', async () => {
    view = renderView(Rules, {}, { overrides: { 'rules.set': refuse } });
    const box = await screen.findByRole('checkbox', { name: 'Leave out minutes of wind and rain' });
    await fireEvent.click(box);
    await screen.findByRole('alert');
    expect(box).toHaveProperty('checked', false);
    expect(await seriousFindings()).toEqual([]);
  });
});
