import { describe, expect, it, test } from 'vitest';
import { usualRules } from '../../../../electron/contract/people';
import type { Facts } from '../../../../electron/core/attention/facts';
import { UTC } from '../../../../electron/core/export/table-time';
import { judge, judgeLoose } from '../../../../electron/core/attention/judge';
import { calibration, certificate, DAY, goodFacts, HOUR, known, NOW, sic, sics } from './made-facts';

const rules = usualRules;
const HERE = { now: NOW, zone: UTC };
const judged = (change: Partial<Facts>) => judge({ ...goodFacts, ...change }, rules, HERE);
const said = (change: Partial<Facts>) =>
  judged(change).reasons.map(({ severity, text }) => `${severity}: ${text}`);
const unknown = (change: Partial<Facts>) => judged(change).unknown.map(({ text }) => text);
const { status } = goodFacts;
const withStatus = (change: Partial<NonNullable<Facts['status']>>): Partial<Facts> => ({
  status: status && { ...status, ...change },
});

test('an instrument of which everything is known and in order gives no reason and leaves no doubt', () => {
  expect(judged({})).toEqual({ reasons: [], unknown: [] });
});

test('of an instrument that was never asked nothing is said but that it is not known', () => {
  const never = { state: 'not-asked' } as const;
  const facts = { status: undefined, calibrations: never, sic: never, reach: never, held: never };
  const { reasons, unknown: doubts } = judged({ ...facts, sim: never, supply: never });
  expect(reasons).toEqual([]);
  expect(doubts).toEqual(
    ['State', 'Newest data', 'Drift', 'SIC', 'SIM budget', 'Supply', 'Coverage'].map((what) => ({
      instrument: 'QT1',
      text: `${what}: not asked yet`,
      asOf: undefined,
    })),
  );
});

test('what an instrument does not have is neither a reason nor a doubt; what a key may not read, or nobody keeps, is a doubt', () => {
  const none = { state: 'not-had' } as const;
  expect(judged({ calibrations: none, sic: none, sim: none, supply: none })).toEqual({
    reasons: [],
    unknown: [],
  });
  expect(unknown({ sic: { state: 'denied' }, supply: { state: 'off' } })).toEqual([
    'SIC: this key may not read it',
    'Supply: not kept',
  ]);
});

test('one that MyCirrus no longer lists is not judged', () => {
  const instrument = { ...goodFacts.instrument, onServer: false };
  expect(said({ instrument, ...withStatus({ measuring: false }) })).toEqual([]);
  expect(unknown({ instrument })).toEqual(['No longer listed by MyCirrus']);
});

describe('measuring', () => {
  it('is missed of one that is online, but not while it checks itself', () => {
    expect(said(withStatus({ measuring: false }))).toEqual(['now: Online and not measuring']);
    expect(said(withStatus({ measuring: false, sicInProgress: true }))).toEqual([]);
    expect(said(withStatus({ measuring: false, calibrationInProgress: true }))).toEqual([]);
  });
  it('is not known of one that is away, or was not asked for long, or did not tell', () => {
    expect(said(withStatus({ online: false, measuring: false }))).toEqual([]);
    expect(unknown(withStatus({ online: false }))).toEqual(['Whether it measures: not online']);
    expect(unknown(withStatus({ measuring: undefined }))).toEqual(['State: not told']);
    const limit = NOW - rules.silentHours * HOUR;
    expect(unknown(withStatus({ observedAt: limit + 1 }))).toEqual([]);
    expect(unknown(withStatus({ observedAt: limit }))).toEqual(['State: not asked lately']);
  });
});

describe('silence', () => {
  const reach = (newestHoursBefore: number | undefined, askedHoursAgo = 1): Partial<Facts> => {
    const to = NOW - askedHoursAgo * HOUR;
    const newest = newestHoursBefore === undefined ? undefined : to - newestHoursBefore * HOUR;
    return { reach: known({ asked: { from: NOW - 31 * DAY, to }, newest }) };
  };
  it('begins at the rule, counted from when it was last asked', () => {
    expect(said(reach(rules.silentHours - 0.01))).toEqual([]);
    expect(said(reach(rules.silentHours))).toEqual(['now: No data for 6 h']);
    expect(said({ ...reach(74), ...withStatus({ online: false }) })).toEqual([
      'now: Not online; no data for 3 d 2 h',
    ]);
  });
  it('is not made of what nobody asked for', () => {
    expect(said(reach(0.5, 200))).toEqual([]);
    expect(unknown(reach(0.5, 200))).toEqual(['Newest data: not asked lately']);
  });
  it('tells of one that never sent anything', () => {
    expect(said(reach(undefined))).toEqual(['now: No data in the 30 d 23 h asked for']);
  });
});

