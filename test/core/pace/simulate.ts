/** A sync against a limiter in time that is only counted: the pacing policy as the gate uses it, and the best there could be. */
import { createPace, MOST_PER_SECOND, type KnownPace } from '../../../electron/core/api/pacer';
import type { Limiter } from './limiters';

export interface Line {
  /** There and back, ms. */
  readonly latencyMs: number;
  /** How far each way's time strays, as a share of it. */
  readonly jitter: number;
  readonly retryAfter: boolean;
}
export interface Outcome {
  /** From the first request to the last good answer. */
  readonly ms: number;
  readonly refused: number;
  readonly answers: number;
  /** Most requests unanswered at once. */
  readonly mostInFlight: number;
  /** Requests sent while the service had told to stay away. */
  readonly intrusions: number;
  /** What was learnt. */
  readonly known: KnownPace | undefined;
}

export const IN_FLIGHT = 4;
export const START = 1_700_000_000_000;

/** A small generator of repeatable chance. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

interface Flight {
  readonly sentAt: number;
  arrivesAt: number;
  answersAt: number;
  ok: boolean;
  retryAt: number | undefined;
}

/** Askers who always want more, until `requests` were served. */
export function simulate(
  limiter: Limiter,
  line: Line,
  requests: number,
  seed: number,
  known?: KnownPace,
): Outcome {
  const random = chance(seed);
  const way = (): number => (line.latencyMs / 2) * (1 + line.jitter * (2 * random() - 1));
  let now = START;
  const pace = createPace(now, known);
  const flights: Flight[] = [];
  let served = 0;
  let answers = 0;
  let [mostInFlight, intrusions, stayAwayUntil] = [0, 0, 0];
  while (served < requests) {
    const mayGo = flights.length < Math.min(IN_FLIGHT, pace.places()) && served + flights.length < requests;
    const sendAt = mayGo ? now + pace.waitMs(now) : Infinity;
    let next: Flight | undefined;
    let nextAt = Infinity;
    for (const flight of flights) {
      const at = Math.min(flight.arrivesAt, flight.answersAt);
      if (at < nextAt) [next, nextAt] = [flight, at];
    }
    if (sendAt <= nextAt) {
      now = sendAt;
      pace.sent(now);
      if (now < stayAwayUntil) intrusions += 1;
      flights.push({
        sentAt: now,
        arrivesAt: now + way(),
        answersAt: Infinity,
        ok: false,
        retryAt: undefined,
      });
      mostInFlight = Math.max(mostInFlight, flights.length);
      continue;
    }
    if (next === undefined) throw new Error('nobody is under way, and nobody may go');
    now = nextAt;
    if (next.answersAt === Infinity) {
      arrive(next, limiter, line, way());
      continue;
    }
    flights.splice(flights.indexOf(next), 1);
    answers += 1;
    if (next.ok) {
      served += 1;
      pace.served(next.sentAt, now);
    } else {
      if (next.retryAt !== undefined) stayAwayUntil = Math.max(stayAwayUntil, next.retryAt);
      pace.refused(next.sentAt, now, next.retryAt, random());
    }
  }
  const learnt = pace.known(now);
  return { ms: now - START, refused: answers - served, answers, mostInFlight, intrusions, known: learnt };
}

function arrive(flight: Flight, limiter: Limiter, { retryAfter }: Line, wayBack: number): void {
  const at = flight.arrivesAt;
  const result = limiter.take(at);
  flight.arrivesAt = Infinity;
  flight.ok = 'answerAt' in result;
  flight.answersAt = ('answerAt' in result ? result.answerAt : at) + wayBack;
  if ('freeAt' in result && retryAfter)
    flight.retryAt = flight.answersAt + Math.max(1, Math.ceil((result.freeAt - at) / 1_000)) * 1_000;
}

/** The time it takes one who knows the limit, has as many places, and is as polite when there is none; ms. */
export function leastMs(
  limiter: Limiter,
  { latencyMs, jitter }: Line,
  requests: number,
  seed: number,
): number {
  const random = chance(seed);
  const way = (): number => (latencyMs / 2) * (1 + jitter * (2 * random() - 1));
  const places = Array.from({ length: IN_FLIGHT }, () => START);
  let sentAt = -Infinity;
  let arrival = -Infinity;
  for (let i = 0; i < requests; i++) {
    const place = places.indexOf(Math.min(...places));
    const earliest = Math.max(places[place] ?? START, sentAt + 1_000 / MOST_PER_SECOND);
    const there = way();
    arrival = limiter.freeAt(Math.max(arrival, earliest + there));
    const taken = limiter.take(arrival);
    if (!('answerAt' in taken)) throw new Error('a request was refused that should not be');
    sentAt = arrival - there;
    places[place] = taken.answerAt + way();
  }
  return Math.max(...places) - START;
}
