import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickAfterKey, pickedSpan, pickingWords, type Picking } from '../../../../renderer/charts/picking';

const T0 = Date.UTC(2026, 10, 1);
const shown = { from: T0, to: T0 + 50_000 };
const press = (keys: readonly string[], from: Picking): Picking =>
  keys.reduce((picking, key) => pickAfterKey(key, false, picking, shown) ?? picking, from);

describe('choosing a stretch by keys', () => {
  it('sets its beginning with Enter and follows the arrows from there, backwards as well', () => {
    const begun = press(['Home', 'Enter'], { at: T0 + 9, anchor: undefined });
    expect(pickedSpan(begun)).toBeUndefined();
    expect(pickedSpan(press(['ArrowRight', 'ArrowRight'], begun))).toEqual({ from: T0, to: T0 + 2_000 });
    const back = press(['End', ' ', 'ArrowLeft'], { at: T0, anchor: undefined });
    expect(pickedSpan(back)).toEqual({ from: shown.to - 1_000, to: shown.to });
  });
  it('moves a tenth of a stride with Shift, and leaves other keys to others', () => {
    const here = { at: T0 + 10_000, anchor: undefined };
    expect(pickAfterKey('ArrowRight', true, here, shown)).toEqual({ at: T0 + 10_100, anchor: undefined });
    for (const key of ['+', 'PageUp', 's', 'Tab'])
      expect(pickAfterKey(key, false, here, shown)).toBeUndefined();
  });
  it('never leaves what is shown, and a stretch is whole ms with its ends in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('ArrowLeft', 'ArrowRight', 'Home', 'End', 'Enter'), { maxLength: 150 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (keys, share) => {
          const picking = press(keys, { at: T0 + share * 50_000, anchor: undefined });
          const span = pickedSpan(picking);
          expect(picking.at).toBeGreaterThanOrEqual(shown.from);
          expect(picking.at).toBeLessThanOrEqual(shown.to);
          if (span === undefined) return;
          expect(span.to).toBeGreaterThan(span.from);
          expect(Number.isInteger(span.from) && Number.isInteger(span.to)).toBe(true);
        },
      ),
    );
  });
  it('says where the mark stands, and how long the stretch is', () => {
    expect(pickingWords({ at: T0, anchor: undefined }, 'UTC')).toBe('Mark at 1 Nov 2026 00:00:00 UTC');
    expect(pickingWords({ at: T0, anchor: T0 }, 'UTC')).toBe('Begins at 1 Nov 2026 00:00:00 UTC');
    expect(pickingWords({ at: T0 + 60_000, anchor: T0 }, 'UTC')).toBe('1 min, to 1 Nov 2026 00:01:00 UTC');
  });
});
