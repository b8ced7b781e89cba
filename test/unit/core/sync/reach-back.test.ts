import { expect, test } from 'vitest';
import { DAY_MS } from '../../../../electron/core/datasets';
import { wantedBy } from '../../../../electron/core/sync/facts';
import { planSync } from '../../../../electron/core/sync/plan';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const widthsOf = (request: Parameters<typeof wantedBy>[0]) =>
  Object.fromEntries(
    planSync({
      now: NOW,
      instruments: [{ serial: 'QT1', type: 'Noise', features: ['SIC'], onServer: true }],
      online: new Map(),
      wanted: wantedBy(request, NOW),
      coverage: [],
      scopesDenied: new Set(),
      asked: [],
    }).steps.flatMap(({ dataset, span }) =>
      span === undefined ? [] : [[dataset, (span.to - span.from) / DAY_MS]],
    ),
  );

test('a week of levels comes with a year of calibrations, without which no drift could be told', () => {
  expect(widthsOf({ days: 7 })).toEqual({
    calibrations: 365,
    calibrationlog: 365,
    sic: 365,
    measurements: 7,
    timehistory: 7,
    recordings: 7,
  });
});

test('an exact span is asked for exactly', () => {
  const span = { from: NOW - 2 * DAY_MS, to: NOW - DAY_MS };
  expect(new Set(Object.values(widthsOf({ span })))).toEqual(new Set([1]));
});
