/** What a query prints: what the table is, then its rows, in pieces. */
import type { Archive } from '../core/db/archive';
import { csvHead, csvRows } from '../core/export/csv';
import { coverageOver } from '../core/export/data-coverage';
import { readRows } from '../core/export/rows';
import { coverageIn, factLines, factsOf, type Facts } from '../core/export/table-facts';
import type { Pace } from '../core/export/table-pace';
import { zoneOf, type Zone } from '../core/export/table-time';
import { jsonRows } from './json-rows';
import type { QueryCommand } from './parse';

/**
 * What a query prints, in pieces, and what is known of it.
 * Rejects with Failure `invalid` for a channel or zone that does not exist.
 */
export async function queryTexts(
  archive: Archive,
  command: QueryCommand,
  about: { readonly leqbook: string; readonly now: number; readonly pace: Pace },
): Promise<{ readonly texts: Iterable<string>; readonly facts: Facts }> {
  const { leqbook, now, pace } = about;
  const { dataset, variant, instrument, span, format, header } = command;
  const zone = zoneOf(command.zone);
  const rows = readRows(archive, command);
  const coverageOf = coverageOver(archive, now, span, pace);
  const { pieces } = await coverageOf(instrument, dataset, variant);
  const facts = factsOf(archive, command, rows, { leqbook, coverage: coverageIn(pieces, span, now) });
  function* csv(at: Zone): Iterable<string> {
    if (header) for (const { text } of csvHead(factLines(facts, at, now))) yield text;
    yield* csvRows(rows, at);
  }
  return { texts: format === 'csv' ? csv(zone) : jsonRows(rows, facts, zone, now), facts };
}
