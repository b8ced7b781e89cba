import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createConcurrency, MOST_PLACES } from '../../../../electron/core/transfer/concurrency';
import { simulate, type LinkOptions, type Simulated } from './link';

/** 20 Mbit/s without what packets need for themselves. */
const LINK = { bytesPerSecond: 2_430_000, rttMs: 80 };
const files = (count: number, bytes: number): readonly number[] => new Array<number>(count).fill(bytes);
const FIXED = [1, 2, 4, 6, 8, 12, 16];
const SEEDS = [1, 2, 3, 4, 5];
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const ours = (sizes: readonly number[], link: LinkOptions): Simulated =>
  simulate(createConcurrency(), sizes, link);
/** A second job on the same link, which goes on with what the first one learnt. */
function again(sizes: readonly number[], link: LinkOptions): Simulated {
  const first = createConcurrency();
  simulate(first, sizes, link);
  const known = first.known();
  return simulate(createConcurrency(known && { ...known, at: 0 }), sizes, {
    ...link,
    seed: (link.seed ?? 1) + 50,
  });
}
/** Time of the best fixed number of connections over ours. */
function ratio(sizes: readonly number[], link: LinkOptions, run = ours): number {
  const took = (each: (seed: number) => Simulated) => median(SEEDS.map((seed) => each(seed).tookMs));
  const best = FIXED.map((fixed) => took((seed) => simulate({ fixed }, sizes, { ...link, seed })));
  return Math.min(...best) / took((seed) => run(sizes, { ...link, seed }));
}
/** On a link that is new to it, up to the moment when all are tried: eight more connections are opened there. */
function tryAll() {
  const one = createConcurrency();
  let now = 0;
  for (let n = 0; n < 4; n += 1) one.opened(now);
  now = 200;
  for (let n = 0; n < 4; n += 1) one.answered(200, 'new', now);
  for (let n = 0; n < 4; n += 1) one.opened(now);
  while (one.places() === 8 && now < 5_000) one.bytes((now += 20) < 500 ? 20_000 : 48_000, now);
  expect(one.places()).toBe(16);
  for (let n = 0; n < 8; n += 1) expect(one.opened(now)).toBe('new');
  return { one, now, answer: (ms: number) => one.answered(ms, 'new', now + ms) };
}
const after = (ms: number, { track }: Simulated): readonly number[] =>
  track.filter(({ at }) => at >= ms).map(({ places }) => places);

