import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBytes } from '../../../electron/cli/amounts';
import { UsageError } from '../../../electron/cli/arguments';
import { describe as describeJob } from '../../../electron/cli/job';
import { parseCommand } from '../../../electron/cli/parse';
import { parseExportAudio } from '../../../electron/cli/parse-sounds';
import { soundWriter } from '../../../electron/cli/sound-rows';
import { formatLength } from '../../../electron/cli/times';
import { bytesText } from '../../../electron/contract/bytes-text';
import type { Job } from '../../../electron/contract/jobs';
import { SoundFilter, type Sound } from '../../../electron/contract/sounds';
import { zoneOf } from '../../../electron/core/export/table-time';
import { parseCsv } from '../../support/parse-csv';

const parse = (...argv: string[]) => parseCommand(argv);
const audio = (...more: string[]) => parse('export', 'audio', '--out', 'x', ...more);
const filterOf = (...filters: string[]) => {
  const command = parse('sounds', '--zone', 'Europe/London', ...filters.flatMap((one) => ['--filter', one]));
  return command.name === 'sounds' ? command.filter : undefined;
};
const NOON = Date.UTC(2026, 2, 2, 12);

describe('an export of audio, as typed', () => {
  it('takes all there is as FLAC, in the usual way, unless it says otherwise', () => {
    expect(audio()).toEqual({
      ...{ name: 'export audio', out: 'x', format: 'FLAC', filter: {}, zone: undefined, template: undefined },
      ...{ bext: false, dryRun: false, limits: undefined },
    });
  });

  it('says format, names, zone, copies and limits', () => {
    const line =
      '--format wav --name {serial}/{localTime}.{ext} --zone europe/london --bext --dry-run --metered ' +
      '--max-rate 500kB/s --max-bytes 1.5GB --until 2026-03-02T13:00+01:00 --instrument A --instrument B';
    expect(audio(...line.split(' '))).toEqual({
      ...{ name: 'export audio', out: 'x', format: 'WAV', zone: 'Europe/London', bext: true, dryRun: true },
      template: '{serial}/{localTime}.{ext}',
      filter: { instruments: ['A', 'B'] },
      limits: { bytesPerSecond: 500_000, bytes: 1_500_000_000, until: NOON, metered: true },
    });
  });

  it.each([
    [['--format', 'MP3'], '--format is MP3, but must be one of'],
    [['--bext'], '--bext goes with --format wav only'],
    [['--name', ''], '--name must have 1 to 200 characters'],
    [['--zone', 'Mars/Base'], 'there is no time zone Mars/Base'],
    [['--max-rate', '500'], '--max-rate is 500, but must be a rate'],
    [['--max-rate', '4Mb/s'], '--max-rate is 4Mb/s, but must be a rate'],
    [['--max-rate', '10B/s'], 'at least 1kB/s'],
    [['--max-bytes', '0MB'], '--max-bytes is 0MB, but must be an amount'],
    [['--max-bytes', '-1MB'], '--max-bytes'],
    [['--until', 'noon'], '--until noon is not an ISO 8601 time'],
    [['--until', '24:00'], '--until 24:00 is no time of day'],
  ])('is refused with %j, saying why', (more, message) => {
    expect(() => audio(...more)).toThrow(UsageError);
    expect(() => audio(...more)).toThrow(message);
  });
  it('may end at a time of day: the next one that the clock of its zone shows', () => {
    const until = (now: string, text: string, ...zone: string[]) => {
      const command = parseExportAudio(['--out', 'x', '--until', text, ...zone], Date.parse(now));
      return new Date(command.limits?.until ?? NaN).toISOString();
    };
    const london = ['--zone', 'Europe/London'];
    expect(until('2026-03-02T05:59:59Z', '06:00')).toBe('2026-03-02T06:00:00.000Z');
    expect(until('2026-03-02T06:00:00Z', '6:00')).toBe('2026-03-03T06:00:00.000Z');
    expect(until('2026-07-01T12:00:00Z', '06:00', ...london)).toBe('2026-07-02T05:00:00.000Z');
    expect(until('2026-07-01T23:30:00Z', '06:00', '--zone', 'Asia/Tokyo')).toBe('2026-07-02T21:00:00.000Z');
    // The nights in which clocks are changed.
    expect(until('2026-10-24T22:00:00Z', '06:00', ...london)).toBe('2026-10-25T06:00:00.000Z');
    expect(until('2026-03-28T22:00:00Z', '06:00', ...london)).toBe('2026-03-29T05:00:00.000Z');
  });
  it('needs a folder', () => {
    expect(() => parse('export', 'audio')).toThrow('--out is missing');
    expect(() => parse('export', 'tags', '--as', 'csv')).toThrow('--out is missing');
    expect(() => parse('export', 'tags', '--out', 'x', '--as', 'xml')).toThrow('--as is xml');
  });
});

