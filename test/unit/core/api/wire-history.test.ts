import { describe, expect, it } from 'vitest';
import { readEventHistory } from '../../../../electron/core/api/wire-history';

const EVENT = { id: 'h1', serial: 'QT1', span: { from: 10_000, to: 30_000 } };

describe('the time history of an event', () => {
  it('is one record of its span, whole and in documented spelling', () => {
    const block = { Start: '1970-01-01T00:00:10Z', VALUES: [1, null, '...'], SampleDuration: 100, New: {} };
    const { rows, oddities } = readEventHistory(EVENT, [
      { Type: 'LAeq', instrument: 'QT1', Blocks: [block, '...'], more: 1 },
      { type: 'LZeq', blocks: [] },
      { type: 'LAeq', instrument: 'QT2', blocks: [] },
      '...',
    ]);
    expect(rows).toEqual([
      {
        key: 'h1',
        time: 10_000,
        until: 30_000,
        data: {
          series: [
            {
              type: 'LAeq',
              instrument: 'QT1',
              blocks: [
                { start: '1970-01-01T00:00:10Z', values: [1, null, '...'], sampleDuration: 100, New: {} },
              ],
              more: 1,
            },
            { type: 'LZeq', blocks: [] },
          ],
        },
      },
    ]);
    expect(oddities).toEqual([
      'Something that is no block was skipped.',
      'A series of QT2 came when QT1 was asked for and was skipped.',
      'Something that is no series was skipped.',
    ]);
  });

  it('is refused when nothing of it makes sense', () => {
    for (const body of [{}, ['...'], [{ type: 'LAeq' }]])
      expect(() => readEventHistory(EVENT, body)).toThrow(/answer/);
    expect(readEventHistory(EVENT, []).rows[0]).toMatchObject({ data: { series: [] } });
  });
});
