import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalibrationRow, SicRow } from '../../../../electron/contract/model';
import type { Certificate } from '../../../../electron/contract/passport';
import type { EntryInput } from '../../../../electron/contract/people';
import { calibrationHistory, HOUSE_RULE } from '../../../../electron/core/acoustics/drift';
import type { Archive } from '../../../../electron/core/db/archive';
import { readPassport } from '../../../../electron/core/queries/passport';
import { passportCertificates } from '../../../../electron/core/queries/passport-certificates';
import { passportStretches } from '../../../../electron/core/queries/passport-stretches';
import { judgeSic } from '../../../../electron/core/queries/sic-baseline';
import { withArchive } from '../../../support/temp-archive';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22, 12);
const QT = 'QT1';

const calibration = (day: number, offset: number | undefined, status = 'Success') => ({
  time: NOW + day * DAY,
  status,
  level: 93.7,
  offset,
});
const sic = (day: number, value: number | undefined, status = 'Success'): SicRow => ({
  time: NOW + day * DAY,
  status,
  bands: value === undefined ? {} : { '1kHz': value },
});

describe('a change of microphone', () => {
  it('is never compared across, and what came before says nothing of the microphone that measures now', () => {
    const rows = [calibration(-40, 0.1), calibration(-30, 0.2), calibration(-10, 3), calibration(-5, 3.1)];
    const drifts = (breaks: readonly number[]) => {
      const history = calibrationHistory(rows, HOUSE_RULE, breaks);
      return [...history.calibrations.map(({ drift }) => drift), history.latestDrift];
    };
    expect(drifts([])).toEqual([undefined, 0.1, 2.8, 0.1, 0.1]);
    expect(drifts([NOW - 20 * DAY])).toEqual([undefined, 0.1, undefined, 0.1, 0.1]);
    expect(drifts([NOW - 10 * DAY])).toEqual([undefined, 0.1, undefined, 0.1, 0.1]);
    expect(drifts([NOW - DAY])).toEqual([undefined, 0.1, 2.8, 0.1, undefined]);
  });
});

describe('the data between calibrations', () => {
  const days = fc.array(fc.integer({ min: -300, max: 0 }), { maxLength: 6 });
  it('are each in one stretch and one only, whatever calibrations and microphones there are', () => {
    fc.assert(
      fc.property(days, days, days, (calibrated, broken, heldFrom) => {
        const breaks = broken.map((day) => NOW + day * DAY).sort((a, b) => a - b);
        const rows = [...new Set(calibrated)].map((day, index) =>
          calibration(day, index / 10, index % 4 === 3 ? 'Failed' : 'Success'),
        );
        const { calibrations, thresholds } = calibrationHistory(rows, HOUSE_RULE, breaks);
        const held = [...new Set(heldFrom)]
          .sort((a, b) => a - b)
          .map((day) => ({ from: NOW + day * DAY + HOUR, to: NOW + day * DAY + 9 * HOUR }));
        const stretches = passportStretches({ calibrations, breaks, held, thresholds });
        expect(stretches.reduce((sum, { heldMs }) => sum + heldMs, 0)).toBe(held.length * 8 * HOUR);
        stretches.forEach(({ before, after, from, to, drift }, index) => {
          const next = stretches[index + 1];
          if (next !== undefined) expect(next.from).toBe(to);
          if (drift !== undefined) {
            expect(drift).toBeCloseTo((after?.offset ?? NaN) - (before?.offset ?? NaN));
            expect(breaks.some((at) => at > (from ?? 0) && at <= (to ?? 0))).toBe(false);
          }
        });
      }),
    );
  });

  it('before the first, after the last and on either side of another microphone have no drift', () => {
    const breaks = [NOW - 20 * DAY];
    const rows = [calibration(-40, 0.1), calibration(-30, 0.7), calibration(-10, 3)];
    const { calibrations, thresholds } = calibrationHistory(rows, HOUSE_RULE, breaks);
    const held = [{ from: NOW - 50 * DAY, to: NOW }];
    const found = passportStretches({ calibrations, breaks, held, thresholds });
    expect(
      found.map(({ before, after, drift, verdict, heldMs }) => [
        before?.offset,
        after?.offset,
        drift,
        verdict,
        heldMs / DAY,
      ]),
    ).toEqual([
      [undefined, 0.1, undefined, 'unknown', 10],
      [0.1, 0.7, 0.6, 'investigate', 10],
      [0.7, undefined, undefined, 'unknown', 10],
      [undefined, 3, undefined, 'unknown', 10],
      [3, undefined, undefined, 'unknown', 10],
    ]);
  });
});

