import { describe, expect, it } from 'vitest';
import { COLUMNS, foldedWords, hasRoomFor } from '../../../../../renderer/views/fleet/fleet-list';

const shown = (widthPx: number): readonly string[] =>
  COLUMNS.filter(({ id }) => hasRoomFor(id, widthPx)).map(({ id }) => id);

describe('columns of the fleet', () => {
  it('are all shown where there is room, and as long as the room is not known', () => {
    const all = ['name', 'needs', 'state', 'calibration', 'sic', 'newest'];
    expect(shown(1_248)).toEqual(all);
    expect(shown(0)).toEqual(all);
    expect(foldedWords(1_248)).toBe('');
  });
  it('fold away from the least of consequence on, and say so', () => {
    expect(shown(1_000)).toEqual(['name', 'needs', 'state', 'calibration', 'newest']);
    expect(shown(800)).toEqual(['name', 'needs', 'state', 'newest']);
    expect(shown(600)).toEqual(['name', 'needs', 'state']);
    expect(foldedWords(600)).toBe('Folded away for want of room: last calibration, last SIC, newest data.');
  });
});
