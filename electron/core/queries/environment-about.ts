/** What there is about an instrument's surroundings and its own health, and why there is no more. */
import type { DatasetId, Span } from '../../contract/model';
import type { AboutDataset } from '../../contract/surroundings';
import { dataset as datasetOf, titleOf } from '../datasets';
import type { Archive, CoverageRow } from '../db/archive';
import { knownExtent, recordsExtent } from '../extent';
import { whyNotAsked } from '../sync/eligible';
import { deniedScopes } from '../sync/facts';
import { keptOf } from '../sync/keep';
import { isAnswer } from '../sync/plan';

const ABOUT: readonly DatasetId[] = [
  ...(['events', 'eventhistory', 'weather', 'particulates', 'gases', 'ppv', 'vdv'] as const),
  ...(['monitorstats', 'monitorevents'] as const),
];

export function aboutSurroundings(archive: Archive, instrument: string): readonly AboutDataset[] {
  const listed = archive.instruments.get(instrument);
  const kept = keptOf(archive.keep.list());
  const ledger = archive.coverage.list({ instruments: [instrument] });
  const denied = deniedScopes(ledger);
  return ABOUT.map((id) => {
    const about = datasetOf(id);
    const answers = ledger.filter((row) => row.dataset === id && isAnswer(row));
    const asked = around(answers);
    const isSeries = about.kind === 'series';
    return {
      dataset: id,
      title: titleOf(id, ''),
      extent: isSeries ? knownExtent(archive, id, instrument) : recordsExtent(archive, id, instrument),
      asked,
      askedAt: answers.length === 0 ? undefined : Math.max(...answers.map(({ askedAt }) => askedAt)),
      keptDays: kept(instrument, id, '').days,
      skipped: listed && whyNotAsked(about, listed, denied),
    };
  });
}

const around = (rows: readonly CoverageRow[]): Span | undefined =>
  rows.length === 0
    ? undefined
    : { from: Math.min(...rows.map(({ from }) => from)), to: Math.max(...rows.map(({ to }) => to)) };
