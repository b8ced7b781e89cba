import { expect, test } from 'vitest';
import { factLines, factsOf } from '../../../../electron/core/export/table-facts';
import { UTC } from '../../../../electron/core/export/table-time';
import { seriesRows } from '../../../../electron/core/export/rows-series';
import { withArchive } from '../../../support/temp-archive';

test('a table names the values whose unit the service does not state', () => {
  withArchive((archive) => {
    const query = { dataset: 'gases', variant: '', instrument: 'AQ1', span: { from: 0, to: 1 } } as const;
    const rows = seriesRows(archive, { ...query, channels: [] });
    const facts = factsOf(archive, query, rows, { leqbook: '1', coverage: { held: 1, gaps: [] } });
    expect(facts.units).not.toHaveProperty('voc');
    const [, units] = factLines(facts, UTC, 0).find(([name]) => name === 'Units') ?? [];
    expect(units).toMatch(/^co ppb, .*cO2 ppm, voc unit not stated$/);
  });
});
