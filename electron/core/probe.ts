/** One small question to the service: is it there, and which instruments are ours now. */
import type { OpenAccount } from './account';
import type { Clock } from './clock';
import { Failure } from '../contract/result';

/** Never rejects on what the service or the network does; the account's network state tells. */
export const probe =
  ({ api, archive }: Pick<OpenAccount, 'api' | 'archive'>, clock: Clock) =>
  async (signal: AbortSignal): Promise<void> => {
    try {
      const { value } = await api.instruments(signal);
      archive.instruments.replace(value, clock.now());
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  };
