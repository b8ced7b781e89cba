/** `leqbook query`: every sample of a span as CSV or JSON, streamed, and what of the span was never asked for. */
import { stringify } from 'csv-stringify/sync';
import type { Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { Archive } from '../../core/db/archive';
import { dataset as datasetOf } from '../../core/datasets';
import { guarded } from '../../core/export/csv';
import { subtract } from '../../core/sync/spans';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import type { QueryCommand } from '../parse';
import { readRows, type Rows, type Value } from '../rows';
import { formatTime } from '../times';

/** Rows turned into text at once. */
const BATCH = 4_096;

export function query(context: CliContext, command: QueryCommand): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const { archive } = core.open();
    const { instrument, dataset, format } = command;
    const rows = readRows(archive, command);
    if (archive.instruments.get(instrument) === undefined)
      throw new Failure({ kind: 'not-found', what: `Instrument ${instrument}` });
    for (const text of format === 'csv' ? toCsv(rows) : toJson(rows, { dataset, instrument })) {
      if (context.signal.aborted) throw new Failure({ kind: 'cancelled' });
      await context.out.result(text);
    }
    const missing = notHeld(archive, command, Date.now());
    for (const { from, to } of missing) {
      context.out.note(`Not held: ${instrument} ${dataset} from ${formatTime(from)} to ${formatTime(to)}`);
    }
    return missing.length === 0 ? EXIT.complete : EXIT.incomplete;
  });
}

export function* toCsv(rows: Rows): Iterable<string> {
  yield stringify([rows.columns]);
  const isText = rows.columns.map((name) => rows.textColumns.has(name));
  for (const batch of batches(rows)) {
    yield stringify(batch.map((row) => row.map((value, i) => cell(value, isText[i] === true))));
  }
}

function cell(value: Value, isText: boolean): string {
  if (value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return isText ? guarded(text) : text;
}

export function* toJson(
  rows: Rows,
  head: { readonly dataset: string; readonly instrument: string },
): Iterable<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  let separator = '\n';
  for (const batch of batches(rows)) {
    const objects = batch.map((row) =>
      JSON.stringify(Object.fromEntries(rows.columns.map((name, i) => [name, row[i]]))),
    );
    yield separator + objects.join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

function* batches(rows: Rows): Iterable<readonly (readonly Value[])[]> {
  for (const piece of rows.pieces()) {
    for (let at = 0; at < piece.length; at += BATCH) yield piece.slice(at, at + BATCH);
  }
}

/** What of the span was never asked for and answered; what lies in the future cannot be missing yet. */
function notHeld(
  archive: Archive,
  { dataset, instrument, span }: QueryCommand,
  now: number,
): readonly Span[] {
  // A present state covers no span: it is held as often as it was observed.
  if (datasetOf(dataset).kind === 'snapshot') return [];
  const past = { from: span.from, to: Math.min(span.to, now) };
  if (past.from >= past.to) return [];
  return subtract([past], archive.coverage.list({ datasets: [dataset], instruments: [instrument] }));
}
