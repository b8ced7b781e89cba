import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Calls, Events, Handlers } from '../../../../electron/contract/index';
import { Failure } from '../../../../electron/contract/result';
import { connect } from '../../../../electron/contract/rpc';
import { domPort, type Api } from '../../../../renderer/api';
import { resource, touches, type Resource } from '../../../../renderer/state/resource.svelte';
import { fakeState, startFakeCore, type FakeCore } from '../../../support/fake-core';
import type { CalibrationHistory } from '../../../../electron/contract/index';
import { PATIENT } from '../../../support/patient';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Subject {
  readonly core: FakeCore;
  readonly api: Api;
  readonly shown: Resource<CalibrationHistory>;
  choose(instrument: string | undefined): void;
  /** Says the same again, as another object. */
  repeat(): void;
}
/** A resource of one instrument's history, outside any component. */
function follow(handler: Handlers['calibration.history']): Subject {
  const { port1, port2 } = new MessageChannel();
  const overrides = { 'calibration.history': handler };
  const core = startFakeCore({ port: domPort(port1), state: fakeState(Date.now()), overrides });
  const api = connect<Calls, Events>();
  api.attach(domPort(port2));
  let chosen = $state.raw<{ readonly instrument: string | undefined }>({ instrument: 'A' });
  let shown: Resource<CalibrationHistory> | undefined;
  const stop = $effect.root(() => {
    shown = resource(
      api,
      () => {
        const { instrument } = chosen;
        return instrument === undefined
          ? undefined
          : { name: 'calibration.history' as const, input: { instrument } };
      },
      () => ({
        tables: ['records'],
        instruments: chosen.instrument === undefined ? [] : [chosen.instrument],
      }),
    );
  });
  closing.push(
    stop,
    () => port1.close(),
    () => port2.close(),
  );
  flushSync();
  if (shown === undefined) throw new Error('no resource');
  const choose = (next: string | undefined) => {
    chosen = { instrument: next };
    flushSync();
  };
  return { api, core, shown, choose, repeat: () => choose(chosen.instrument) };
}
const history = (latestDrift: number): CalibrationHistory => ({ ...fakeState(0).history, latestDrift });

describe('resource', () => {
  it('asks once for what is asked for again in other words, also while the answer is on its way', async () => {
    let answers = 0;
    const { shown, repeat, choose } = follow(() => history(++answers));
    repeat();
    await vi.waitFor(() => expect(shown.value?.latestDrift).toBe(1), PATIENT);
    repeat();
    expect(shown.loading).toBe(false);
    choose('B');
    await vi.waitFor(() => expect(shown.answers).toEqual({ instrument: 'B' }), PATIENT);
    expect(answers).toBe(2);
  });

  it('shows the answer, keeps it while a newer one is fetched, and keeps it when that fails', async () => {
    let answers = 0;
    const { core, shown } = follow(() => {
      answers += 1;
      if (answers === 2) throw new Failure({ kind: 'corrupt', what: 'A row' });
      return history(answers);
    });
    expect([shown.value, shown.loading, shown.answered]).toEqual([undefined, true, false]);
    await vi.waitFor(() => expect(shown.value?.latestDrift).toBe(1), PATIENT);
    core.server.emit('data-changed', { tables: ['records'], instruments: ['A'] });
    await vi.waitFor(() => expect(shown.error?.kind).toBe('corrupt'), PATIENT);
    expect(shown.value?.latestDrift).toBe(1);
    shown.reload();
    flushSync();
    await vi.waitFor(() => expect([shown.value?.latestDrift, shown.error]).toEqual([3, undefined]), PATIENT);
  });

  it('tells which question its answer belongs to while the next one is under way', async () => {
    const { shown, choose } = follow(({ instrument }) =>
      instrument === 'A' ? history(1) : new Promise<CalibrationHistory>(() => undefined),
    );
    await vi.waitFor(() => expect(shown.value?.latestDrift).toBe(1), PATIENT);
    choose('B');
    expect([shown.loading, shown.value?.latestDrift, shown.answers]).toEqual([true, 1, { instrument: 'A' }]);
  });

  it('aborts the question before when another is asked, and never shows its answer', async () => {
    const aborted: string[] = [];
    const { shown, choose } = follow(async ({ instrument }, signal) => {
      if (instrument === 'A')
        await new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => {
            aborted.push(instrument);
            resolve();
          }),
        );
      return history(instrument === 'A' ? 1 : 2);
    });
    choose('B');
    await vi.waitFor(() => expect(shown.value?.latestDrift).toBe(2), PATIENT);
    expect(shown.answers).toEqual({ instrument: 'B' });
    await vi.waitFor(() => expect(aborted).toEqual(['A']), PATIENT);
    expect(shown.loading).toBe(false);
  });

  it('asks once more after a storm of changes that came while it was asking', async () => {
    let release: (() => void) | undefined;
    let calls = 0;
    const { api, core, shown } = follow(async () => {
      if (release === undefined) await new Promise<void>((resolve) => (release = resolve));
      calls += 1;
      return history(calls);
    });
    await vi.waitFor(() => expect(release).toBeDefined(), PATIENT);
    for (let i = 0; i < 20; i++)
      core.server.emit('data-changed', { tables: ['records'], instruments: undefined });
    // Messages keep their order: once this is answered, the changes have arrived.
    await api.call('network.get');
    release?.();
    await vi.waitFor(() => expect([shown.value?.latestDrift, shown.loading]).toEqual([2, false]), PATIENT);
    expect(core.asked.map(({ name }) => name)).toEqual([
      'calibration.history',
      'network.get',
      'calibration.history',
    ]);
  });

  it('asks nothing while there is nothing to ask', async () => {
    const { core, shown, choose } = follow(() => history(1));
    choose(undefined);
    core.server.emit('data-changed', { tables: ['records'], instruments: ['A'] });
    await vi.waitFor(() => expect(shown.loading).toBe(false), PATIENT);
    expect(core.asked.length).toBeLessThanOrEqual(1);
  });

  it('is touched by its own tables and instruments only', () => {
    const watch = { tables: ['records' as const], instruments: ['A'] };
    const change = (table: 'records' | 'series', instruments?: string[]) =>
      touches({ tables: [table], instruments }, watch);
    expect([
      change('records', ['A', 'B']),
      change('records'),
      change('records', ['B']),
      change('series', ['A']),
    ]).toEqual([true, true, false, false]);
  });
});
