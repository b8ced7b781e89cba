import { expect, it } from 'vitest';
import { Failure, type AppError } from '../../../../electron/contract/result';
import { outcomeOf, stopsAll } from '../../../../electron/core/export/transfer-failures';

it('a job goes on after what concerns one file, and stops before what the next would meet too', () => {
  expect((['offline', 'disk-full', 'unauthorized', 'cancelled'] as const).map(stopsAll)).toEqual(
    Array.from({ length: 4 }, () => true),
  );
  expect((['server', 'not-found', 'invalid'] as const).map(stopsAll)).toEqual([false, false, false]);
});
it('only refusals and failures of the service tell something of the connection', () => {
  const of = (error: AppError) => outcomeOf(new Failure(error));
  expect(of({ kind: 'rate-limited', retryAt: 0 })).toBe('refused');
  expect(of({ kind: 'server', reason: 'down' })).toBe('failed');
  expect(of({ kind: 'offline', reason: 'refused' })).toBe('failed');
  expect(of({ kind: 'disk-full', where: '/tmp' })).toBe('given-up');
  expect(outcomeOf(new Error('anything else'))).toBe('given-up');
});
