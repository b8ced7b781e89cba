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
  for (const piece of rows.pieces()) {
    // Times and numbers need no quotes, and a year of them is thirty million lines.
    if (rows.textColumns.size === 0)
      yield piece.map((row) => `${row.map((value) => cell(value, false)).join(',')}\n`).join('');
    else yield stringify(piece.map((row) => row.map((value, i) => cell(value, isText[i] === true))));
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
  const keys = rows.columns.map((name) => `${JSON.stringify(name)}:`);
  let separator = '\n';
  for (const piece of rows.pieces()) {
    const lines = piece.map(
      (row) => `{${row.map((value, i) => `${keys[i] ?? ''}${valueJson(value)}`).join(',')}}`,
    );
    yield separator + lines.join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

const valueJson = (value: Value): string =>
  typeof value === 'number' ? String(value) : JSON.stringify(value);

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
