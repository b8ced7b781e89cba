/** The registry's entries about instruments themselves: what keeps them true, and how the monitor is. */
import { DAY, dB, HOUR, number, plain, text, time } from './dataset-fields';
import type { Dataset } from './datasets';

/** What little a year holds of these is fetched whatever span is asked for. */
const upkeep = {
  kind: 'records',
  scope: 'data.system:read',
  widestMs: 365 * DAY,
  atLeastMs: 365 * DAY,
  settleMs: HOUR,
  types: ['Noise'],
  variants: plain,
} as const;
/** The reference says "Quantum noise monitors only"; its examples are of the 900 series. */
const quantum = { types: ['Noise'], models: /quantum|^CR:?9\d\d/i, scope: 'data.system:read' } as const;
export const system: readonly Dataset[] = [
  {
    id: 'monitorcurrent',
    title: 'Monitor, current statistics',
    kind: 'snapshot',
    operation: 'getMonitorCurrentStatus',
    ...quantum,
    widestMs: Infinity,
    settleMs: 0,
    urgency: 2,
    // Percent here, megabytes in the statistics over time.
    fields: [
      ...[number('cpu', '%'), number('mem', '%'), number('disk', '%'), number('temp', '°C')],
      ...[number('uptime', 's'), number('network', 'kbit/s'), number('voltage', 'V')],
      ...[number('simQuota', 'MB'), number('simUsage', 'MB')],
    ],
    variants: plain,
  },
  {
    ...upkeep,
    id: 'calibrations',
    title: 'Calibrations',
    operation: 'getCalibrations',
    urgency: 3,
    fields: [time('time'), text('status'), text('instrument'), dB('level'), dB('offset')],
  },
  {
    ...upkeep,
    id: 'calibrationlog',
    title: 'Calibration log',
    operation: 'getCalibrationsLog',
    urgency: 4,
    fields: [time('time'), text('user'), text('message')],
  },
  {
    ...upkeep,
    id: 'sic',
    title: 'SIC results',
    operation: 'getSicResults',
    urgency: 5,
    feature: 'SIC',
    fields: [time('time'), text('instrument'), text('status'), dB('_500Hz'), dB('_1KHz'), dB('_8KHz')],
  },
  {
    ...quantum,
    id: 'monitorevents',
    title: 'Monitor, events',
    kind: 'records',
    operation: 'getMonitorEvents',
    widestMs: 31 * DAY,
    settleMs: 2 * HOUR,
    urgency: 15,
    fields: [time('time'), text('instrument'), text('event'), text('description')],
    variants: plain,
  },
  {
    ...quantum,
    id: 'monitorstats',
    title: 'Monitor, statistics',
    kind: 'records',
    operation: 'getMonitorStats',
    widestMs: 31 * DAY,
    settleMs: 2 * HOUR,
    urgency: 16,
    fields: [
      ...[time('time'), text('instrument'), number('period'), number('cpu', '%'), number('mem', 'MB')],
      ...[number('cache', 'MB'), number('temp', '°C'), number('voltage', 'V'), number('disk', 'MB')],
      ...[number('netRx', 'kbit'), number('netTx', 'kbit'), number('mTot', 'MB'), number('dTot', 'MB')],
      ...[number('lteRsrp'), number('lteRsrq'), number('lteSinr')],
      ...[number('lteSignal'), number('ping', 'ms')],
    ],
    variants: plain,
  },
];
