import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryTexts } from '../../../electron/cli/query-texts';
import { parseCommand, type QueryCommand } from '../../../electron/cli/parse';
import type { Archive, StoredRecord } from '../../../electron/core/db/archive';
import type { Span } from '../../../electron/contract/model';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 2, 2, 12);
const ask = (line: string) => parseCommand(['query', '--no-header', ...line.split(' ')]) as QueryCommand;
const levels = (time: number) => ((time / 1000) % 7 === 0 ? NaN : 40 + ((time / 1000) % 100) / 10);

/** As much of an archive as a query reads. */
function archiveWith(rows: readonly StoredRecord[] = []): Archive & { readonly reads: Span[] } {
  const reads: Span[] = [];
  const series = {
    read(_dataset: string, _instrument: string, _channel: string, stepMs: number, span: Span) {
      reads.push(span);
      return Float64Array.from({ length: (span.to - span.from) / stepMs }, (_, i) =>
        levels(span.from + i * stepMs),
      );
    },
    channels: () => [],
    extents: () => [],
  };
  const records = { pages: () => [rows], page: () => ({ rows: [], total: 0 }), newest: () => undefined };
  const instruments = {
    data: () => ({ serialNumber: 'A', name: '=HYPERLINK("x")', feature: ['SIC'], position: null }),
    get: () => ({ serial: 'A', name: 'Gate, =1+1', listedAt: NOON, features: [], onServer: true }),
    list: () => [],
  };
  const coverage = { list: () => [] };
  const keep = { list: () => [] };
  return { reads, series, records, instruments, coverage, keep } as unknown as Archive & {
    readonly reads: Span[];
  };
}
const pace = { breathe: () => Promise.resolve() };
const texts = async (archive: Archive, query: QueryCommand) =>
  (await queryTexts(archive, query, { leqbook: '1.2.3', now: NOON + DAY, pace })).texts;
const csv = async (archive: Archive, query: QueryCommand) => [...(await texts(archive, query))].join('');
const json = async (archive: Archive, query: QueryCommand) =>
  JSON.parse([...(await texts(archive, { ...query, format: 'json' }))].join('')) as {
    rows: Record<string, unknown>[];
  };