describe('a SIC', () => {
  const judge = (rows: readonly SicRow[], calibrated: readonly number[], breaks: readonly number[] = []) =>
    judgeSic({
      rows,
      calibrated: calibrated.map((day) => NOW + day * DAY),
      breaks: breaks.map((day) => NOW + day * DAY),
      rule: 1,
    });
  const off = ({ sic: rows }: ReturnType<typeof judge>) =>
    rows.map(({ from, verdict }) => [from['1kHz'], verdict]);

  it('is taken against the median of the first successes since the last calibration before it', () => {
    const rows = [sic(1, 40), sic(2, 40), sic(3, 40), sic(5, 48.6), sic(6, 48.4), sic(7, 48.5)];
    const judged = judge([...rows, sic(8, 44, 'Error'), sic(9, 49.5), sic(10, undefined)], [4]);
    expect(judged.baselines).toMatchObject([
      { after: 'first', results: 3, bands: { '1kHz': 40 } },
      { after: 'calibration', results: 4, from: NOW + 5 * DAY, bands: { '1kHz': 48.55 } },
    ]);
    expect(off(judged).slice(-3)).toEqual([
      [-4.55, 'investigate'],
      [0.95, 'within'],
      [undefined, 'unknown'],
    ]);
  });

  it('is taken against the baseline before, while there are too few since a calibration', () => {
    const rows = [sic(1, 40), sic(2, 41), sic(3, 42), sic(5, 48)];
    expect(off(judge(rows, [4])).at(-1)).toEqual([7, 'investigate']);
  });

  it('has no baseline with another microphone until that has results of its own', () => {
    const rows = [sic(1, 40), sic(2, 40), sic(3, 40), sic(5, 48), sic(6, 48)];
    expect(off(judge(rows, [], [4])).slice(-2)).toEqual([
      [undefined, 'unknown'],
      [undefined, 'unknown'],
    ]);
    expect(off(judge([...rows, sic(7, 48)], [], [4])).at(-1)).toEqual([0, 'within']);
  });

  it('that lies on the rule exactly is within', () => {
    expect(off(judge([sic(1, 48.5), sic(2, 48.5), sic(3, 48.5), sic(4, 49.5)], [])).at(-1)).toEqual([
      1,
      'within',
    ]);
  });
});

const paper = (of: Certificate['of'], serial: string, issued: string, due: string): Certificate => ({
  kind: 'certificate',
  ...{ of, serial, issued, due },
});

describe('a certificate', () => {
  it('is current, due soon, overdue or replaced by one of the same device issued later', () => {
    const entry = (id: number, added: Certificate) => ({
      ...{ id, added, instrument: QT, from: undefined, to: undefined, author: '' },
      ...{ createdAt: 0, changedAt: 0, removedAt: undefined },
    });
    const found = passportCertificates(
      [
        entry(1, paper('instrument', 'G1', '2022-01-10', '2024-01-10')),
        entry(2, paper('instrument', 'G1', '2024-12-01', '2026-11-30')),
        entry(3, paper('calibrator', 'C7', '2025-11-21', '2026-11-21')),
        entry(4, paper('calibrator', 'C8', '2026-11-22', '2027-11-22')),
      ],
      '2026-11-22',
      60,
    );
    expect(found.map(({ entry: { id }, state, daysLeft }) => [id, state, daysLeft])).toEqual([
      [3, 'overdue', -1],
      [2, 'soon', 8],
      [4, 'current', 365],
      [1, 'replaced', -1047],
    ]);
  });
});

function fill(archive: Archive): void {
  const data = { serialNumber: QT, name: 'Gate', model: 'CR:900', type: 'Noise', feature: ['SIC'] };
  archive.instruments.replace([{ serial: QT, data }], NOW);
  const rows = [calibration(-40, 0.04), calibration(-25, 9, 'Failed'), calibration(-20, 0.66)];
  archive.records.upsert(
    'calibrations',
    QT,
    rows.map(({ time, ...rest }) => ({
      key: String(time),
      ...{ time, until: undefined },
      data: { time: new Date(time).toISOString(), ...rest },
    })),
    NOW,
  );
  const answered = { instrument: QT, params: '', state: 'settled', asks: 1, why: undefined } as const;
  const span = { from: NOW - 60 * DAY, to: NOW, askedAt: NOW };
  archive.coverage.put({ ...answered, ...span, dataset: 'calibrations' });
  const start = NOW - 30 * DAY;
  archive.series.write('timehistory', QT, [
    { channel: 'LAeq', stepMs: 1_000, start, values: new Float64Array(3_600).fill(50) },
    { channel: 'LAeq', stepMs: 1_000, start: NOW - 3 * DAY, values: new Float64Array(600).fill(50) },
  ]);
}
const put = (archive: Archive, ...entries: EntryInput[]) => archive.people.put(entries, NOW, 'Ana');
const read = (archive: Archive) => readPassport(archive, QT, { now: NOW, version: '1.2.3' });
const kinds = (archive: Archive) => read(archive).unknowns.map(({ kind }) => kind);