describe('drift', () => {
  const drift = (db: number) => said({ calibrations: known([calibration(60), calibration(20, db)]) });
  it('is a reason only over the rule, with either sign', () => {
    expect([drift(0.5), drift(-0.5)]).toEqual([[], []]);
    expect(drift(0.51)).toEqual(['look: Drift +0.51 dB, investigate (over 0.5 dB)']);
    expect(drift(1)).toEqual(['look: Drift +1.00 dB, investigate (over 0.5 dB)']);
    expect(drift(-1.16)).toEqual(['now: Drift −1.16 dB, suspect (over 1.0 dB)']);
  });
  it('is not known of one calibration, or since the microphone was changed', () => {
    expect(unknown({ calibrations: known([]) })).toEqual(['Drift: no calibration yet']);
    expect(unknown({ calibrations: known([calibration(20)]) })).toEqual([
      'Drift: only one calibration so far',
    ]);
    expect(unknown({ calibrations: known([calibration(20)]), microphoneChangedAt: NOW - 30 * DAY })).toEqual([
      'Drift: only one calibration since the microphone was changed',
    ]);
  });
  it('is told of the newest success, and a failure after it by itself', () => {
    const rows = [calibration(60), calibration(20, 0.6), calibration(3, undefined, 'Failed')];
    expect(said({ calibrations: known(rows) })).toEqual([
      'look: Drift +0.60 dB, investigate (over 0.5 dB)',
      'soon: Last calibration failed at 93.7 dB',
    ]);
    expect(said({ calibrations: known([...rows, calibration(2, 0.1)]) })).toEqual([]);
  });
});

describe('a SIC', () => {
  const newest = (at8kHz: number, outcome = 'Success') =>
    judged({ sic: sics([...[5, 4, 3, 2].map((ago) => sic(ago)), sic(1, at8kHz, outcome)]) });
  it('is compared with the baseline of its own instrument, and only over the rule', () => {
    expect(newest(35.7 - rules.sicDb).reasons).toEqual([]);
    expect(newest(35.7 - rules.sicDb - 0.02).reasons[0]).toMatchObject({
      severity: 'now',
      text: 'SIC 1.0 dB below its baseline at 8 kHz',
      since: NOW - DAY,
    });
    expect(newest(40.3, 'Error').reasons[0]?.text).toBe('SIC 4.6 dB above its baseline at 8 kHz (Error)');
  });
  it('that failed without a change is a reason of its own', () => {
    expect(newest(35.7, 'Error').reasons).toMatchObject([{ severity: 'soon', text: 'Last SIC: Error' }]);
    expect(newest(35.7, 'InProgress').reasons).toEqual([]);
  });
  it('has no baseline of two results', () => {
    expect(unknown({ sic: sics([sic(2), sic(1)]) })).toEqual(['SIC: too few results for a baseline']);
    expect(unknown({ sic: sics([]) })).toEqual(['SIC: no result yet']);
  });
  it('has changed since the first of the unbroken run', () => {
    const rows = [...[9, 8, 7, 6].map((ago) => sic(ago)), ...[5, 4, 3].map((ago) => sic(ago, 31))];
    expect(judged({ sic: sics(rows) }).reasons[0]?.since).toBe(NOW - 5 * DAY);
  });
});

describe('a certificate', () => {
  const due = (day: string) => said({ certificates: [certificate(day)] });
  it('holds through the day on which it is due', () => {
    expect(due('2027-01-22')).toEqual([]);
    expect(due('2027-01-21')).toEqual(['soon: Certificate due in 60 days']);
    expect(due('2026-11-22')).toEqual(['soon: Certificate due today']);
    expect(due('2026-11-21')).toEqual(['now: Certificate overdue for 1 day']);
  });
  it('is missed only where certificates are kept at all', () => {
    expect(unknown({ certificates: [] })).toEqual(['Certificate: none entered']);
    expect(unknown({ certificates: [], certificatesKept: false })).toEqual([]);
  });
  it('of a calibrator that goes with no instrument is told once, beside the instrument whose passport shows it', () => {
    const loose = [{ ...certificate('2026-11-01', 'calibrator'), instrument: undefined }];
    expect(judgeLoose(loose, 'QT1', rules, HERE)).toMatchObject([
      {
        instrument: undefined,
        text: 'Certificate of calibrator 98142 overdue for 21 days',
        evidence: { instrument: 'QT1', tab: 'calibration' },
      },
    ]);
  });
});

describe('the SIM budget', () => {
  const sim = (used: number, daysAgo = 0.1): Partial<Facts> => ({
    sim: known({ at: NOW - daysAgo * DAY, used, quota: 1_000 }),
  });
  it('is a reason at the rule, and worse when nothing is left', () => {
    expect(said(sim(899))).toEqual([]);
    expect(said(sim(900))).toEqual(['soon: SIM budget 90 % used: 900 of 1,000 MB']);
    expect(said(sim(1_000))).toEqual(['now: SIM budget 100 % used: 1,000 of 1,000 MB']);
    expect(said(sim(1_204))).toEqual(['now: SIM budget exceeded: 1,204 of 1,000 MB']);
  });
  it('of another week says nothing about this one', () => {
    expect([said(sim(990, 8)), unknown(sim(990, 8))]).toEqual([[], ['SIM budget: not asked lately']]);
    const untold = known({ at: NOW, used: undefined, quota: 0 });
    expect(unknown({ sim: untold })).toEqual(['SIM budget: not told']);
  });
});

