import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { Handlers } from '../../../../electron/contract/index';
import { Failure } from '../../../../electron/contract/result';
import { cloudAccount, runningSync, type FakeState } from '../../../support/fake-core';
import { seriousFindings } from '../../../support/findings';
import { renderApp, type RenderedApp } from '../../../support/render-app';

let app: RenderedApp | undefined;
afterEach(() => {
  app?.close();
  app = undefined;
});
const show = (hash: string, overrides: Partial<Handlers> = {}, prepare?: (state: FakeState) => void) =>
  (app = renderApp({ hash, overrides, ...(prepare === undefined ? {} : { prepare }) }));
const signedOut = (state: FakeState) => {
  state.session = {
    state: 'none',
    account: undefined,
    accounts: [],
    keyFrom: undefined,
    keychainProblem: undefined,
  };
};
const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('signing in', () => {
  it('says what is wrong with a key and lets one try again', async () => {
    const reject = () => {
      throw new Failure({ kind: 'unauthorized' });
    };
    show('', { 'session.signIn': reject }, signedOut);
    await fireEvent.input(await screen.findByLabelText('API key'), { target: { value: 'wrong' } });
    await fireEvent.click(await button('Sign in'));
    expect((await screen.findByRole('alert')).textContent).toContain('MyCirrus rejected this API key.');
    expect(await button('Sign in')).toHaveProperty('disabled', false);
    expect(await seriousFindings()).toEqual([]);
  });

  it('offers to go on for this session only when the keychain fails, and does', async () => {
    const asked: unknown[] = [];
    const signIn: Handlers['session.signIn'] = (input) => {
      asked.push(input);
      if (input.keep === 'keychain')
        throw new Failure({ kind: 'keychain', code: 'locked', reason: 'The login keyring is locked.' });
      return {
        state: 'signed-in',
        account: cloudAccount,
        accounts: [cloudAccount],
        keyFrom: 'session',
        keychainProblem: undefined,
      };
    };
    show('', { 'session.signIn': signIn }, signedOut);
    await fireEvent.input(await screen.findByLabelText('API key'), { target: { value: ' key-1 ' } });
    await fireEvent.click(await button('Sign in'));
    expect((await screen.findByRole('alert')).textContent).toContain('The login keyring is locked.');
    await fireEvent.click(await button('Use the key for this session only'));
    await screen.findByRole('heading', { name: 'Fleet' });
    expect(asked).toEqual([
      { key: 'key-1', keep: 'keychain' },
      { key: 'key-1', keep: 'session' },
    ]);
  });

  it('asks for a new key for the account whose key was rejected, and names it in the call', async () => {
    const { core } = show('#/sign-in/acme', {}, (state) => {
      state.session = { ...state.session, state: 'rejected', account: cloudAccount };
    });
    await screen.findByRole('heading', { name: 'Enter a new key for Acme Acoustics' });
    await fireEvent.input(screen.getByLabelText('API key'), { target: { value: 'key-2' } });
    await fireEvent.click(await button('Sign in'));
    await waitFor(() =>
      expect(core.asked).toContainEqual({
        name: 'session.signIn',
        input: { key: 'key-2', keep: 'keychain', account: 'acme' },
      }),
    );
  });

  it('lists accounts whose data is on this computer', async () => {
    show('', {}, (state) => {
      state.session = { ...state.session, state: 'none', account: undefined, accounts: [cloudAccount] };
    });
    await fireEvent.click(await button('Open Acme Acoustics'));
    await waitFor(() =>
      expect(app?.core.asked).toContainEqual({ name: 'session.use', input: { account: 'acme' } }),
    );
  });
});

