import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamedRecording } from '../../../../electron/core/transfer/names';
import {
  planInTurns,
  planTransfer,
  type FileFact,
  type KnownFile,
} from '../../../../electron/core/transfer/plan';

const names = { format: 'FLAC' } as const;
const recording = (n: number, change: Partial<NamedRecording> = {}): NamedRecording => ({
  id: `r${String(n)}`,
  instrument: 'QT1',
  from: n * 60_000,
  to: n * 60_000 + 20_000,
  trigger: 'Default',
  ...change,
});
const plan = (
  wanted: readonly NamedRecording[],
  known: readonly KnownFile[] = [],
  onDisk: Readonly<Record<string, FileFact>> = {},
) => planTransfer({ wanted, names, known, onDisk: new Map(Object.entries(onDisk)) });
const file = (n: number, change: Partial<KnownFile> = {}): KnownFile => ({
  recording: `r${String(n)}`,
  format: 'FLAC',
  path: `QT1/day/file${String(n)}.flac`,
  sha256: 'aa',
  ...change,
});

describe('the plan of a transfer', () => {
  it('keeps what is there whole and unaltered, and fetches the rest to where it was', () => {
    const known = [file(1), file(2), file(3), file(4)];
    const steps = plan(
      [1, 2, 3, 4, 5].map((n) => recording(n)),
      known,
      {
        'QT1/day/file1.flac': { sha256: 'aa', isWhole: true },
        'QT1/day/file2.flac': { sha256: 'bb', isWhole: true },
        'QT1/day/file3.flac': { sha256: 'aa', isWhole: false },
      },
    );
    expect(steps.map(({ action, replaces, path }) => [action, replaces, path])).toEqual([
      ['keep', true, 'QT1/day/file1.flac'],
      ['fetch', true, 'QT1/day/file2.flac'],
      ['fetch', true, 'QT1/day/file3.flac'],
      ['fetch', false, 'QT1/day/file4.flac'],
      ['fetch', false, 'QT1/1970-01-01/QT1_19700101T000500Z_Default_20s.flac'],
    ]);
  });

  it('does not replace a file that was never announced', () => {
    const chosen = file(1, { sha256: undefined });
    const [step] = plan([recording(1)], [chosen], { [chosen.path]: { sha256: 'aa', isWhole: true } });
    expect(step).toMatchObject({ action: 'fetch', replaces: false, path: chosen.path });
  });

  it('leaves the path of a copy alone, and does not take it for the sound', () => {
    const path = 'QT1/1970-01-01/QT1_19700101T000100Z_Default_20s.flac';
    const [step] = plan([recording(1)], [file(1, { recording: undefined, path })], {
      [path]: { sha256: 'aa', isWhole: true },
    });
    expect(step).toMatchObject({ action: 'fetch', replaces: false });
    expect(step?.path).toMatch(/_20s_[0-9a-f]{6}\.flac$/);
  });

  it('names where to go when something else is in the way, in the same folder', () => {
    const [step] = plan([recording(1)], [file(1)]);
    expect(step?.otherwise).toMatch(/^QT1\/day\/file1_[0-9a-f]{6}\.flac$/);
  });

  it('comes out the same in turns, and stops where its turns end', async () => {
    const wanted = Array.from({ length: 450 }, (_, n) =>
      recording(n % 400, { trigger: `T${String(n % 3)}` }),
    );
    const facts = { wanted, names: { ...names, zone: 'Europe/London' }, known: [file(7)], onDisk: new Map() };
    let turns = 0;
    const steps = await planInTurns(facts, () => {
      turns += 1;
      return Promise.resolve();
    });
    expect(steps).toEqual(planTransfer(facts));
    expect(turns).toBeGreaterThan(4);
    const stop = () => Promise.reject(new Error('stopped'));
    await expect(planInTurns(facts, stop)).rejects.toThrow('stopped');
  });

  it('believes no path that leads out of the folder or has another format', () => {
    for (const path of ['../x.flac', '/etc/x.flac', 'C:/x.flac', 'QT1/x.sh']) {
      const [step] = plan([recording(1)], [file(1, { path })]);
      expect(step?.path).toBe('QT1/1970-01-01/QT1_19700101T000100Z_Default_20s.flac');
    }
    const other = plan([recording(1)], [file(1, { format: 'WAV', path: 'QT1/day/file1.wav' })]);
    expect(other[0]?.path).toMatch(/\.flac$/);
  });

  it('gives each recording one step and one path of its own, whatever is known', () => {
    const some = fc.array(fc.nat(8), { maxLength: 20 });
    const paths = fc.constantFrom(
      'QT1/a.flac',
      'qt1/A.flac',
      'QT1/1970-01-01/QT1_19700101T000100Z_Default_20s.flac',
    );
    const known = fc.array(
      fc.record({
        recording: fc.nat(8).map((n) => `r${String(n)}`),
        format: fc.constantFrom('FLAC' as const, 'WAV' as const),
        path: paths,
        sha256: fc.constantFrom(undefined, 'aa'),
      }),
      { maxLength: 1 },
    );
    fc.assert(
      fc.property(some, known, (ids, files) => {
        const wanted = ids.map((n) => recording(n, { from: 60_000, to: 80_000 }));
        const steps = plan(wanted, files);
        expect(steps.map((step) => step.recording.id).sort()).toEqual(
          [...new Set(wanted.map(({ id }) => id))].sort(),
        );
        expect(new Set(steps.map((step) => step.path.toLowerCase())).size).toBe(steps.length);
      }),
    );
  });
});