describe('a query of time history', () => {
  it('gives every slot of the span once, ascending, with gaps empty or null, in both formats alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -5_000, max: 5_000 }),
        fc.integer({ min: 1, max: 20_000 }),
        async (offset, length) => {
          const from = NOON + offset;
          const query = {
            ...ask('timehistory --instrument A --from 2026-03-02 --to 2026-03-03'),
            span: { from, to: from + length },
          };
          const { rows } = await json(archiveWith(), query);
          const first = Math.ceil(from / 1000) * 1000;
          const expected = [];
          for (let time = first; time < from + length; time += 1000) {
            const level = Number.isNaN(levels(time)) ? null : levels(time);
            const at = new Date(time).toISOString().replace('.000', '');
            expected.push({ time: at, LAeq: level, LAFMax: level, LCPeak: level });
          }
          expect(rows).toEqual(expected);
          const lines = (await csv(archiveWith(), query)).trimEnd().split('\n');
          expect(lines[0]).toBe('time,LAeq,LAFMax,LCPeak');
          expect(lines.slice(1)).toEqual(
            expected.map((row) =>
              Object.values(row)
                .map((value) => value ?? '')
                .join(','),
            ),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('gives the channels that were asked for, in that order, by their documented names', async () => {
    const query = ask(
      'timehistory --instrument A --from 2026-03-02 --to 2026-03-02T00:00:01Z --channel lcpeak --channel LAEQ',
    );
    expect((await csv(archiveWith(), query)).split('\n')[0]).toBe('time,LCPeak,LAeq');
    const wrong = ask('timehistory --instrument A --from 2026-03-02 --to 2026-03-03 --channel LZeq');
    await expect(texts(archiveWith(), wrong)).rejects.toThrow('no channel LZeq, only LAeq, LAFMax, LCPeak');
  });

  it('reads a long span day by day', async () => {
    const archive = archiveWith();
    const query = ask(
      'timehistory --instrument A --from 2026-03-02T06:00 --to 2026-03-04T06:00 --channel LAeq',
    );
    for (const piece of await texts(archive, query)) if (piece.startsWith('2026')) break;
    expect(archive.reads).toEqual([{ from: NOON - DAY / 4, to: NOON + DAY / 2 }]);
  });
});

describe('a query of records', () => {
  const row = (data: Record<string, unknown>): StoredRecord => ({
    key: 'k',
    time: NOON,
    until: undefined,
    data,
  });

  it('uses the names of the API, and null for what it did not send', async () => {
    const query = ask('calibrations --instrument A --from 2026-03-02 --to 2026-03-03 --format json');
    const sent = {
      time: '2026-03-02T12:00:00.0000001Z',
      status: 'Success',
      instrument: 'A',
      level: 93.7,
      extra: 1,
    };
    expect(await json(archiveWith([row(sent)]), query)).toMatchObject({
      ...{ dataset: 'calibrations', instrument: 'A', leqbook: '1.2.3', units: { level: 'dB', offset: 'dB' } },
      ...{ from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z', zone: 'UTC' },
      rows: [
        { time: '2026-03-02T12:00:00.0000001Z', status: 'Success', level: 93.7, offset: null, raw: sent },
      ],
    });
    expect((await json(archiveWith(), query)).rows).toEqual([]);
  });

  it('prints times in UTC, also those that came without a zone', async () => {
    const query = ask('recordings --instrument A --from 2026-03-02 --to 2026-03-03');
    const sent = {
      id: 'x',
      startTime: '2026-03-02T12:00:00',
      endTime: '2026-03-02T13:00:19+01:00',
      triggerName: 'Default',
    };
    expect(await csv(archiveWith([row(sent)]), query)).toBe(
      'time,id,startTime,endTime,triggerName,triggerStartTime,triggerEndTime,raw\n' +
        '2026-03-02T12:00:00Z,x,2026-03-02T12:00:00Z,2026-03-02T12:00:19Z,Default,,,' +
        `"${JSON.stringify(sent).replaceAll('"', '""')}"\n`,
    );
    expect(
      await csv(archiveWith([row(sent)]), { ...query, zone: 'Europe/Paris', channels: ['endTime'] }),
    ).toBe('time,endTime\n2026-03-02T13:00:00+01:00,2026-03-02T13:00:19+01:00\n');
  });

  it('keeps text from becoming a formula, and numbers numbers', async () => {
    const log = ask('calibrationlog --instrument A --from 2026-03-02 --to 2026-03-03');
    const text = await csv(archiveWith([row({ time: 'x', user: '=1+1', message: '-2, "quoted"' })]), log);
    expect(text.split('\n')[1]).toMatch(/^2026-03-02T12:00:00Z,'=1\+1,"'-2, ""quoted""","\{/);
    const calibrations = ask('calibrations --instrument A --from 2026-03-02 --to 2026-03-03');
    expect(
      await csv(archiveWith([row({ offset: -0.12, level: 93.7, status: '@x' })]), calibrations),
    ).toContain(",'@x,93.7,-0.12");
    const instruments = ask(
      'instruments --instrument A --from 2026-03-02 --to 2026-03-03 --channel name --channel feature',
    );
    expect((await csv(archiveWith(), instruments)).split('\n')[1]).toBe(
      `2026-03-02T12:00:00Z,"'=HYPERLINK(""x"")","[""SIC""]"`,
    );
  });

  it('begins with what it is, in lines that hide no formula', async () => {
    const query = { ...ask('calibrations --instrument A --from 2026-03-02 --to 2026-03-03'), header: true };
    const [...lines] = (await csv(archiveWith(), query)).split('\n');
    expect(lines.slice(0, 3)).toEqual(['# Leqbook: 1.2.3', '# Instrument: A', "# Name: Gate, '=1+1"]);
    expect(lines.filter((line) => line.startsWith('#')).at(-1)).toBe('# Exported: 2026-03-03T12:00:00Z');
  });
});