describe('a passport', () => {
  it('says which data lie between which calibrations, with what drift, and what is not known', () =>
    withArchive((archive) => {
      fill(archive);
      const passport = read(archive);
      expect(passport).toMatchObject({
        instrument: { serial: QT, name: 'Gate', model: 'CR:900' },
        ...{ version: '1.2.3', generatedAt: NOW, latestDrift: 0.62, latestVerdict: 'investigate' },
        longTerm: { offset: 0.66, change: 0.62, firstAt: NOW - 40 * DAY },
      });
      expect(passport.stretches.map(({ drift, data, heldMs }) => [drift, data?.from, heldMs])).toEqual([
        [0.62, NOW - 30 * DAY, HOUR],
        [undefined, NOW - 3 * DAY, 600_000],
      ]);
      expect(kinds(archive)).toEqual([
        'no-calibration-after',
        'no-instrument-certificate',
        'no-calibrator-certificate',
        'calibrator-used',
        'sic-not-asked',
        'log-not-asked',
      ]);
    }, NOW));

  it('is told of a microphone and of certificates, and forgets what is removed', () =>
    withArchive((archive) => {
      fill(archive);
      const [microphone] = put(
        archive,
        {
          instrument: QT,
          from: NOW - 22 * DAY,
          added: { kind: 'microphone', text: 'Capsule', serial: '77' },
        },
        { instrument: QT, added: paper('instrument', 'G1', '2025-11-01', '2027-11-01') },
        { added: paper('calibrator', 'C7', '2024-11-01', '2025-11-20') },
      );
      const passport = read(archive);
      expect(passport).toMatchObject({
        latestDrift: undefined,
        longTerm: { change: 0, firstAt: NOW - 20 * DAY },
        microphones: [{ at: NOW - 22 * DAY, text: 'Capsule', serial: '77' }],
      });
      expect(passport.stretches.map(({ drift }) => drift)).toEqual([undefined, undefined, undefined]);
      expect(passport.unknowns.slice(0, 4)).toEqual([
        { kind: 'no-drift' },
        { kind: 'no-calibration-after', at: NOW - 30 * DAY, to: NOW - 30 * DAY + HOUR },
        { kind: 'no-calibration-after', at: NOW - 3 * DAY, to: NOW - 3 * DAY + 600_000 },
        { kind: 'microphone', at: NOW - 22 * DAY },
      ]);
      expect(passport.unknowns).toContainEqual({ kind: 'calibrator-certificate-overdue', days: 367 });
      archive.people.remove([microphone?.id ?? 0], NOW);
      expect(read(archive).latestDrift).toBe(0.62);
    }, NOW));

  it('reckons when a certificate is due by the day at the site', () =>
    withArchive((archive) => {
      const today = new Date(NOW).toISOString().slice(0, 10);
      archive.instruments.replace([{ serial: QT, data: { serialNumber: QT } }], NOW);
      put(archive, { instrument: QT, added: paper('instrument', 'G1', '2025-11-01', today) });
      const left = (zone: string) => {
        put(archive, { added: { kind: 'site', name: zone, zone, tags: [], instruments: [QT] } });
        return read(archive).certificates[0]?.daysLeft;
      };
      const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'] as const;
      // Their clocks are never on the same day.
      expect((left(zones[1]) ?? 0) - (left(zones[0]) ?? 0)).toBe(1);
    }, NOW));

  it('says what was never asked rather than that there is nothing', () =>
    withArchive((archive) => {
      archive.instruments.replace([{ serial: QT, data: { serialNumber: QT } }], NOW);
      expect(kinds(archive).slice(0, 2)).toEqual(['calibrations-not-asked', 'no-data']);
      fill(archive);
      archive.coverage.remove('calibrations', QT, { from: NOW - 30 * DAY, to: NOW - 25 * DAY });
      expect(read(archive).unknowns).toContainEqual({
        kind: 'calibrations-partly-asked',
        at: NOW - 30 * DAY,
        to: NOW - 25 * DAY,
      });
      expect(() => readPassport(archive, 'QT9', { now: NOW, version: '' })).toThrow('QT9 was not found');
    }, NOW));

  it('calls stretches without calibrations unknown, not good', () => {
    const held = [{ from: NOW - DAY, to: NOW }];
    const calibrations: CalibrationRow[] = [];
    expect(passportStretches({ calibrations, breaks: [], held, thresholds: HOUSE_RULE })).toMatchObject([
      { before: undefined, after: undefined, drift: undefined, verdict: 'unknown', heldMs: DAY },
    ]);
  });
});
