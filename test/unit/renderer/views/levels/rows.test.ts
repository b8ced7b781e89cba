import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  covers,
  markAfterKey,
  markAt,
  markBoxes,
  shownOf,
  type Mark,
} from '../../../../../renderer/views/instrument/levels/rows/marks';
import { keepRows, readRows } from '../../../../../renderer/views/instrument/levels/rows/row-choice';
import {
  checkMarks,
  eventMarks,
  leftOutMarks,
  noteMarks,
  soundMarks,
} from '../../../../../renderer/views/instrument/levels/rows/row-marks';
import type { EventRow, PlaceColumn } from '../../../../../electron/contract/index';
import { greatestOf } from '../../../../../renderer/views/instrument/levels/rows/track-draw';
import { fakeHistory } from '../../../../support/fake-data';

const T0 = Date.UTC(2026, 10, 1);
const SECOND = 1_000;
const span = { from: T0, to: T0 + 1_000 * SECOND };
const mark = (from: number, to: number, id = String(from)): Mark => ({
  ...{ id, from: T0 + from * SECOND, to: T0 + to * SECOND },
  ...{ tone: 'accent', text: id, action: undefined },
});

describe('marks beneath the chart', () => {
  it('are wide enough to be seen, stay on the row, and only hide what is painted over by its like', () => {
    const moment = fc.integer({ min: -500, max: 1_500 });
    fc.assert(
      fc.property(fc.array(fc.tuple(moment, fc.integer({ min: 0, max: 300 })), { maxLength: 60 }), (raw) => {
        const marks = raw
          .map(([from, length]) => mark(from, from + length))
          .sort((a, b) => a.from - b.from || a.to - b.to);
        const boxes = markBoxes(marks, span, 500);
        for (const box of boxes) {
          expect(box.width).toBeGreaterThanOrEqual(2);
          expect(box.left).toBeGreaterThanOrEqual(0);
          expect(box.left + box.width).toBeLessThanOrEqual(500);
        }
        for (const { from, to } of marks) {
          if (to < span.from || from >= span.to) continue;
          const x = Math.min(499, Math.max(0, (Math.max(from, span.from) - span.from) / (2 * SECOND)));
          expect(boxes.some(({ left, width }) => x >= left - 1e-6 && x <= left + width + 1e-6)).toBe(true);
        }
      }),
    );
  });
  it('are not those of columns of a much wider span, which would be bars where nothing is', () => {
    const day = 24 * 3_600_000;
    const answered = (columns: unknown, from: number, to: number) =>
      shownOf({ value: { columns }, answers: { span: { from, to } } }, { from: 10 * day, to: 11 * day });
    expect(answered(['of a day'], 10 * day, 11 * day)).toBeDefined();
    expect(answered(['of another day'], 0, day)).toBeDefined();
    expect(answered(['of a year'], 0, 365 * day)).toBeUndefined();
    expect(answered(undefined, 0, 365 * day)).toBeDefined();
    expect(shownOf({ value: undefined, answers: undefined }, span)).toBeUndefined();
  });
  it('are said to be none only by an answer that is of all the span', () => {
    expect(covers(undefined, span)).toBe(false);
    expect(covers(span, span)).toBe(true);
    expect(covers({ from: span.from + 1, to: span.to }, span)).toBe(false);
    expect(covers({ from: span.from, to: span.to - 1 }, span)).toBe(false);
    expect(covers({ from: span.from - 1, to: span.to + 1 }, span)).toBe(true);
  });
  it('are found near the pointer, the shortest first where several lie under it', () => {
    const marks = [mark(0, 900, 'long'), mark(100, 110, 'short'), mark(950, 950, 'moment')];
    const at = (seconds: number) => markAt(marks, T0 + seconds * SECOND, 5 * SECOND);
    expect([at(105), at(50), at(953), at(930)]).toEqual([1, 0, 2, undefined]);
  });
  it('are walked through with the arrow keys, only those in sight', () => {
    const marks = [mark(-50, -40), mark(10, 20), mark(30, 40), mark(2_000, 2_001)];
    const press = (key: string, from?: number) => markAfterKey(key, from, marks, span);
    expect([press('ArrowRight'), press('ArrowRight', 1), press('ArrowRight', 2)]).toEqual([1, 2, 2]);
    expect([press('ArrowLeft'), press('ArrowLeft', 2), press('Home'), press('End')]).toEqual([2, 1, 1, 2]);
    expect(press('x', 1)).toBeUndefined();
    expect(markAfterKey('ArrowRight', undefined, [], span)).toBeUndefined();
  });
});

const each = (...rows: readonly EventRow[]) => ({ each: rows, columns: undefined });
const column = (change: Partial<PlaceColumn>): PlaceColumn => ({
  ...{ from: T0, to: T0 + 1_000 * SECOND, count: 1_240, loudest: 92.14, here: 0, only: undefined },
  ...change,
});

