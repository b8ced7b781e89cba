/** The instruments a request for data names. */
import type { DemoInstrument } from '../../world/world';
import type { Operation, Service } from '../operation';
import { instrumentsParam } from '../query';

/** Throws 400 for a serial that does not exist: these operations list no 404. */
export const instrumentsAsked = (
  { state }: Pick<Service, 'state'>,
  { query, grant }: Operation,
): readonly DemoInstrument[] => instrumentsParam(query).map((serial) => state.instrument(grant, serial, 400));
