import fc from 'fast-check';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Added } from '../../../../electron/contract/people';
import { systemClock } from '../../../../electron/core/clock';
import type { Archive } from '../../../../electron/core/db/archive';
import { openArchive } from '../../../../electron/core/db/open';
import { zonesOf } from '../../../../electron/core/export/zones';
import { assignPaths } from '../../../../electron/core/transfer/names';
import { parseTemplate, type Template } from '../../../../electron/core/transfer/template';
import { tempFolder } from '../../../support/temp';

let archive: Archive;
const site = (name: string, zone: string | undefined, ...instruments: string[]): { added: Added } => ({
  added: { kind: 'site', name, tags: [], instruments, ...(zone !== undefined && { zone }) },
});
beforeAll(() => {
  archive = openArchive(path.join(tempFolder('zones'), 'archive.db'), systemClock);
  archive.people.put(
    [
      site('Quarry', 'Europe/London', 'QT1'),
      site('Airport', 'Australia/Lord_Howe', 'QT2', 'QT3'),
      site('Harbour', 'America/St_Johns', 'QT3'),
      site('Mill', undefined, 'QT4'),
      site('Moon', 'Moon/Tranquility', 'QT5'),
    ],
    0,
    'ana',
  );
  archive.people.remove(
    archive.people.put([site('Old', 'Asia/Kathmandu', 'QT6')], 0, 'ana').map(({ id }) => id),
    0,
  );
});
afterAll(() => archive.close());

describe('the clocks of an export', () => {
  const SERIALS = ['QT1', 'QT2', 'QT3', 'QT4', 'QT5', 'QT6', 'QT7'];
  const names = (clocks: Parameters<typeof zonesOf>[1]) => {
    const zones = zonesOf(archive, clocks);
    return SERIALS.map((serial) => zones(serial).name);
  };

  it('are those of each site, and elsewhere what the request says, or UTC', () => {
    const sites = ['Europe/London', 'Australia/Lord_Howe', 'America/St_Johns'];
    expect(names({})).toEqual([...sites, 'UTC', 'UTC', 'UTC', 'UTC']);
    const rest = Array.from({ length: 4 }, () => 'Asia/Tokyo');
    expect(names({ elsewhere: 'Asia/Tokyo' })).toEqual([...sites, ...rest]);
  });

  it('are one for all when the request names it', () => {
    expect(new Set(names({ zone: 'Asia/Tokyo', elsewhere: 'Europe/Paris' }))).toEqual(
      new Set(['Asia/Tokyo']),
    );
  });

  it('are refused when there are none', () => {
    for (const clocks of [{ zone: 'Mars/Olympus' }, { elsewhere: 'Mars/Olympus' }])
      expect(() => zonesOf(archive, clocks)).toThrow('there is no time zone Mars/Olympus');
  });
});

/** Around what changes clocks in 2026: London and Lord Howe (by half an hour), and St John’s. */
const CHANGES = ['2026-03-29T01:00Z', '2026-04-04T15:00Z', '2026-10-25T01:00Z', '2026-11-01T04:30Z'];
const moments = fc.oneof(
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -10_800, max: 10_800 }))
    .map(([change, seconds]) => Date.parse(change) + seconds * 1_000),
  fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }).map((ms) => Math.floor(ms / 1_000) * 1_000),
);

describe('names by the clocks of several sites', () => {
  it('tell the moment, on the calendar of the site, and never meet, whatever the template leaves out', () => {
    const zones = zonesOf(archive, { elsewhere: 'Europe/Berlin' });
    const template = parseTemplate('{date}/{localTime}.{ext}') as Template;
    fc.assert(
      fc.property(
        fc.array(fc.record({ from: moments, serial: fc.constantFrom('QT1', 'QT2', 'QT3', 'QT9') }), {
          minLength: 1,
          maxLength: 40,
        }),
        (sounds) => {
          const wanted = sounds.map(({ from, serial }, n) => ({
            ...{ id: `rec-${String(n)}`, instrument: serial, from, to: from, trigger: undefined },
          }));
          const paths = assignPaths(wanted, { format: 'WAV', template, zone: zones }, new Map());
          expect(new Set(paths.values()).size).toBe(wanted.length);
          for (const { id, instrument, from } of wanted) {
            const timeZone = zones(instrument).name;
            const day = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(from);
            const name = paths.get(id) ?? '';
            expect(name.slice(0, 11)).toBe(`${day}/`);
            expect(momentOf(name.slice(11))).toBe(from);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Of `20261025T013000+0100…`. */
function momentOf(name: string): number {
  const [, y = '', m = '', d = '', time = '', sign = '', off = ''] =
    /^(\d{4})(\d\d)(\d\d)T(\d{6})([+-])(\d{4})/.exec(name) ?? [];
  const two = (text: string) => text.match(/\d\d/g)?.join(':') ?? '';
  return Date.parse(`${y}-${m}-${d}T${two(time)}${sign}${two(off)}`);
}
