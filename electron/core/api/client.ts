/** The MyCirrus client: strict in what it sends, lenient in what it takes, every failure a Failure. */
import type { DatasetId } from '../../contract/model';
import { Failure } from '../../contract/result';
import { dataset, variantOf } from '../datasets';
import type { InstrumentRow, StoredRecord } from '../db/archive';
import type { Answer, Api } from './api';
import { openAudio } from './audio';
import { readBytes } from './body';
import { eventHistoryPath, INSTRUMENTS_PATH, presentPath, rangedPath } from './endpoints';
import { failureOf, isTooMany, type Asked } from './errors';
import { createHttp, type HttpDeps, type HttpLimits } from './http';
import { createParser, type Parser } from './parser';
import type { Parsed, Reading } from './reading';
import { dateOf } from './retry-after';

export interface ApiDeps extends Omit<HttpDeps, 'limits'> {
  /** Real time, ms, and bytes; tests shorten them. */
  readonly limits?: Partial<HttpLimits>;
  /** Reads large answers elsewhere; absent: all are read in this thread. */
  readonly parser?: Parser;
}

const LIMITS: HttpLimits = { headersMs: 30_000, idleMs: 30_000, jsonBytes: 96 * 1024 * 1024 };

/**
 * @param deps `baseUrl` such as `https://api.mycirrus.cloud/v1`; `key` gives the key at this moment, '' when signed out
 */
export function createApi(deps: ApiDeps): Api {
  const limits = { ...LIMITS, ...deps.limits };
  const http = createHttp({ ...deps, limits });
  const { parser = createParser({ file: undefined, log: deps.log }) } = deps;

  async function ask(
    path: string,
    asked: Asked,
    signal: AbortSignal,
    reading: () => Reading,
  ): Promise<Answer<Parsed>> {
    const { reply, turn } = await http.open(path, asked, {}, signal);
    try {
      const body = await readBytes(reply, { ...limits, maxBytes: limits.jsonBytes }, signal, parser.room);
      const bytes = body.byteLength;
      const outcome = await parser.read(body, reply.status, reading(), signal);
      if (outcome.kind === 'refused') {
        const refusal = { status: reply.status, ...outcome };
        const kind = isTooMany(refusal) ? 'refused' : 'failed';
        throw failureOf({ ...refusal, retryAt: turn.answered({ kind, retryAt: undefined }) }, asked);
      }
      turn.answered({ kind: 'served' });
      return { value: outcome, bytes, oddities: outcome.oddities, serverTime: dateOf(reply.headers) };
    } catch (error) {
      if (error instanceof Failure && error.error.kind === 'offline')
        deps.network.unreachable(error.error.reason);
      throw error;
    } finally {
      turn.done();
    }
  }

  return createCalls(ask, deps, (...[source, format, resume, signal]) =>
    openAudio({ http, idleMs: limits.idleMs, source, format, resume, signal }),
  );
}

type Ask = (
  path: string,
  asked: Asked,
  signal: AbortSignal,
  reading: () => Reading,
) => Promise<Answer<Parsed>>;

/** Each call: where it is asked, what it needs, and how its answer is read. */
function createCalls(ask: Ask, { clock }: Pick<ApiDeps, 'clock'>, audio: Api['audio']): Api {
  const about = (id: DatasetId, serial: string): Asked => ({
    scope: dataset(id).scope,
    what: `Instrument ${serial}`,
  });
  return {
    async instruments(signal) {
      const asked: Asked = { scope: 'instruments:read', what: 'The list of instruments' };
      const answer = await ask(INSTRUMENTS_PATH, asked, signal, () => ({ kind: 'instruments' }));
      return { ...answer, value: answer.value.rows as readonly InstrumentRow[] };
    },
    async snapshot(id, serial, signal) {
      const path = presentPath(dataset(id), serial);
      const answer = await ask(path, about(id, serial), signal, () => ({
        ...{ kind: 'present', dataset: id, serial, now: clock.now() },
      }));
      return { ...answer, value: recordsOf(answer)[0] };
    },
    async records(id, variant, serial, span, signal) {
      const path = rangedPath(dataset(id), variantOf(id, variant), { serial, span });
      const reading: Reading = { kind: 'records', dataset: id, variant, serial, span };
      const answer = await ask(path, about(id, serial), signal, () => reading);
      return { ...answer, value: recordsOf(answer) };
    },
    async series(id, variant, serial, span, stepMs, signal) {
      const path = rangedPath(dataset(id), variantOf(id, variant), { serial, span, stepMs });
      const reading: Reading = { kind: 'series', dataset: id, variant, serial, span, stepMs };
      const answer = await ask(path, about(id, serial), signal, () => reading);
      return { ...answer, value: { chunks: answer.value.chunks, extras: recordsOf(answer) } };
    },
    async eventHistory({ serial, id, span }, signal) {
      const asked: Asked = { scope: dataset('eventhistory').scope, what: `Time history ${id}` };
      const reading: Reading = { kind: 'event-history', id, serial, span };
      const answer = await ask(eventHistoryPath(id), asked, signal, () => reading);
      const [row] = recordsOf(answer);
      if (row === undefined) throw new Failure({ kind: 'not-found', what: asked.what });
      return { ...answer, value: row };
    },
    audio,
  };
}

/** The readers of everything but the list of instruments make records. */
const recordsOf = ({ value }: Answer<Parsed>): readonly StoredRecord[] =>
  value.rows as readonly StoredRecord[];
