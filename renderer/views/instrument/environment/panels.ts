/** Which values stand together in a chart, and what they are called. Pure. */
import type { EnvironmentDataset } from '../../../../electron/contract/index';
import type { Ink } from '../../../charts/lines';

export interface PanelField {
  readonly name: string;
  readonly label: string;
  readonly ink: Ink;
  readonly dashed?: boolean;
}
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly PanelField[];
  /** Asked for as well, and not drawn here. */
  readonly also?: readonly string[];
  readonly decimals: number;
  /** The scale is never narrower than this. */
  readonly least: number;
  /** The scale begins at 0. */
  readonly zero?: boolean;
  /** Points without lines. */
  readonly scattered?: boolean;
  /** Filled from 0, as amounts are. */
  readonly filled?: boolean;
}
const one = (name: string, label: string): readonly PanelField[] => [{ name, label, ink: 'strong' }];
/** Inks in the order in which they are easiest to tell apart. */
const STROKES: readonly Pick<PanelField, 'ink' | 'dashed'>[] = [
  { ink: 'strong' },
  { ink: 'thin' },
  { ink: 'faint' },
  { ink: 'strong', dashed: true },
  { ink: 'thin', dashed: true },
];
const several = (...fields: readonly (readonly [name: string, label: string])[]): readonly PanelField[] =>
  fields.map(([name, label], i) => ({ name, label, ink: 'faint', ...STROKES[i] }));
const axes = (name: string): readonly PanelField[] =>
  several([`${name}X`, 'X'], [`${name}Y`, 'Y'], [`${name}Z`, 'Z']);

export const ENVIRONMENT_PANELS: Readonly<Record<EnvironmentDataset, readonly Panel[]>> = {
  weather: [
    { id: 'wind', title: 'Wind speed', fields: one('windSpeed', 'Wind'), decimals: 1, least: 2, zero: true },
    {
      ...{ id: 'direction', title: 'Wind direction', fields: one('windDirection', 'From'), decimals: 0 },
      ...{ least: 360, zero: true, scattered: true },
    },
    {
      ...{ id: 'rain', title: 'Rain', fields: one('precipitation', 'Rain'), decimals: 2, least: 0.5 },
      ...{ zero: true, filled: true },
    },
    { id: 'temperature', title: 'Temperature', fields: one('temperature', 'Air'), decimals: 1, least: 4 },
    {
      id: 'humidity',
      title: 'Relative humidity',
      fields: one('humidity', 'Humidity'),
      decimals: 0,
      least: 20,
    },
    { id: 'pressure', title: 'Air pressure', fields: one('pressure', 'Pressure'), decimals: 4, least: 0.01 },
  ],
  particulates: [
    {
      ...{ id: 'dust', title: 'Particulates', decimals: 1, least: 5, zero: true },
      fields: several(['pM10', 'PM10'], ['pM2p5', 'PM2.5'], ['pM1', 'PM1'], ['pM4p25', 'PM4.25']),
    },
  ],
  gases: [
    { id: 'co', title: 'Carbon monoxide', fields: one('co', 'CO'), decimals: 0, least: 50, zero: true },
    {
      ...{ id: 'nox', title: 'Nitrogen oxides, ozone', decimals: 1, least: 10, zero: true },
      fields: several(['nO2', 'NO₂'], ['no', 'NO'], ['o3', 'O₃']),
    },
    {
      ...{ id: 'sulphur', title: 'Sulphur gases', decimals: 1, least: 10, zero: true },
      fields: several(['h2S', 'H₂S'], ['sO2', 'SO₂']),
    },
    { id: 'voc', title: 'Organic compounds', fields: one('voc', 'VOC'), decimals: 1, least: 10, zero: true },
    { id: 'co2', title: 'Carbon dioxide', fields: one('cO2', 'CO₂'), decimals: 0, least: 20 },
  ],
  ppv: [
    { id: 'ppv', title: 'Peak particle velocity', fields: axes('vMax'), decimals: 3, least: 0.2, zero: true },
    {
      ...{ id: 'frequency', title: 'Dominant frequency', fields: axes('fDom'), decimals: 1, least: 20 },
      ...{ zero: true, scattered: true, also: axes('vMax').map(({ name }) => name) },
    },
  ],
  vdv: [
    { id: 'vdv', title: 'Vibration dose value', fields: axes('vdv'), decimals: 4, least: 0.01, zero: true },
  ],
};

/** In the order in which they stand. */
export const ENVIRONMENT_DATASETS = Object.keys(ENVIRONMENT_PANELS) as readonly EnvironmentDataset[];

export const SYSTEM_PANELS: readonly Panel[] = [
  { id: 'power', title: 'Input voltage', fields: one('voltage', 'Voltage'), decimals: 2, least: 1 },
  { id: 'heat', title: 'Processor temperature', fields: one('temp', 'Processor'), decimals: 1, least: 10 },
  { id: 'cpu', title: 'Processor use', fields: one('cpu', 'Use'), decimals: 1, least: 10, zero: true },
  {
    ...{ id: 'memory', title: 'Memory', decimals: 0, least: 50, zero: true },
    fields: several(['mem', 'Used'], ['cache', 'Cache'], ['mTot', 'Size']),
  },
  {
    ...{ id: 'disk', title: 'Disk', decimals: 0, least: 100, zero: true },
    fields: several(['disk', 'Used'], ['dTot', 'Size']),
  },
  { id: 'rsrp', title: 'LTE signal strength', fields: one('lteRsrp', 'RSRP'), decimals: 0, least: 10 },
  {
    ...{ id: 'signal', title: 'LTE signal quality', decimals: 0, least: 10 },
    fields: several(['lteRsrq', 'RSRQ'], ['lteSinr', 'SINR'], ['lteSignal', 'Signal']),
  },
  {
    ...{ id: 'traffic', title: 'Traffic, running totals', decimals: 0, least: 1_000, zero: true },
    fields: several(['netTx', 'Sent'], ['netRx', 'Received']),
  },
  { id: 'ping', title: 'Round trip', fields: one('ping', 'Ping'), decimals: 0, least: 20, zero: true },
];

/** The charts of everything that is not a level, by where it comes from. */
export const PANELS: Readonly<Record<EnvironmentDataset | 'monitorstats', readonly Panel[]>> = {
  ...ENVIRONMENT_PANELS,
  monitorstats: SYSTEM_PANELS,
};

/** The panel whose answer has velocities together with their frequencies. */
export const SHAKES_PANEL = 'frequency';
export const fieldsOf = ({ fields, also = [] }: Panel): readonly string[] => [
  ...fields.map(({ name }) => name),
  ...also,
];
