import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { previewNames } from '../../../electron/core/export/preview';
import { tempFolder } from '../../support/temp';
import { MONDAY, openHarness, SERIAL, type Harness } from './harness';

const root = tempFolder('preview');
const MINUTE = 60_000;
let runs = 0;
let h: Harness;
beforeEach(() => {
  h = openHarness(path.join(root, String(runs++)));
  h.instrument(SERIAL, { name: 'North fence' });
});
afterEach(() => h.close());

function list(count: number): void {
  const rows = Array.from({ length: count }, (_, n) => {
    const time = MONDAY + n * MINUTE;
    return {
      key: `rec-${String(n)}`,
      time,
      until: time + 19_000,
      data: { id: `rec-${String(n)}`, triggerName: 'Night' },
    };
  });
  h.records('recordings', rows);
}
const request = { filter: {}, format: 'FLAC' } as const;

describe('a preview of names', () => {
  it('shows what the first three sounds that match would be called', () => {
    list(5);
    expect(previewNames(h.archive, request)).toEqual({
      names: [0, 1, 2].map(
        (n) => `${SERIAL}/2026-03-02/${SERIAL}_20260302T000${String(n)}00Z_Night_19s.flac`,
      ),
      problem: undefined,
    });
    const filter = { from: MONDAY + 4 * MINUTE };
    expect(previewNames(h.archive, { ...request, filter }).names).toEqual([
      `${SERIAL}/2026-03-02/${SERIAL}_20260302T000400Z_Night_19s.flac`,
    ]);
  });

  it('follows the template, the zone and what was said of a sound', () => {
    list(1);
    h.archive.sounds.mark([{ id: 'rec-0', tags: ['plant', 'voices'] }], MONDAY);
    const name = '{name}/{localTime}_{tags}.{ext}';
    expect(previewNames(h.archive, { ...request, format: 'WAV', name, zone: 'Asia/Tokyo' }).names).toEqual([
      'North-fence/20260302T090000+0900_plant+voices.wav',
    ]);
  });

  it('is on the clock of the site unless a zone is named, and elsewhere on the one for the rest', () => {
    list(1);
    const name = '{localTime}.{ext}';
    const shown = (clocks: object) => previewNames(h.archive, { ...request, name, ...clocks }).names;
    expect(shown({ elsewhere: 'Asia/Tokyo' })).toEqual(['20260302T090000+0900.flac']);
    const site = { kind: 'site' as const, name: 'Mill', tags: [], instruments: [SERIAL] };
    h.archive.people.put([{ added: { ...site, zone: 'Asia/Kathmandu' } }], MONDAY, 'ana');
    expect(shown({ elsewhere: 'Asia/Tokyo' })).toEqual(['20260302T054500+0545.flac']);
    expect(shown({ zone: 'Asia/Tokyo' })).toEqual(['20260302T090000+0900.flac']);
  });

  it('makes one up when nothing matches, with a serial that no instrument has', () => {
    const { names, problem } = previewNames(h.archive, request);
    expect(problem).toBeUndefined();
    expect(names).toEqual(['QT000000/2026-03-02/QT000000_20260302T101502Z_Default_19s.flac']);
  });

  it('says what is wrong instead', () => {
    list(1);
    expect(previewNames(h.archive, { ...request, name: '{when}.{ext}' })).toMatchObject({ names: [] });
    expect(previewNames(h.archive, { ...request, name: '{serial}.{ext}' }).problem).toMatch(
      /^Nothing in this/,
    );
    expect(previewNames(h.archive, { ...request, zone: 'Mars/Olympus' })).toEqual({
      names: [],
      problem: 'There is no time zone Mars/Olympus.',
    });
  });
});
