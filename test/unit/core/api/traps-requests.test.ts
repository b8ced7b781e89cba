/** What the reference leaves open about ranges, periods, parameters and refusals. Actions and renaming are not used. */
import { describe, expect, it } from 'vitest';
import { dataset, datasets } from '../../../../electron/core/datasets';
import { between, failureOf, NEVER, NOW, SERIAL, service } from './service';

const HOUR = between('2026-03-02T10:00:00Z', '2026-03-02T11:00:00Z');
const history = (body: unknown, status = 200, stepMs = 100) =>
  service(body, status).api.series('timehistory', '100ms', SERIAL, HOUR, stepMs, NEVER);

describe('ranges and periods', () => {
  it('that are too long are refused with an unknown status: any of the 400s means the request', async () => {
    for (const status of [400, 404, 405, 409, 413, 416, 422])
      for (const body of [{ error: 'RangeTooLong', description: 'Too long.' }, '', 'Too long'])
        expect([status, (await failureOf(history(body, status))).kind]).toEqual([
          status,
          status === 404 ? 'not-found' : 'invalid',
        ]);
  });

  it('of the reference’s own examples are beyond its limits, and never asked for', () => {
    const DAY = 86_400_000;
    expect(dataset('timehistory').widestMs).toBe(7 * DAY);
    expect(dataset('frequencyhistory').widestMs).toBe(DAY);
    for (const { operation, variants } of datasets)
      if (operation === 'getTimeHistory' || operation === 'getFrequencyTimeHist')
        for (const { stepMs = 0 } of variants) expect(stepMs).toBeLessThanOrEqual(60_000);
  });

  it('below the instrument’s setting, which nothing tells, are refused or answered with longer samples', async () => {
    const error = { error: 'InvalidParam', description: 'The period is too short.' };
    expect(await failureOf(history(error, 400))).toMatchObject({ kind: 'invalid' });
    const block = { start: '2026-03-02T10:00:00Z', sampleDuration: 1_000, values: [55.3, 43.1] };
    const seconds = [{ type: 'LAeq', instrument: SERIAL, blocks: [block] }];
    expect(await failureOf(history(seconds))).toMatchObject({ kind: 'invalid', path: 'period' });
    expect((await history(seconds, 200, 1_000)).value.chunks).toHaveLength(1);
  });

  it('of a year are 365 days, also in a leap year', () => {
    for (const id of ['calibrations', 'calibrationlog', 'sic'] as const)
      expect(dataset(id).widestMs).toBe(365 * 86_400_000);
  });

  it('do not go with statistical levels, so measurements are asked for as they were recorded', async () => {
    const { api, asked } = service([]);
    await api.records('measurements', '', SERIAL, HOUR, NEVER);
    expect(asked[0]?.searchParams.has('period')).toBe(false);
    expect(asked[0]?.searchParams.getAll('values')).toContain('LAF90');
  });
});

describe('parameters', () => {
  it('with unknown value names are ignored unless all are; unknown bands and weightings are refused', async () => {
    const some = await history([{ type: 'LAeq', blocks: [] }]);
    expect(some.value.chunks).toEqual([]);
    const error = { error: 'InvalidParam', description: 'No valid value.' };
    expect(await failureOf(history(error, 400))).toMatchObject({
      kind: 'invalid',
      reason: 'No valid value.',
    });
    const { api } = service({ error: 'InvalidParam' }, 400);
    expect(await failureOf(api.records('frequency', 'Third-C', SERIAL, HOUR, NEVER))).toMatchObject({
      kind: 'invalid',
    });
  });

  it('that are lists are repeated names, with one instrument in each request', async () => {
    const { api, asked } = service([]);
    for (const { id, kind, variants } of datasets)
      for (const variant of variants)
        if (kind === 'records') await api.records(id, variant.id, SERIAL, HOUR, NEVER);
        else if (kind === 'series')
          await api.series(id, variant.id, SERIAL, HOUR, variant.stepMs ?? 0, NEVER);
    expect(asked.length).toBeGreaterThan(30);
    for (const { searchParams, search } of asked) {
      expect(searchParams.getAll('instruments')).toEqual([SERIAL]);
      expect(search).not.toMatch(/,|%2C/i);
    }
  });
});

describe('refusals', () => {
  const notFound = { error: 'NotFound', description: 'The instrument QT123456 could not be found.' };
  const missing = {
    error: 'MissingParam',
    description: 'The required parameter StartTime was missing from the request.',
  };
  it('come under 400 and 404 with the same two codes, of which the code counts', async () => {
    for (const status of [400, 404]) {
      expect(await failureOf(history(notFound, status))).toEqual({
        kind: 'not-found',
        what: 'Instrument QT123456',
      });
      expect(await failureOf(history(missing, status))).toMatchObject({ kind: 'invalid' });
    }
  });

  it('with 401 speak of refreshing a token; there is none, and it is asked once', async () => {
    const description = 'Your access token is invalid or has expired. Try refreshing the token.';
    const { api, asked } = service({ error: 'TokenExpired', description }, 401);
    expect(await failureOf(api.instruments(NEVER))).toEqual({ kind: 'unauthorized' });
    expect(asked).toHaveLength(1);
  });

  it('with 403 say which permission was missing, as far as the question tells', async () => {
    const description = 'You do not have permission to access this data.';
    const { api } = service({ error: 'AccessDenied', description }, 403);
    expect(await failureOf(api.series('ppv', '', SERIAL, HOUR, 60_000, NEVER))).toEqual({
      kind: 'forbidden',
      scope: 'data.enviro:read',
    });
  });

  it('with 429 come without any figure, and make everybody wait', async () => {
    const description = 'You have made too many requests in a short time. Please wait before trying again.';
    const { api, told } = service({ error: 'TooManyRequests', description }, 429);
    expect(await failureOf(api.instruments(NEVER))).toEqual({ kind: 'rate-limited', retryAt: NOW + 1_000 });
    expect(told).toEqual(['refused']);
  });

  it('that are not documented may have another body, a page, or none', async () => {
    for (const status of [500, 502, 503, 504])
      for (const body of ['', '<html><h1>Bad gateway</h1>', '{"message":"x"}', '{"error":5}'])
        expect(await failureOf(history(body, status))).toMatchObject({ kind: 'server', status });
    expect(await failureOf(history('', 200))).toMatchObject({ kind: 'server' });
    expect(await failureOf(history({ message: 'Missing Authentication Token' }, 403))).toEqual({
      kind: 'forbidden',
      scope: 'data.noise:read',
    });
  });
});
