/** One small question to the service: is it there, and which instruments are ours now. */
import type { Events } from '../contract';
import { Failure } from '../contract/result';
import type { Api } from './api/api';
import type { Clock } from './clock';
import type { Archive } from './db/archive';

export interface ProbeDeps {
  readonly api: Api;
  readonly archive: Archive;
  readonly clock: Clock;
  readonly announce: (change: Events['data-changed']) => void;
}

/** Never rejects for what the service or the network does; the account's network state tells. */
export const createProbe =
  ({ api, archive, clock, announce }: ProbeDeps) =>
  async (signal: AbortSignal): Promise<void> => {
    try {
      const { value } = await api.instruments(signal);
      archive.instruments.replace(value, clock.now());
      announce({ tables: ['instruments'], instruments: undefined });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  };