describe('the fleet', () => {
  it('shows each instrument with its state, verdicts and ages, and passes an accessibility check', async () => {
    show('#/fleet');
    const row = await screen.findByRole('row', { name: /QT480113.*Drift/ });
    expect(row.textContent.replace(/\s+/g, ' ')).toMatch(
      /Mill Lane, school.*Quantum Outdoor.*Drift \+1.16 dB, suspect.*online, measuring.*suspect.*4 days ago.*Success.*7 h ago.*25 min ago/,
    );
    expect(
      screen.getByText('8 instruments · 6 online · 1 not asked yet · 3 need someone now · 1 to look at'),
    ).toBeDefined();
    expect(screen.getByRole('row', { name: /VB220871/ }).textContent).toContain('not asked yet');
    expect(await seriousFindings()).toEqual([]);
  });

  it('opens an instrument by keyboard alone', async () => {
    show('#/fleet', { 'levels.extent': () => undefined });
    // What is to be looked at goes before the rest once it is known.
    await screen.findByRole('row', { name: /QT480113.*Drift/ });
    for (const key of ['j', 'j', 'k', 'ArrowDown'])
      await fireEvent.keyDown(document.activeElement ?? window, { key });
    const focused = document.activeElement;
    expect(focused?.textContent).toContain('QT480202');
    if (focused !== null) await fireEvent.keyDown(focused, { key: 'Enter' });
    await screen.findByRole('tab', { name: 'Levels' });
    expect(window.location.hash).toBe('#/instrument/QT480202/levels');
  });

  it('asks to sync when nothing was ever asked, and says so when the key sees nothing', async () => {
    show('#/fleet', { 'fleet.list': () => [] });
    await screen.findByRole('heading', { name: 'Nothing is stored here yet' });
    app?.close();
    show('#/fleet', { 'fleet.list': () => [] }, (state) => {
      state.jobs = [{ ...runningSync(state.now), state: 'done' }];
    });
    await screen.findByRole('heading', { name: 'This key sees no instruments' });
  });

  it('says what failed and reads again when asked', async () => {
    let failing = true;
    show('#/fleet', {
      'fleet.list': () => {
        if (failing) throw new Failure({ kind: 'corrupt', what: 'The list of instruments' });
        return [];
      },
    });
    expect((await screen.findByRole('alert')).textContent).toContain('The list of instruments is damaged.');
    failing = false;
    await fireEvent.click(await button('Try again'));
    await screen.findByRole('heading', { name: 'Nothing is stored here yet' });
  });

  it('says offline and since when, and shows everything else as before', async () => {
    show('#/fleet', {}, (state) => {
      state.network = {
        state: 'offline',
        since: state.now - 60_000,
        lastOnlineAt: undefined,
        reason: 'no route',
      };
    });
    await screen.findByRole('row', { name: /QT480113/ });
    const banner = screen.getAllByRole('status').find(({ textContent }) => textContent.includes('Offline'));
    expect(banner?.textContent).toMatch(/Offline since .*\d\d:\d\d · showing what is stored here/);
  });
});

describe('a sync', () => {
  it('says how much it is before it starts, then follows the job to its end and names what is missing', async () => {
    const { core } = show('#/fleet');
    await screen.findByRole('row', { name: /QT480113/ });
    await fireEvent.click(await button('Sync'));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('1,178');
    await fireEvent.click(within(dialog).getByRole('radio', { name: '7 days' }));
    await within(dialog).findByText('266');
    expect(await seriousFindings()).toEqual([]);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Start sync' }));
    await waitFor(() => within(screen.getByRole('dialog')).getByRole('progressbar'));
    expect(core.asked).toContainEqual({ name: 'sync.start', input: { days: 7 } });

    const text = 'Time history of 12 Nov: the answer was cut off.';
    const issue = {
      dataset: 'timehistory',
      instrument: 'QT480112',
      item: undefined,
      text,
      error: { kind: 'server' },
    } as const;
    const job = core.state.jobs[0];
    if (job === undefined) throw new Error('no job');
    core.server.emit('job-changed', {
      ...job,
      state: 'done',
      done: 1_178,
      total: 1_178,
      issues: [issue],
      summary: '8 instruments, 31 days',
    });
    const report = await screen.findByRole('dialog');
    await within(report).findByText('8 instruments, 31 days');
    expect(within(report).getByText(text)).toBeDefined();
    expect(within(report).getByText('something is missing')).toBeDefined();
  });
});

