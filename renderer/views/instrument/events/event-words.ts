/** Events in words, and their samples as lines. Pure. */
import type { EventDetail, EventHistory, EventRow, Holding } from '../../../../electron/contract/index';
import type { ChartLine, Ink } from '../../../charts/lines';
import { duration, level, MISSING } from '../../../format';

export const lengthText = ({ from, to }: EventRow): string =>
  to === undefined ? MISSING : duration(to - from);
export const levelText = (row: EventRow): string =>
  row.level === undefined ? MISSING : `${level(row.level)} dB`;

const HOLDINGS: Readonly<Record<Holding, string>> = {
  held: 'here',
  'not-held': 'not here',
  none: 'none',
};
/** `time history here, audio not here`. */
export const holdingText = ({ history, audio }: EventRow): string =>
  `time history ${HOLDINGS[history]}, audio ${HOLDINGS[audio]}`;

const INKS: Readonly<Record<string, Ink>> = { LAeq: 'strong', LAFMax: 'thin', LCPeak: 'faint' };
export const eventLines = ({ channels }: EventHistory): readonly ChartLine[] =>
  channels.map(({ name, values }, i) => ({
    name,
    ink: INKS[name] ?? (i === 0 ? 'strong' : 'thin'),
    values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
  }));

/** Where its samples come from, or why there are none. */
export function sourceText({ samples, history }: EventDetail): string {
  if (samples === undefined)
    return history === 'none'
      ? 'MyCirrus keeps no time history with this event.'
      : history === 'held'
        ? 'The time history that MyCirrus keeps with this event has no sample.'
        : 'The time history that MyCirrus keeps with this event is not here yet; a sync brings it.';
  const each = `every sample, ${duration(samples.stepMs)}`;
  return samples.source === 'event'
    ? `Time history kept with the event, ${each}`
    : `From the instrument's time history of the same time, ${each}`;
}
