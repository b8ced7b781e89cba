import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeepPlan } from '../../../electron/contract/model';
import { createFakeWorld } from '../../support/fake-world';
import { startDemo, type Demo } from '../../support/demo';
import { tempFolder } from '../../support/temp';
import { buildCli, type CliProgram, type Run } from './program';

let program: CliProgram;
let demo: Demo;
const home = tempFolder('cli-keep');
const run = (...args: readonly string[]): Promise<Run> =>
  program.run(args, { home, url: demo.url, key: demo.key });
const asked = () => demo.journal.map(({ path }) => path).filter((path) => path.includes('/data/'));

beforeAll(async () => {
  [program, demo] = await Promise.all([buildCli(), startDemo({ world: createFakeWorld(), now: Date.now() })]);
});
afterAll(async () => {
  await demo.close();
  await program.remove();
});

describe('keep', () => {
  it('lists what is kept and what it takes, chooses it for all or for some, and forgets it again', async () => {
    await run('sync', '--dataset', 'status');
    const list = await run('keep');
    expect(list.code).toBe(0);
    expect(list.stdout).toMatch(/^all +timehistory:1s +31 days +~[\d.]+ MB a day +[\d.]+ MB$/m);
    expect(list.stdout).toMatch(/^all +timehistory:100ms +off /m);
    expect(list.stdout).toMatch(/^In all .* once everything is here; the archive has .* now, .* free\.$/m);
    const chosen = await run('keep', 'timehistory:100ms', '7', '--instrument', 'QT100002', '--json');
    const plan = JSON.parse(chosen.stdout) as KeepPlan;
    const days = (serial: string) =>
      plan.rows.find((row) => row.instrument === serial && row.variant === '100ms')?.days;
    expect([days('QT100002'), days('QT100001')]).toEqual([7, 0]);
    expect((await run('keep')).stdout).toMatch(/^QT100002 +timehistory:100ms +7 days .* chosen$/m);
    await run('keep', 'timehistory', 'default', '--instrument', 'QT100002');
    expect((await run('keep')).stdout).not.toMatch(/^QT100002/m);
  });
});

describe('sync', () => {
  it('brings as many days as asked for, and says quietly what is not asked of which instrument and why', async () => {
    const { code, stdout, stderr } = await run(
      'sync',
      '--dataset',
      'weather',
      '--dataset',
      'sic',
      '--days',
      '1',
    );
    expect(stderr.split('\n').filter((line) => line.includes('not asked'))).toEqual([
      'SIC results: not asked of AABBCC, FODFGO (not for this type of instrument).',
      'SIC results: not asked of QT100002 (the instrument does not have it).',
      'Weather: not asked of AABBCC, QT100001, QT100002, QT100003 (the instrument does not have it).',
    ]);
    expect([code, stdout.startsWith('5 instruments, 1 day,')]).toEqual([0, true]);
  });

  it('brings nothing that is switched off, says so, and brings a variant that is named all the same', async () => {
    await run('keep', 'timehistory', 'off');
    const before = asked().length;
    const off = await run('sync', '--dataset', 'timehistory', '--days', '1', '--instrument', 'QT100002');
    expect([off.code, asked().length]).toEqual([0, before]);
    expect(off.stderr).toContain('Noise time history: not asked of QT100002 (switched off).');
    const on = await run('sync', '--dataset', 'timehistory:1s', '--days', '1', '--instrument', 'QT100002');
    expect(on.code).toBe(0);
    expect(asked().length).toBeGreaterThan(before);
    expect(on.stderr).not.toContain('switched off');
  });
});