describe('the number of connections', () => {
  it('starts at four', () => {
    expect(createConcurrency().places()).toBe(4);
  });

  it('comes near the best fixed number on a clean and on a lossy link, and nearer where it has been before', () => {
    for (const sizes of [files(16, 1_000_000), files(100, 50_000), files(100, 1_000_000)])
      for (const loss of [0, 0.01]) {
        const title = `${sizes.length} files, loss ${loss}`;
        expect(ratio(sizes, { ...LINK, loss }), title).toBeGreaterThan(0.83);
        expect(ratio(sizes, { ...LINK, loss }, again), `${title}, again`).toBeGreaterThan(0.93);
      }
  });

  it('leaves to the next job what suits the link, though it is over before it can measure that', () => {
    const known = (loss: number): number =>
      median(
        SEEDS.map((seed) => {
          const one = createConcurrency();
          simulate(one, files(16, 1_000_000), { ...LINK, loss, seed });
          return one.known()?.places ?? NaN;
        }),
      );
    expect([known(0), known(0.01)]).toEqual([8, 16]);
  });

  it('ends a trial when most of its connections stood in a queue, and leaves it to nobody', () => {
    const { one, answer } = tryAll();
    for (let n = 0; n < 4; n += 1) answer(350);
    expect(one.places()).toBe(16);
    answer(350);
    expect([one.places(), one.known()?.places]).toEqual([8, 8]);
  });

  it('leaves a trial to the next job once most of its connections stood in no queue', () => {
    const { one, answer } = tryAll();
    for (let n = 0; n < 4; n += 1) answer(220);
    expect(one.known()?.places).toBe(8);
    answer(220);
    expect([one.places(), one.known()?.places]).toEqual([16, 16]);
  });

  it('feels no queue by a connection that was opened before the trial', () => {
    const { one, now } = tryAll();
    for (let n = 0; n < 8; n += 1) one.answered(900, 'new', now + 100);
    expect(one.places()).toBe(16);
  });

  it('takes a connection for new that is one more than the job had', () => {
    const one = createConcurrency();
    expect([one.opened(0), one.opened(0)]).toEqual(['new', 'new']);
    one.closed('served', 0, 100);
    expect([one.opened(100), one.opened(100)]).toEqual(['kept', 'new']);
  });

  it('begins where it ended within the hour, and low after that', () => {
    const placesAt = (at: number): number => {
      const one = createConcurrency({ places: 11, at: 0 });
      one.opened(at);
      return one.places();
    };
    expect([placesAt(3_500_000), placesAt(3_700_000)]).toEqual([11, 4]);
  });

  it('remembers what was refused', () => {
    const one = createConcurrency({ places: 16, at: 0 });
    for (let n = 0; n < 16; n += 1) one.opened(10);
    one.closed('refused', 10, 20);
    expect(one.known()).toEqual({ places: 8, at: 20 });
  });

  it('has brought most of what a lossy link can bring after five seconds', () => {
    const link: LinkOptions = { ...LINK, loss: 0.01 };
    const sizes = files(60, 1_000_000);
    const broughtBy = ({ track }: Simulated) => track.find(({ at }) => at >= 5_000)?.bytes ?? 0;
    const best = Math.max(...FIXED.map((fixed) => broughtBy(simulate({ fixed }, sizes, link))));
    expect(broughtBy(ours(sizes, link))).toBeGreaterThan(0.85 * best);
  });

  it('comes down again where a few connections fill the link, and then hardly moves', () => {
    const late = after(20_000, ours(files(150, 1_000_000), LINK));
    expect(Math.max(...late)).toBeLessThanOrEqual(7);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(4);
  });

  it('stays low with a service that slows down with more connections', () => {
    const most = 4_000_000;
    const link: LinkOptions = {
      bytesPerSecond: 1e9,
      rttMs: 40,
      service: (open) => most * (open <= 4 ? open / 4 : Math.max(0.3, 1 - 0.08 * (open - 4))),
    };
    const run = ours(files(200, 1_000_000), link);
    const late = after(25_000, run);
    expect(median(late)).toBeLessThanOrEqual(5);
    // It has to be tried once to be known.
    expect((200 * 1_000_000) / run.tookMs).toBeGreaterThan(0.7 * (most / 1_000));
  });

  it('takes a refusal for a limit, and is refused rarely after', () => {
    const link: LinkOptions = { bytesPerSecond: 5_000_000, rttMs: 40, mostOpen: 6 };
    const run = ours(files(300, 1_000_000), link);
    expect(run.refused).toBeLessThanOrEqual(6);
    expect(Math.max(...after(2_000, run))).toBeLessThanOrEqual(8);
  });

  it('goes down with failures, and up again when they are over', () => {
    const one = createConcurrency();
    let now = 0;
    const fail = (): void => {
      one.opened((now += 100));
      one.closed('failed', now, now);
    };
    for (let n = 0; n < 10; n += 1) fail();
    expect(one.places()).toBe(1);
    for (let n = 0; n < 40; n += 1) {
      one.opened((now += 100));
      one.closed('served', now, now + 50);
    }
    expect(one.places()).toBeGreaterThanOrEqual(4);
    expect(ratio(files(100, 1_000_000), { bytesPerSecond: 5e6, rttMs: 40, failing: 0.05 })).toBeGreaterThan(
      0.9,
    );
  });

  it('counts refusals and failures of the same moment once', () => {
    const one = createConcurrency();
    for (let n = 0; n < 4; n += 1) one.opened(0);
    for (let n = 0; n < 4; n += 1) one.closed('refused', 0, 10);
    expect(one.places()).toBe(2);
  });

  it('starts again low after a while without anything to do', () => {
    const one = createConcurrency();
    for (let n = 0; n < 8; n += 1) {
      one.opened(n);
      one.answered(5, 'new', n + 5);
    }
    expect(one.places()).toBe(8);
    for (let n = 0; n < 8; n += 1) one.closed('served', n, 100);
    one.opened(60_000);
    expect(one.places()).toBe(4);
  });

  it('is between 1 and 16 whatever it is told', () => {
    const event = fc.record({
      what: fc.constantFrom('opened', 'answered', 'bytes', 'served', 'refused', 'failed', 'given-up'),
      ms: fc.integer({ min: 0, max: 3_000 }),
      count: fc.integer({ min: 0, max: 10_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300 }), fc.constantFrom(5, MOST_PLACES), (events, most) => {
        const one = createConcurrency(undefined, most);
        let now = 0;
        for (const { what, ms, count } of events) {
          now += ms;
          if (what === 'opened') one.opened(now);
          else if (what === 'answered') one.answered(ms, count % 2 === 0 ? 'new' : 'kept', now);
          else if (what === 'bytes') one.bytes(count, now);
          else one.closed(what, now - ms, now);
          expect(one.places()).toBeGreaterThanOrEqual(1);
          expect(one.places()).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