describe('what the marks say', () => {
  it('is how many there are in a column of too many, how loud, and that one can look closer', () => {
    const [several, one] = eventMarks(
      {
        each: undefined,
        columns: [column({}), column({ count: 1, to: T0 + 9_000, only: { key: 'e7', what: 'Train' } })],
      },
      'UTC',
    );
    expect(several).toMatchObject({
      text: '1,240 events from 1 Nov 2026 00:00:00 UTC · loudest 92.1 dB',
      action: 'look closer',
      closer: { from: T0 - 50 * SECOND, to: T0 + 1_050 * SECOND },
    });
    expect(one).toMatchObject({
      ...{ id: 'e7', text: '1 Nov 2026 00:00:00 UTC · 9 s · Train · 92.1 dB', action: 'open it' },
    });
    expect(one?.closer).toBeUndefined();
  });
  it('is how many of the sounds in a column can be listened to at once', () => {
    const columns = [0, 3, 1_240].map((here) => column({ here, loudest: undefined }));
    const said = soundMarks({ each: undefined, columns }, 'UTC');
    expect(said.map(({ tone, text }) => [tone, text.split(' · ').at(-1)])).toEqual([
      ['soft', 'none downloaded'],
      ['accent', '3 of them on this computer'],
      ['accent', 'on this computer'],
    ]);
  });
  it('is when, how long, what and how loud an event was', () => {
    const event = {
      key: 'e',
      from: T0,
      to: T0 + 19_000,
      type: undefined,
      trigger: 'Site limit',
      level: 78.25,
    };
    const [said] = eventMarks(each({ ...event, history: 'none', audio: 'held' }), 'UTC');
    expect(said?.text).toBe('1 Nov 2026 00:00:00 UTC · 19 s · Site limit · 78.3 dB');
    const endless = eventMarks(each({ ...event, to: undefined, history: 'none', audio: 'none' }), 'UTC')[0];
    expect([endless?.to, endless?.action]).toEqual([T0, 'open it']);
  });
  it('is how the drift of a calibration is judged, for those in the span alone', () => {
    const history = fakeHistory(T0);
    const newest = history.calibrations.reduce((a, b) => (a.time > b.time ? a : b));
    const [only, ...others] = checkMarks(
      { calibrations: history.calibrations, sic: [] },
      { from: newest.time, to: newest.time + 1 },
      'UTC',
    );
    expect(others).toEqual([]);
    expect(only?.text).toContain(newest.status);
  });
  it('is why a stretch is left out, and that nothing is known where the weather is not', () => {
    const marks = leftOutMarks(
      {
        excluded: [
          { from: T0 + 60_000, to: T0 + 120_000, why: 'wind', text: 'Wind up to 9.3 m/s' },
          { from: T0, to: T0 + 60_000, why: 'hand', text: 'Lorry', entry: 7 },
        ],
        unknownWeather: [{ from: T0 + 300_000, to: T0 + 360_000 }],
      },
      [
        {
          ...{ id: 7, instrument: 'QT410233', from: T0, to: T0 + 60_000, removedAt: undefined },
          ...{ author: 'ana', createdAt: T0, changedAt: T0 },
          added: { kind: 'exclusion', why: 'Lorry' },
        },
      ],
      'UTC',
    );
    const told = marks.map(({ id, tone, text, action }) => [id, tone, ...text.split(' · ').slice(2), action]);
    expect(told).toEqual([
      ['7', 'bad', 'Exclusion: Lorry', 'ana, 1 Nov 2026 00:00', 'change or remove it'],
      [`wind ${String(T0 + 60_000)}`, 'warn', 'Wind up to 9.3 m/s', 'select it'],
      [`unknown ${String(T0 + 300_000)}`, 'unknown', 'weather not known: neither in nor out', undefined],
    ]);
  });
  it('is what a note says and who wrote it; what has no time has no mark', () => {
    const entry = {
      ...{ id: 3, instrument: 'QT410233', from: T0, to: T0, author: 'ana', createdAt: T0, changedAt: T0 },
      ...{ removedAt: undefined, added: { kind: 'note' as const, text: 'Wind shield changed' } },
    };
    const marks = noteMarks([entry, { ...entry, id: 4, from: undefined, to: undefined }], 'UTC');
    expect(marks.map(({ text }) => text)).toEqual([
      '1 Nov 2026 00:00:00 · Note: Wind shield changed · ana, 1 Nov 2026 00:00',
    ]);
  });
});

describe('the rows', () => {
  it('are remembered, and what was kept in error is ignored', () => {
    keepRows(localStorage, ['wind', 'notes']);
    expect(readRows(localStorage)).toEqual(['notes', 'wind']);
    localStorage.setItem('leqbook-level-rows', '["wind", "no such row"]');
    expect(readRows(localStorage)).toEqual(['wind']);
    localStorage.setItem('leqbook-level-rows', '{');
    expect(readRows(localStorage)).toContain('coverage');
    localStorage.clear();
  });
  it('scale by the greatest value, whatever is missing', () => {
    expect(greatestOf([NaN, 3, NaN, 7, 0])).toBe(7);
    expect(greatestOf([0, NaN])).toBe(0);
    expect(greatestOf([NaN])).toBeUndefined();
  });
});