describe('news of a job', () => {
  const rejected = 'MyCirrus rejected the API key.';
  // The library keeps what it told beyond a page's life: each test has a title of its own.
  const failed = (id: number, title: string) =>
    ({
      ...runningSync(Date.now()),
      id,
      title,
      state: 'failed',
      summary: rejected,
      endedAt: Date.now(),
      issues: [
        {
          dataset: undefined,
          instrument: undefined,
          item: undefined,
          text: rejected,
          error: { kind: 'unauthorized' },
        },
      ],
    }) as const;
  const news = (title: string) => screen.queryByText(`${title}: failed`);

  it('comes with what helps, can be dismissed, and stays in the line at the foot', async () => {
    const { core } = show('#/fleet');
    await screen.findByRole('row', { name: /QT480113/ });
    core.server.emit('job-changed', failed(3, 'First'));
    await screen.findByText('First: failed');
    expect(screen.getByRole('contentinfo', { name: 'Status' }).textContent).toMatch(/Last: First\s*failed/);
    await fireEvent.click(await button('Close toast'));
    await waitFor(() => expect(news('First')).toBeNull());
    core.server.emit('job-changed', failed(4, 'Second'));
    await fireEvent.click(await button('Enter a new key'));
    expect(window.location.hash).toBe('#/sign-in/demo');
  });

  it('is kept back while the sync’s own panel tells it, with a new key as what to do', async () => {
    const { core } = show('#/fleet');
    await screen.findByRole('row', { name: /QT480113/ });
    await fireEvent.click(await button('Sync'));
    await fireEvent.click(await button('Start sync'));
    await waitFor(() => within(screen.getByRole('dialog')).getByRole('progressbar'));
    core.server.emit('job-changed', failed(1, 'Sync'));
    const dialog = screen.getByRole('dialog');
    await within(dialog).findByRole('button', { name: 'Enter a new key' });
    expect(within(dialog).getAllByText(rejected)).toHaveLength(1);
    expect(within(dialog).queryByRole('button', { name: 'Sync more…' })).toBeNull();
    expect(news('Sync')).toBeNull();
    core.server.emit('job-changed', { ...failed(9, 'Export'), kind: 'audio-export' });
    await screen.findByText('Export: failed');
  });

  it('is kept back on the screen that lists all jobs', async () => {
    const { core } = show('#/jobs');
    await screen.findByRole('heading', { name: 'Nothing was done yet' });
    core.server.emit('job-changed', failed(5, 'Listed'));
    // News of another test may still stand beside it.
    await within(screen.getByRole('main')).findByText(rejected);
    expect(news('Listed')).toBeNull();
  });
});

describe('a sync without a network', () => {
  it('can be started all the same, and says that it will wait', async () => {
    const { core } = show('#/fleet', {}, (state) => {
      state.network = { ...state.network, state: 'offline', reason: 'no route' };
    });
    await screen.findByRole('row', { name: /QT480113/ });
    await fireEvent.click(await button('Sync'));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('There is no network now.');
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Start sync' }));
    await waitFor(() => expect(core.asked).toContainEqual({ name: 'sync.start', input: {} }));
  });
});

describe('signing out', () => {
  it('keeps the data unless told otherwise, and names what would be lost', async () => {
    const { core } = show('#/fleet');
    await screen.findByRole('row', { name: /QT480113/ });
    const trigger = await button(/^Account and settings/);
    await fireEvent.pointerDown(trigger, { button: 0, pointerType: 'mouse' });
    const item = await screen.findByRole('menuitem', { name: 'Sign out…' });
    await fireEvent.pointerUp(item, { button: 0, pointerType: 'mouse' });
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText(/of 8 instruments, and the list of 640 sounds with all tags and notes/);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Sign out' }));
    await waitFor(() =>
      expect(core.asked).toContainEqual({ name: 'session.signOut', input: { data: 'keep' } }),
    );
  });
});
