import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCell, formatTime, timeCell, UTC, zoneOf } from '../../../../electron/core/export/table-time';

const at = (text: string) => Date.parse(text);

describe('times in a zone', () => {
  it('carry the offset of their moment, and mean that moment', () => {
    const zones = ['UTC', 'Europe/London', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z') }),
        (name, ms) => {
          const zone = zoneOf(name);
          expect(Date.parse(formatTime(ms, zone))).toBe(ms);
          const wall = new Intl.DateTimeFormat('sv-SE', {
            ...{ timeZone: name, dateStyle: 'short', timeStyle: 'medium' },
          }).format(ms);
          expect(formatTime(ms, zone).slice(0, 19).replace('T', ' ')).toBe(wall);
        },
      ),
    );
  });

  it('tell the two hours apart that autumn has for one', () => {
    const london = zoneOf('Europe/London');
    expect(formatTime(at('2026-10-25T00:30:00Z'), london)).toBe('2026-10-25T01:30:00+01:00');
    expect(formatTime(at('2026-10-25T01:30:00Z'), london)).toBe('2026-10-25T01:30:00+00:00');
  });

  it('have milliseconds where there are any, or where their column does', () => {
    expect(formatTime(5)).toBe('1970-01-01T00:00:00.005Z');
    expect(formatTime(0)).toBe('1970-01-01T00:00:00Z');
    expect(formatTime(0, UTC, 3)).toBe('1970-01-01T00:00:00.000Z');
  });

  it('keep every digit that came', () => {
    const cell = timeCell('2026-07-01T12:00:00.1234567Z');
    expect(formatCell(cell, UTC)).toBe('2026-07-01T12:00:00.1234567Z');
    expect(formatCell(cell, zoneOf('Europe/London'))).toBe('2026-07-01T13:00:00.1234567+01:00');
    expect(timeCell('2026-07-01T12:00:00.120')).toBe(at('2026-07-01T12:00:00.120Z'));
    expect(formatCell(timeCell('soon'), UTC)).toBe('soon');
  });

  it('are not told in a zone that does not exist', () => {
    expect(() => zoneOf('Europe/Lnodon')).toThrow('there is no time zone Europe/Lnodon');
    expect(zoneOf(undefined)).toBe(UTC);
  });
});
