import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../electron/cli/arguments';
import { parseCommand } from '../../../electron/cli/parse';
import { formatAge, formatTime, parseTime } from '../../../electron/cli/times';

const parse = (line: string) => parseCommand(line.split(' ').filter((word) => word !== ''));
const DAY = Date.UTC(2026, 2, 2);

describe('the command line', () => {
  it('understands every command with its options', () => {
    expect(parse('login')).toEqual({ name: 'login', demo: false });
    expect(parse('login --demo')).toEqual({ name: 'login', demo: true });
    expect(parse('logout')).toEqual({ name: 'logout' });
    expect(parse('sync')).toMatchObject({ name: 'sync', instruments: [], datasets: [], json: false });
    expect(
      parse(
        'sync --instrument A --instrument B --instrument A --dataset sic --from 2026-03-02 --to 2026-03-03 --json',
      ),
    ).toEqual({
      ...{ name: 'sync', instruments: ['A', 'B'], datasets: ['sic'], json: true },
      ...{ from: DAY, to: DAY + 86_400_000, variants: [], days: undefined },
    });
    expect(parse('sync --dataset timehistory:100ms --dataset sic --days 3')).toMatchObject({
      datasets: ['sic'],
      variants: [{ dataset: 'timehistory', variant: '100ms' }],
      days: 3,
    });
    expect(parse('keep')).toEqual({ name: 'keep', json: false, choices: undefined });
    expect(parse('keep timehistory:100ms 7 --instrument A --json')).toEqual({
      ...{ name: 'keep', json: true },
      choices: [{ instrument: 'A', dataset: 'timehistory', variant: '100ms', days: 7 }],
    });
    const chosen = (line: string) => {
      const command = parse(line);
      return command.name === 'keep' ? command.choices?.map(({ variant, days }) => [variant, days]) : [];
    };
    // Days are for what is usual; off and default for all there is.
    expect(chosen('keep timehistory 60')).toEqual([['1s', 60]]);
    expect(chosen('keep timehistory off')).toEqual([
      ['1s', 0],
      ['100ms', 0],
      ['more-1s', 0],
    ]);
    expect(chosen('keep weather default')).toEqual([['', undefined]]);
    expect(parse('status --json')).toEqual({ name: 'status', json: true });
    expect(
      parse('coverage --dataset timehistory --dataset frequency:Third-Z --to 2026-03-02 --gaps'),
    ).toEqual({
      ...{
        name: 'coverage',
        instruments: [],
        from: undefined,
        to: DAY,
        gaps: true,
        ascii: false,
        json: false,
      },
      datasets: [
        { dataset: 'timehistory', variant: undefined },
        { dataset: 'frequency', variant: 'Third-Z' },
      ],
    });
    expect(parse('query sic --instrument A --from 2026-03-02 --to 2026-03-03T02:00+01:00')).toEqual({
      ...{ name: 'query', dataset: 'sic', variant: '', instrument: 'A', channels: [], format: 'csv' },
      ...{ span: { from: DAY, to: DAY + 25 * 3_600_000 }, zone: undefined, header: true },
    });
    const span = '--instrument A --from 2026-03-02 --to 2026-03-03';
    expect(parse(`query timehistory ${span}`)).toMatchObject({ variant: '1s' });
    expect(parse(`query timehistory:100ms ${span} --no-header --zone Europe/London`)).toMatchObject({
      ...{ dataset: 'timehistory', variant: '100ms', header: false, zone: 'Europe/London' },
    });
    expect(
      parse(
        'export data --out x --from 2026-03-02 --to 2026-03-03 --dataset weather --dataset frequency:Third-A',
      ),
    ).toEqual({
      ...{ name: 'export data', out: 'x', format: 'csv', instruments: [], zone: undefined },
      span: { from: DAY, to: DAY + 86_400_000 },
      datasets: [
        { dataset: 'weather', variant: undefined },
        { dataset: 'frequency', variant: 'Third-A' },
      ],
    });
    expect(parse('export data --out x --format Parquet --from 2026-03-02 --to 2026-03-03')).toMatchObject({
      ...{ format: 'parquet', datasets: [] },
    });
    expect(parse('verify some/folder')).toEqual({ name: 'verify', folder: 'some/folder', json: false });
    expect(parse('verify --json some/folder')).toMatchObject({ folder: 'some/folder', json: true });
    expect([parse('check'), parse('check --json'), parse('backup a.db')]).toEqual([
      { name: 'check', json: false },
      { name: 'check', json: true },
      { name: 'backup', file: 'a.db' },
    ]);
    for (const line of ['--help', '-h', 'help', 'sync --help', 'query -h'])
      expect(parse(line).name).toBe('help');
    expect(parse('--version').name).toBe('version');
  });

  it('skips the -- that an installed Leqbook puts first', () => {
    expect(parse('-- status')).toEqual({ name: 'status', json: false });
  });

  it.each([
    ['', 'no command was given'],
    ['fly', 'there is no command fly'],
    ['logout now', 'now is too much'],
    ['sync --speed 9', "Unknown option '--speed'"],
    ['sync --from yesterday', '--from yesterday is not an ISO 8601 time'],
    ['sync --from 2026-02-30', '--from 2026-02-30 is not an ISO 8601 time'],
    ['sync --from 2026-03-03 --to 2026-03-02', '--to must be after --from'],
    ['sync --days 0', '--days is 0, but must be a whole number from 1'],
    ['sync --days 3 --from 2026-03-02', '--days goes without --from and --to'],
    ['keep weather', 'DAYS, off or default is missing'],
    ['keep weather long', 'DAYS is long, but must be'],
    ['keep status 3', 'status is always asked for and kept'],
    ['keep timehistory:1ms 3', 'there is no variant 1ms of timehistory'],
    ['sync --dataset rain', 'the dataset is rain, but must be one of instruments, status'],
    ['query', 'DATASET is missing'],
    ['query noise --instrument A --from 2026-03-02 --to 2026-03-03', 'the dataset is noise'],
    ['query sic --from 2026-03-02 --to 2026-03-03', '--instrument is missing'],
    ['query sic --instrument A --to 2026-03-03', '--from is missing'],
    ['query sic --instrument A --from 2026-03-02', '--to is missing'],
    [
      'query sic --instrument A --instrument B --from 2026-03-02 --to 2026-03-03',
      'query takes one --instrument',
    ],
    ['query sic --instrument A --from 2026-03-02 --to 2026-03-03 --format xml', '--format is xml'],
    [
      'query timehistory:2s --instrument A --from 2026-03-02 --to 2026-03-03',
      'there is no variant 2s of timehistory, only 1s',
    ],
    ['query sic:x --instrument A --from 2026-03-02 --to 2026-03-03', 'there is no variant x of sic'],
    ['export', 'what to export (audio, tags or data) is missing'],
    ['export --out x', 'what to export (audio, tags or data) is missing'],
    ['export video --out x', 'cannot export video, only audio, tags or data'],
    ['export data --out x --to 2026-03-03', '--from is missing'],
    ['export data --out x --from 2026-03-02', '--to is missing'],
    ['export data --from 2026-03-02 --to 2026-03-03', '--out is missing'],
    ['export data --out x --from 2026-03-02 --to 2026-03-03 --format json', '--format is json'],
    ['verify', 'DIR is missing'],
    ['check all', 'all is too much'],
    ['backup', 'FILE is missing'],
    ['verify a b', 'b is too much'],
  ])('refuses %j and says why', (line, message) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(message);
  });

  it('answers anything typed with a command or a usage error', () => {
    const words = fc.constantFrom(
      'sync',
      'query',
      'export',
      'audio',
      '--',
      '-x',
      '--from',
      '--out=',
      '',
      '--json=1',
      'verify',
      'sounds',
      '--filter',
      '--filter=constructor=1',
      '--until',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 6 }), (argv) => {
        try {
          expect(typeof parseCommand(argv).name).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});

describe('times', () => {
  it('are read as ISO 8601, UTC unless they carry an offset', () => {
    const noon = Date.UTC(2026, 2, 2, 12);
    for (const text of [
      ...[
        '2026-03-02T12:00:00Z',
        '2026-03-02T12:00',
        '2026-03-02 12:00:00',
        '2026-03-02T13:00+01:00',
        '2026-03-02t12:00z',
      ],
      ...[
        '2026-03-02T13:00:00+0100',
        '2026-03-02T13:00+01',
        '2026-03-02T06:30:00-05:30',
        '2026-03-02T12:00:00.0000000Z',
      ],
    ])
      expect(parseTime(text), text).toBe(noon);
    expect(parseTime('2026-03-02')).toBe(DAY);
    expect(parseTime('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    expect(parseTime('2026-03-02T12:00:00.2074974Z')).toBe(noon + 207);
  });

  it('are refused when they are anything else', () => {
    for (const text of [
      ...[
        '',
        '2026',
        '2026-03',
        '2026-3-2',
        '2026-02-30',
        '2026-13-01',
        '02/03/2026',
        '2026-03-02T25:00',
        '1700000000',
      ],
      ...['2026-03-02T12', '2026-03-02T12:60', '2026-03-02T12:00+25:00', '2026-03-02T12:00 CET', 'now'],
    ])
      expect(parseTime(text), text).toBeUndefined();
  });

  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        expect(parseTime(formatTime(ms))).toBe(ms);
      }),
    );
    expect(formatTime(DAY)).toBe('2026-03-02T00:00:00Z');
    expect(formatTime(DAY + 5)).toBe('2026-03-02T00:00:00.005Z');
  });

  it('are told in ages a person can grasp', () => {
    expect([0, 999, 61_000, 3_600_000, 200_000_000].map(formatAge)).toEqual([
      '0 s',
      '0 s',
      '1 min',
      '1 h',
      '2 d',
    ]);
  });
});
