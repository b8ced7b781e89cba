import { describe, expect, it } from 'vitest';
import { withArchive } from '../../../support/temp-archive';

describe('what was said of sounds', () => {
  it('is as it was said last, and put back it is as it was before', () => {
    withArchive(({ sounds }) => {
      const first = { id: 'a', tags: ['plant', 'traffic'], note: 'a lorry' };
      expect(sounds.mark([first, { id: 'b', tags: ['voices'] }], 1)).toEqual([
        { id: 'a', tags: [] },
        { id: 'b', tags: [] },
      ]);
      const before = sounds.mark(
        [
          { id: 'a', tags: [] },
          { id: 'b', tags: [], note: 'who?' },
        ],
        2,
      );
      expect(before).toEqual([first, { id: 'b', tags: ['voices'] }]);
      expect([...sounds.marks(['a', 'b', 'c']).values()]).toEqual([
        { id: 'b', tags: [], note: 'who?', at: 2, by: '' },
      ]);
      sounds.mark(before, 3, 'ana');
      expect([...sounds.marks(['a', 'b'])]).toEqual(
        before.map((mark) => [mark.id, { ...mark, at: 3, by: 'ana' }]),
      );
    });
  });

  it('keeps tags that the list of tags no longer has, each once', () => {
    withArchive(({ sounds }) => {
      sounds.mark([{ id: 'a', tags: ['gone', 'plant', 'gone'], note: '  ' }], 1);
      expect(sounds.marks(['a']).get('a')).toMatchObject({ id: 'a', tags: ['gone', 'plant'] });
    });
  });
});

describe('tags', () => {
  it('are the usual ones until a person has others, in their order', () => {
    withArchive(({ sounds }) => {
      expect(sounds.tags().map(({ title }) => title)).toEqual([
        ...['traffic', 'plant', 'voices', 'wildlife', 'weather', 'not relevant'],
      ]);
      const own = [
        { id: 'z', title: 'Zug' },
        { id: 'a', title: 'Auto' },
      ];
      sounds.setTags(own);
      expect(sounds.tags()).toEqual(own);
      sounds.setTags([]);
      expect(sounds.tags()).toHaveLength(6);
    });
  });
});
