/** How a call is declared: what goes in is validated where it arrives, what comes out is a type. */
import { z } from 'zod';
import { Serial } from './model';

export const call =
  <I extends z.ZodType>(input: I) =>
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the output is a type only, named by each call
  <O>() => ({ input, output: undefined as unknown as O });

export const none = call(z.undefined());
export const bySerial = z.object({ instrument: Serial });
