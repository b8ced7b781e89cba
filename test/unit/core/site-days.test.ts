import { expect, test } from 'vitest';
import { UTC, zoneOf } from '../../../electron/core/export/table-time';
import { dayAt, daysBetween, endOfDay } from '../../../electron/core/site-days';

const auckland = zoneOf('Pacific/Auckland');
const london = zoneOf('Europe/London');
const at = (iso: string) => Date.parse(iso);

test('the day is the one that the site’s clock shows', () => {
  const noon = at('2026-11-22T12:00:00Z');
  expect([UTC, auckland, zoneOf('Pacific/Pago_Pago')].map((zone) => dayAt(noon, zone))).toEqual([
    ...['2026-11-22', '2026-11-23', '2026-11-22'],
  ]);
});

test('a day ends with the clock’s own midnight, also on the days on which it leaps', () => {
  expect(endOfDay('2026-03-28', london)).toBe(at('2026-03-29T00:00:00Z'));
  expect(endOfDay('2026-03-29', london)).toBe(at('2026-03-29T23:00:00Z'));
  expect(endOfDay('2026-10-25', london)).toBe(at('2026-10-26T00:00:00Z'));
  expect(endOfDay('2026-11-22', auckland)).toBe(at('2026-11-22T11:00:00Z'));
});

test('days are counted by the calendar, however long their hours made them', () => {
  expect([daysBetween('2026-03-28', '2026-03-30'), daysBetween('2026-11-22', '2026-11-21')]).toEqual([2, -1]);
  expect(daysBetween('2026-11-22', 'soon')).toBeNaN();
});
