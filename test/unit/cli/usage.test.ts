import { describe, expect, it } from 'vitest';
import { USAGE, usageOf } from '../../../electron/cli/usage';

describe('the usage of what was typed', () => {
  it('is of that command only, whatever follows its name', () => {
    const lines = usageOf(['export', 'audio', '--wibble']).split('\n');
    expect(lines[2]).toMatch(/^ {2}export audio --out DIR/);
    expect(lines.filter((line) => /^ {2}[a-z]/.test(line))).toHaveLength(1);
    expect(lines.join(' ')).toContain('--dry-run only says what it would come to');
    expect(lines.at(-2)).toBe('leqbook --help explains all of it.');
    expect(usageOf(['--', 'export', 'audio'])).toBe(usageOf(['export', 'audio']));
  });

  it('is of all that a word may begin, and of each form that a command has', () => {
    const heads = (...argv: string[]) =>
      usageOf(argv)
        .split('\n')
        .flatMap((line) => /^ {2}(export \w+|[a-z]+)/.exec(line)?.[1] ?? []);
    expect(heads('export', 'video')).toEqual(['export data', 'export audio', 'export tags']);
    expect(heads('keep', '--what')).toEqual(['keep', 'keep']);
    expect(heads('verify')).toEqual(['verify']);
  });

  it('is all of it where there is no such command', () => {
    for (const argv of [[], ['fly'], [''], ['--wibble'], ['ver']]) expect(usageOf(argv)).toBe(USAGE);
  });
});
