/** The parser's own thread: reads one body after the other and hands over what came of it. */
import { parentPort } from 'node:worker_threads';
import { Failure } from '../../contract/result';
import type { FromWorker, ToWorker } from './parser';
import { Room } from './number-scan';
import { readBody, type Outcome, type Parsed } from './reading';

/** About this much JSON is taken over in one piece. */
const BATCH_BYTES = 128 * 1024;

const room = new Room();
let waiting: Parsed['rows'] = [];
let given = 0;
let batch = 1;

function handle(message: ToWorker): void {
  if (message.t === 'more') {
    const rows = waiting.slice(given, given + batch);
    given += rows.length;
    const left = waiting.length - given;
    if (left === 0) waiting = [];
    post({ t: 'rows', rows, left });
    return;
  }
  const { body, status, reading } = message;
  const bytes = body.byteLength;
  try {
    const outcome = readBody(body, status, reading, room);
    post({ t: 'done', body }, [body.buffer]);
    hand(outcome, bytes);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    post({ t: 'failed', error: error.error });
  }
}

/** Samples move over; rows are copied, a batch at a time. */
function hand(outcome: Outcome, bytes: number): void {
  if (outcome.kind === 'refused') {
    post({ t: 'outcome', outcome, left: 0 });
    return;
  }
  waiting = outcome.rows;
  given = 0;
  batch = Math.max(1, Math.floor((waiting.length * BATCH_BYTES) / bytes));
  const buffers = outcome.chunks.map(({ values }) => values.buffer as ArrayBuffer);
  post({ t: 'outcome', outcome: { ...outcome, rows: [] }, left: waiting.length }, buffers);
}

const post = (message: FromWorker, transfer: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, transfer);

parentPort?.on('message', handle);
