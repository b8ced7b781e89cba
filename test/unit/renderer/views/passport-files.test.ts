import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  calibrationLines,
  startSpan,
} from '../../../../renderer/views/instrument/calibration/calibration-lines';
import {
  calibrationTable,
  certificateTable,
  linesTable,
  logTable,
  passportFacts,
  passportName,
  sicTable,
  stretchTable,
} from '../../../../renderer/views/instrument/calibration/passport-files';
import { fakeState } from '../../../support/fake-core';
import { fakePassport } from '../../../support/fake-passport';
import { fakeEntry } from '../../../support/fake-people';

const NOW = Date.UTC(2026, 10, 22, 14);
const DAY = 86_400_000;
const state = fakeState(NOW);
state.people.entries = [
  fakeEntry(1, {
    added: { kind: 'certificate', of: 'calibrator', serial: 'C-77', issued: '2026-01-01', due: '2027-01-01' },
  }),
  fakeEntry(2, { added: { kind: 'microphone', text: 'hail', serial: 'M2' }, from: NOW - 200 * DAY }),
];
const passport = fakePassport(state, 'QT480112');
const saved = { serial: 'QT480112', name: 'Gate', now: NOW, zone: 'UTC' };

it('has a cell for each column, figures as figures, and every calibration and change of microphone in order', () => {
  const tables = [
    calibrationTable(passport.calibrations, passport.microphones, 'UTC'),
    sicTable(passport, 'UTC'),
    stretchTable(passport.stretches, 'UTC'),
    certificateTable(passport.certificates, 'UTC'),
    logTable(passport.log, 'UTC'),
  ];
  for (const { columns, rows } of tables) {
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      row.forEach((cell, index) => {
        if (cell !== null) expect(typeof cell).toBe(columns[index]?.kind === 'text' ? 'string' : 'number');
      });
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
  }
  const calibrations = tables[0]?.rows ?? [];
  expect(calibrations).toHaveLength(passport.calibrations.length + 1);
  expect(calibrations).toContainEqual([
    NOW - 200 * DAY,
    'Microphone changed, M2, hail',
    null,
    null,
    null,
    null,
  ]);
  const times = calibrations.map(([at]) => Number(at));
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(tables[3]?.rows[0]?.slice(0, 2)).toEqual(['Calibrator, of all instruments', 'C-77']);
});

it('of a chart holds what is on show', () => {
  const lines = calibrationLines(passport.calibrations, passport.microphones);
  const all = linesTable(lines, { from: 0, to: NOW }, 'dB', 'UTC');
  expect(all.columns.map(({ name }) => name)).toEqual(['Time', 'Drift', 'Offset from factory']);
  const [first, second] = all.rows.map(([at]) => Number(at));
  const some = linesTable(lines, { from: first ?? 0, to: second ?? 0 }, 'dB', 'UTC');
  expect(some.rows).toEqual(all.rows.slice(0, 1));
});

it('says whose it is and how old', () => {
  expect(passportName('SIC', saved)).toBe('QT480112 SIC 22 Nov 2026');
  expect(passportFacts(saved, undefined)).toEqual([
    ['Instrument', 'Gate (QT480112)'],
    ['Asked', 'not yet'],
  ]);
  expect(passportFacts({ ...saved, name: 'QT480112' }, null)[0]).toEqual(['Instrument', 'QT480112']);
});

it('a chart begins with the time chosen elsewhere only where that holds some results', () => {
  const times = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 30 });
  fc.assert(
    fc.property(
      times,
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 1, max: 50 }),
      (all, from, length) => {
        const span = { from, to: from + length };
        const start = startSpan(all, span);
        const inside = all.filter((at) => at >= span.from && at < span.to).length;
        expect(start).toEqual(inside >= 3 ? span : undefined);
      },
    ),
  );
  expect(startSpan([1, 2, 3], undefined)).toBeUndefined();
});