describe('the supply', () => {
  const supply = (volts: number | undefined, before: number | undefined, hoursAgo = 1): Partial<Facts> => ({
    supply: known({ at: NOW - hoursAgo * HOUR, volts, before }),
  });
  it('is a reason once it fell by the rule', () => {
    expect(said(supply(11.51, 12.5))).toEqual([]);
    expect(said(supply(11.5, 12.5))).toEqual(['soon: Supply 11.5 V, 1.0 V lower than a day before']);
    expect(said(supply(13, 12))).toEqual([]);
  });
  it('is not known of one day, of none, or of the day before yesterday', () => {
    expect(unknown(supply(11, undefined))).toEqual(['Supply: less than a day known']);
    expect(unknown(supply(undefined, undefined))).toEqual(['Supply: not told']);
    expect([said(supply(11, 13, 25)), unknown(supply(11, 13, 25))]).toEqual([
      [],
      ['Supply: not asked lately'],
    ]);
  });
});

describe('coverage', () => {
  const held = (askedDays: number, heldDays: number, openDays = 0): Partial<Facts> => ({
    held: known({
      span: { from: NOW - 7 * DAY, to: NOW },
      askedMs: askedDays * DAY,
      heldMs: heldDays * DAY,
      openMs: openDays * DAY,
    }),
  });
  it('is a reason under the rule, and says what may still come', () => {
    expect(said(held(7, 6.3))).toEqual([]);
    expect(said(held(7, 6.29))).toEqual(['look: 89 % of the last 7 days held']);
    expect(said(held(7, 4, 2.9))).toEqual(['look: 57 % of the last 7 days held; 41 % may still come']);
    expect(said(held(3, 0))).toEqual(['look: 0 % of the 3 d asked for held']);
  });
  it('does not repeat what silence tells, but counts what was missing before it', () => {
    const newest = NOW - HOUR - 3 * DAY;
    const reach = known({ asked: { from: NOW - 31 * DAY, to: NOW - HOUR }, newest });
    expect(said({ ...held(7, 3.9, 3), reach })).toEqual(['now: No data for 3 d']);
    expect(said({ ...held(7, 2, 3), reach })).toEqual([
      'now: No data for 3 d',
      'look: 28 % of the last 7 days held; 42 % may still come',
    ]);
  });
  it('is not judged of hours', () => {
    expect(unknown(held(0.5, 0))).toEqual(['Coverage: only 12 h asked for']);
  });
});

describe('the evidence of a reason', () => {
  const evidence = (change: Partial<Facts>) => judged(change).reasons[0]?.evidence;
  const asked = { from: NOW - 31 * DAY, to: NOW - HOUR };
  it('of silence is the last day of data and how it ends; of one that never sent anything, all that was asked for', () => {
    const newest = NOW - 4 * DAY;
    expect(evidence({ reach: known({ asked, newest }) })).toEqual({
      ...{ instrument: 'QT1', tab: 'levels', part: undefined },
      span: { from: newest - DAY, to: newest + 3 * HOUR },
    });
    expect(evidence({ reach: known({ asked, newest: undefined }) })).toMatchObject({
      tab: 'coverage',
      span: asked,
    });
    expect(evidence(withStatus({ measuring: false }))?.span).toEqual({
      from: NOW - 1.5 * HOUR - DAY,
      to: NOW - HOUR,
    });
  });
  it('of a drift is what was measured between the two calibrations, and of a failed one the days around it', () => {
    const rows = [calibration(60), calibration(20, 0.6)];
    expect(evidence({ calibrations: known(rows) })).toMatchObject({
      tab: 'calibration',
      span: { from: NOW - 60 * DAY, to: NOW - 20 * DAY },
    });
    expect(
      evidence({ calibrations: known([calibration(60), calibration(3, undefined, 'Failed')]) })?.span,
    ).toEqual({
      from: NOW - 4 * DAY,
      to: NOW - 2 * DAY,
    });
  });
  it('of a SIC begins before it changed', () => {
    const rows = [...[9, 8, 7, 6].map((ago) => sic(ago)), ...[5, 4, 3].map((ago) => sic(ago, 31))];
    expect(evidence({ sic: sics(rows) })).toEqual({
      ...{ instrument: 'QT1', tab: 'calibration', part: 'sic' },
      span: { from: NOW - 19 * DAY, to: NOW - 2 * DAY },
    });
  });
  it('of a supply has both of the days that are compared, and of coverage those that were counted', () => {
    const at = NOW - HOUR;
    expect(evidence({ supply: known({ at, volts: 11, before: 12.5 }) })).toMatchObject({
      tab: 'system',
      span: { from: at - 27 * HOUR, to: at + 1 },
    });
    const span = { from: NOW - 7 * DAY, to: NOW };
    const held = known({ span, askedMs: 7 * DAY, heldMs: 3 * DAY, openMs: 0 });
    expect(evidence({ held })).toMatchObject({ tab: 'coverage', span });
  });
  it('of a certificate is among the certificates', () => {
    expect(evidence({ certificates: [certificate('2026-11-30')] })).toMatchObject({
      ...{ tab: 'calibration', part: 'certificates', span: undefined },
    });
  });
});
