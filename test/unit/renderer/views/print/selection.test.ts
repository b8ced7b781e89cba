import { cleanup, render, screen } from '@testing-library/svelte';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { AppError, Calls, Events, Handlers } from '../../../../../electron/contract/index';
import { Failure } from '../../../../../electron/contract/result';
import { connect } from '../../../../../electron/contract/rpc';
import { usualRules } from '../../../../../electron/contract/usual-rules';
import { domPort } from '../../../../../renderer/api';
import SelectionPage from '../../../../../renderer/views/print/selection/SelectionPage.svelte';
import { ruleLines, stretchesOver } from '../../../../../renderer/views/print/selection/selection-words';
import { fakePassport } from '../../../../support/fake-passport';
import { fakeState, startFakeCore } from '../../../../support/fake-core';
import { fakeEntry } from '../../../../support/fake-people';
import { fakeFigures } from '../../../../support/fake-selection';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const from = Math.floor(Date.now() / DAY) * DAY - 3 * DAY;
const span = { from, to: from + 2 * DAY };
const route = {
  ...{ page: 'selection' as const, serial: 'QT480112', zone: 'Europe/London', span },
  channels: ['LAeq', 'LAFMax', 'LCPeak'],
};

describe('what a printed selection says of rules', () => {
  it('is one line for each that left something out, with how much', () => {
    const at = (hours: number, why: 'wind' | 'rain') => ({
      ...{ from: from + hours * HOUR, to: from + (hours + 1) * HOUR, why, text: '' },
    });
    const excluded = [at(0, 'wind'), at(4, 'wind'), at(2, 'rain')];
    expect(ruleLines({ excluded, unknownWeather: [] }, usualRules)).toEqual([
      'Wind: minutes whose mean is over 5.0 m/s: 2 stretches, 2 h.',
      expect.stringMatching(/^Rain: .*: 1 stretch, 1 h\.$/),
    ]);
  });
});

describe('the calibrations of a selection', () => {
  it('are those on either side, also where no data is held', () => {
    const passport = fakePassport(fakeState(Date.now()), 'QT480112');
    const [before, after] = passport.calibrations.filter(({ status }) => status === 'Success').slice(0, 2);
    if (before === undefined || after === undefined) throw new Error('no calibrations');
    const between = { from: before.time + HOUR, to: before.time + 2 * HOUR };
    expect(stretchesOver(passport, between)).toMatchObject([{ before, after, drift: after.drift }]);
    expect(stretchesOver({ ...passport, stretches: [] }, between)).toMatchObject([{ before, after }]);
  });
});

describe('a selection on paper', () => {
  const { port1, port2 } = new MessageChannel();
  // No fonts are loaded where there is no paper.
  Object.assign(document, { fonts: { ready: Promise.resolve() } });
  afterEach(cleanup);
  afterAll(() => {
    port1.close();
    port2.close();
  });
  const state = fakeState(Date.now());
  state.people.entries = [
    fakeEntry(7, {
      ...{ instrument: 'QT480112', from, to: from + HOUR, author: 'ana' },
      added: { kind: 'exclusion', why: 'Lorry idling at the fence' },
    }),
  ];
  state.people.rules = { ...usualRules, weather: { ...usualRules.weather, isOn: true } };
  let isBroken = false;
  const overrides: Partial<Handlers> = {
    'exclusions.list': () => ({
      excluded: [{ from, to: from + HOUR, why: 'hand', text: 'Lorry idling at the fence', entry: 7 }],
      unknownWeather: [{ from: from + HOUR, to: from + 3 * HOUR }],
    }),
    'selection.figures': (input) => {
      if (isBroken) throw new Failure({ kind: 'internal', ref: 'x1' });
      return fakeFigures(input);
    },
  };
  startFakeCore({ port: domPort(port1), state, overrides });
  const api = connect<Calls, Events>();
  api.attach(domPort(port2));
  const print = async (printed = route): Promise<string | undefined> =>
    new Promise((done) =>
      render(SelectionPage, {
        ...{ api, route: printed },
        ondone: (title: string | undefined, why?: AppError) =>
          done(title ?? `not printed: ${why?.kind === 'internal' ? why.ref : String(why?.kind)}`),
      }),
    );

  it('says whose it is and when, by the site and in UTC, and each figure with and without what is left out', async () => {
    expect(await print()).toBe('Selection of QT480112');
    const text = document.querySelector('.sheet')?.textContent.replace(/\s+/g, ' ') ?? '';
    expect(text).toContain('QT480112');
    expect(text).toMatch(/Local time .*\+0[01]:00.* UTC .* UTC/);
    expect(text).toContain('by the clock of this computer, Europe/London.');
    expect(screen.getByRole('row', { name: /^LAeq 58\.3 57\.1/ })).toBeTruthy();
    expect(screen.getByRole('row', { name: /^L90 of 1 s LAeq 50\.3 49\.1/ })).toBeTruthy();
    expect(screen.getByRole('row', { name: /Lorry idling at the fence ana, / })).toBeTruthy();
    expect(text).toContain('Of 2 h the weather is not known');
    expect(text).toContain('No laboratory certificate of the instrument is on file.');
    expect(text).toContain('Calibrations before and after');
    expect(screen.getByRole('img', { name: 'Levels over time' })).toBeTruthy();
  });
  it('ends its days with all of them', async () => {
    await print();
    const days = screen.getByRole('heading', { name: /^Days/ }).parentElement;
    const first = [...(days?.querySelectorAll('tbody tr td:first-child') ?? [])];
    expect(first.map((cell) => cell.textContent)).toEqual([
      ...[0, 1].map((day) => new Date(from + day * DAY).toISOString().slice(0, 10)),
      'All: Lden (2 days)',
    ]);
  });
  it('without a whole day tells of shorter periods instead', async () => {
    await print({ ...route, span: { from: from + HOUR, to: from + 7 * HOUR } });
    const heading = screen.getByRole('heading', { name: /^Periods: LAeq,15 min/ });
    expect(heading.parentElement?.querySelectorAll('tbody tr')).toHaveLength(24);
    expect(screen.getByText(/covers no whole day/)).toBeTruthy();
  });
  it('names the site, and goes by its clock', async () => {
    const site = { kind: 'site' as const, name: 'Mill Lane', zone: 'Europe/London' };
    state.people.entries = [
      ...state.people.entries,
      fakeEntry(8, { added: { ...site, tags: [], instruments: ['QT480112'] } }),
    ];
    await print();
    const text = document.body.textContent.replace(/\s+/g, ' ');
    expect(text).toMatch(/Site Mill Lane Site time/);
    expect(text).not.toContain('clock of this computer');
  });
  it('is not printed at all when a part of it cannot be read', async () => {
    isBroken = true;
    expect(await print()).toBe('not printed: x1');
    expect(document.querySelector('.sheet')).toBeNull();
  });
});
