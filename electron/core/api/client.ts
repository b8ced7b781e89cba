/** The MyCirrus client: strict in what it sends, lenient in what it takes, every failure a Failure. */
import { Failure } from '../../contract/result';
import type { AudioFormat } from '../../contract/model';
import { dataset } from '../datasets';
import type { Answer, Api, AudioAnswer } from './api';
import { openAudio } from './audio';
import { readText } from './body';
import { INSTRUMENTS_PATH, rangedPath, statusPath } from './endpoints';
import { errorOf, failureOf, isTooMany, type Asked } from './errors';
import { dateOf } from './retry-after';
import { createHttp, elsewhere, type HttpDeps, type HttpLimits } from './http';
import { readInstruments, readRecords, readStatus, type Read } from './wire';
import { readSeries } from './wire-series';

export interface ApiDeps extends Omit<HttpDeps, 'limits'> {
  /** Real time, ms, and bytes; tests shorten them. */
  readonly limits?: Partial<HttpLimits>;
}

const LIMITS: HttpLimits = { headersMs: 30_000, idleMs: 30_000, jsonBytes: 96 * 1024 * 1024 };

/**
 * @param deps `baseUrl` such as `https://api.mycirrus.cloud/v1`; `key` gives the key at this moment, '' when signed out
 */
export function createApi(deps: ApiDeps): Api {
  const limits = { ...LIMITS, ...deps.limits };
  const http = createHttp({ ...deps, limits });

  async function ask<T>(
    path: string,
    asked: Asked,
    signal: AbortSignal,
    read: (body: unknown) => Read<T>,
  ): Promise<Answer<T>> {
    const { response, turn, stop } = await http.open(path, asked, {}, signal);
    try {
      const { text, bytes } = await readText(response, { ...limits, maxBytes: limits.jsonBytes }, signal);
      const body = parse(text, response.status);
      const error = errorOf(body);
      if (error !== undefined) {
        const refusal = { status: response.status, ...error };
        const kind = isTooMany(refusal) ? 'refused' : 'failed';
        throw failureOf({ ...refusal, retryAt: turn.answered({ kind, retryAt: undefined }) }, asked);
      }
      const { value, oddities } = read(body);
      turn.answered({ kind: 'served' });
      return { value, bytes, oddities, serverTime: dateOf(response.headers) };
    } catch (error) {
      if (error instanceof Failure && error.error.kind === 'offline')
        deps.network.unreachable(error.error.reason);
      throw error;
    } finally {
      stop.abort();
      turn.done();
    }
  }

  const about = (id: Parameters<typeof dataset>[0], serial: string): Asked => ({
    scope: dataset(id).scope,
    what: `Instrument ${serial}`,
  });
  return {
    instruments: (signal) =>
      ask(
        INSTRUMENTS_PATH,
        { scope: 'instruments:read', what: 'The list of instruments' },
        signal,
        readInstruments,
      ),
    status: (serial, signal) =>
      ask(statusPath(serial), about('status', serial), signal, (body) => readStatus(body, deps.clock.now())),
    records: (id, serial, span, signal) =>
      ask(rangedPath(dataset(id), serial, span), about(id, serial), signal, (body) =>
        readRecords(dataset(id), serial, body),
      ),
    series: (id, serial, span, signal) =>
      ask(rangedPath(dataset(id), serial, span), about(id, serial), signal, (body) =>
        readSeries(dataset(id), serial, span, body),
      ),
    audio: (recording: string, format: AudioFormat, resume, signal): Promise<AudioAnswer> =>
      openAudio({ http, idleMs: limits.idleMs, recording, format, resume, signal }),
  };
}

/** JSON, or the Failure that its absence means: a page is a portal's, anything else was cut or garbled. */
function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    if (/^\s*</.test(text)) throw elsewhere(status);
    const reason = text === '' ? 'the answer is empty' : 'the answer is cut off or garbled';
    throw new Failure({ kind: 'server', status, reason }, { cause });
  }
}
