/** A system integrity check as the service tells it, in a status or in a list. */
import type { SicState } from '../../contract/model';
import { parseTime } from '../api/wire-time';
import { field, finite, text } from './fields';

const BANDS = [
  ['500Hz', '_500Hz'],
  ['1kHz', '_1KHz'],
  ['8kHz', '_8KHz'],
] as const;

export const readSic = (data: Readonly<Record<string, unknown>>): SicState => ({
  time: parseTime(field(data, 'time')),
  status: text(field(data, 'status')),
  bands: Object.fromEntries(
    BANDS.flatMap(([name, key]) => {
      const value = finite(field(data, key));
      return value === undefined ? [] : [[name, value]];
    }),
  ),
});