describe('a choice of sounds, as typed', () => {
  it('understands every filter; of one key any, of several keys all', () => {
    const filters =
      'trigger=Night noise|trigger=A=B|type=Threshold|tag=plant|tag=not-relevant|tagged=yes|downloaded=no|' +
      'id=rec-1|id=rec-2|level>=60|level<=90.5|time=22:00-06:00';
    const expected = {
      triggers: ['Night noise', 'A=B'],
      eventTypes: ['Threshold'],
      tags: ['plant', 'not-relevant'],
      ...{ tagged: true, downloaded: false, ids: ['rec-1', 'rec-2'], levelFrom: 60, levelTo: 90.5 },
      timeOfDay: { from: 1_320, to: 360, zone: 'Europe/London' },
    };
    expect(filterOf(...filters.split('|'))).toEqual(expected);
  });

  it('takes the clock of UTC without a zone, and a whole day to its end', () => {
    expect(parse('sounds', '--filter', 'time=0:00-24:00')).toMatchObject({
      filter: { timeOfDay: { from: 0, to: 1_440, zone: 'UTC' } },
    });
  });

  it.each([
    ['colour=red', 'is not one of trigger=, type='],
    ['constructor=1', 'is not one of'],
    ['trigger', 'is not one of'],
    ['trigger>=3', 'is not one of'],
    ['trigger=', 'says nothing after its ='],
    ['level=60', 'say level>= or level<='],
    ['level>=loud', 'needs a level in dB'],
    ['level>=', 'needs a level in dB'],
    ['time=22-06', 'two times of day such as 22:00-06:00'],
    ['time=22:00-24:01', 'two times of day'],
    ['time=24:00-06:00', 'two times of day'],
    ['time=22:60-23:00', 'two times of day'],
    ['time=06:00-06:00', 'no time at all'],
    ['downloaded=maybe', 'must be one of yes, no'],
    ['tag=Not Relevant', 'small letters, digits and -'],
  ])('refuses %s and says why', (filter, message) => {
    expect(() => filterOf(filter)).toThrow(UsageError);
    expect(() => filterOf(filter)).toThrow(message);
  });

  it('refuses to be told the same thing twice, or what nothing can match', () => {
    for (const twice of ['level>=60', 'level<=60', 'time=01:00-02:00', 'downloaded=yes', 'tagged=no'])
      expect(() => filterOf(twice, twice)).toThrow('is said twice');
    expect(() => filterOf('level>=90', 'level<=60')).toThrow('no level is at least 90 and at most 60 dB');
    expect(() => parse('sounds', '--json', '--csv')).toThrow('--json goes without --csv');
  });

  it('becomes what the contract allows, or a usage error, whatever is typed', () => {
    const key = fc.constantFrom(
      'trigger',
      'type',
      'tag',
      'id',
      'level>',
      'level<',
      'time',
      'downloaded',
      'x',
    );
    const text = fc.tuple(key, fc.string({ maxLength: 600 })).map(([name, value]) => `${name}=${value}`);
    fc.assert(
      fc.property(fc.array(fc.oneof(text, fc.string()), { maxLength: 3 }), (filters) => {
        try {
          const filter = filterOf(...filters.map((one) => ` ${one}`));
          expect(SoundFilter.safeParse(filter).success).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});

const sound: Sound = {
  id: '=1+1',
  instrument: 'QT480112',
  from: NOON,
  to: NOON + 125_000,
  lists: ['recordings', 'events'],
  trigger: undefined,
  triggerFrom: undefined,
  triggerTo: NOON + 1_000,
  event: { type: 'Threshold', name: undefined, level: 71.25 },
  levels: { LAeq: 61.25, LAFMax: undefined },
  local: [
    {
      ...{ url: 'media://x', format: 'FLAC', lossy: false, sizeBytes: 5, durationMs: 20_000 },
      ...{ sampleRate: 48_000, bitsPerSample: undefined, sha256: 'ab', fetchedAt: NOON },
    },
  ],
  tags: ['plant', 'voices'],
  note: 'two\nlines\u001b[2J',
};

describe('a list of sounds', () => {
  const berlin = zoneOf('Europe/Berlin');
  it('shows a person one line each, that cannot steer the terminal', () => {
    const { head, rows } = soundWriter('table', berlin);
    expect(head).toMatch(/^START +SERIAL +LENGTH +LAEQ +LAFMAX +HERE +TRIGGER +TAGS {2}ID\n$/);
    const hostile = { ...sound, trigger: 'a\u001b[2Jb\n' };
    expect(rows([hostile])).toMatch(
      /^2026-03-02T13:00:00\+01:00 {2}QT480112 +2 min 5 s +61\.3 +- +FLAC +a \[2Jb +plant,voices +=1\+1\n$/,
    );
  });

  it('is CSV that no spreadsheet takes for a formula', () => {
    const writer = soundWriter('csv', berlin);
    const { header, rows } = parseCsv(writer.head + writer.rows([]) + writer.rows([sound]));
    expect(Object.fromEntries(header.map((name, i) => [name, rows[0]?.[i]]))).toMatchObject({
      ...{
        id: "'=1+1",
        start: '2026-03-02T13:00:00+01:00',
        lists: 'recordings events',
        tags: 'plant voices',
      },
      ...{ 'LAeq dB': '61.25', 'LAFMax dB': '', 'event type': 'Threshold', note: sound.note },
    });
  });

  it('is JSON, also when there is none', () => {
    const { head, rows: write, foot } = soundWriter('json', zoneOf('UTC'));
    expect(JSON.parse(head + write([]) + foot)).toEqual([]);
    const rows = JSON.parse(head + write([sound, sound]) + write([]) + write([sound]) + foot) as unknown[];
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatchObject({
      ...{ id: '=1+1', start: '2026-03-02T12:00:00Z', trigger: null, triggerStart: null, LAFMax: null },
      local: [{ format: 'FLAC', bytes: 5, bitsPerSample: null, fetchedAt: '2026-03-02T12:00:00Z' }],
    });
  });
});

describe('amounts', () => {
  it('are read in decimal units, as they are written', () => {
    expect(['500kB', '200 MB', '1.5GB', '7B'].map((text) => parseBytes('--max-bytes', text))).toEqual([
      500_000, 200_000_000, 1_500_000_000, 7,
    ]);
    expect([640_000_000, 999, 1_000, 1_500].map(bytesText)).toEqual(['640 MB', '999 B', '1.0 kB', '1.5 kB']);
  });
  it('of time are said in two units', () => {
    expect([0, 900, 65_000, 3_600_000, 11_560_000, 90_000_000].map(formatLength)).toEqual([
      ...['0 s', '1 s', '1 min 5 s', '1 h', '3 h 12 min', '1 d 1 h'],
    ]);
  });
});

describe('the line about a transfer', () => {
  const job: Job = {
    ...{ id: 1, kind: 'audio-export', state: 'running', title: 'Export', activity: 'a.flac' },
    ...{ waiting: undefined, done: 12, total: 400, unit: 'files', bytes: 24_000_000, leftMs: 190_000 },
    ...{ startedAt: 0, endedAt: undefined, issues: [], summary: undefined, folder: undefined },
    transfer: {
      ...{ bytesTotal: 640_000_000, bytesPerSecond: 1_200_000, connections: 4 },
      retrying: [
        { what: 'a.flac', why: 'cut off' },
        { what: 'b.flac', why: 'cut off' },
      ],
    },
  };
  it('says how far, how fast, how long still, and what is tried again', () => {
    expect(describeJob(job)).toBe(
      '12 of 400 files · 24.0 MB of about 640 MB · 1.2 MB/s · 4 at once · 3 min left · tried again: a.flac and 1 more (cut off)',
    );
  });
  it('says when it is tried next', () => {
    const transfer = {
      ...{ bytesTotal: undefined, bytesPerSecond: undefined, connections: 1 },
      retrying: [{ what: 'a.flac', why: 'cut off', until: 64_000 }],
    };
    expect(describeJob({ ...job, transfer }, 60_000)).toContain(
      'tried again: a.flac (cut off, next try in 4 s)',
    );
    expect(describeJob({ ...job, transfer }, 64_000)).toMatch(/tried again: a\.flac \(cut off\)$/);
  });
  it('counts nothing before it is known what there is to do', () => {
    const listing = { ...job, done: 0, total: 0, leftMs: undefined, transfer: undefined };
    expect(describeJob({ ...listing, activity: 'Listing' })).toBe('Listing');
  });
  it('says why it waits', () => {
    const waiting = { reason: 'the folder is not there', until: undefined };
    expect(describeJob({ ...job, state: 'waiting', waiting })).toBe(
      'Export · waiting: the folder is not there',
    );
  });
});
