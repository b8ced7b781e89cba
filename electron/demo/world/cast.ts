/** The instruments of the demo account, and what befalls each of them. Times are relative to the epoch. */
import { DAY, HOUR, MINUTE, SECOND } from './civil-time';
import type { RoadSetting } from './road';
import { fellTop, harrowLane, marshRoad, type Site } from './sites';
import type { DemoInstrument } from './world';

/** What a noise instrument hears. */
export interface Hearing {
  readonly nightDb: number;
  readonly dayDb: number;
  readonly roads: readonly RoadSetting[];
  /** LAeq,1s of a passenger train. */
  readonly railDb?: number;
  /** What is lost between the work and the microphone, dB. */
  readonly worksLossDb?: number;
  readonly callDb: number;
  readonly windDb: number;
  /** LAFMax at which an event begins. */
  readonly trigger: { readonly name: string; readonly db: number };
}

/** How one instrument's story differs from an ordinary one's; times relative to the epoch. */
export interface Story {
  readonly offlineFrom?: number;
  /** Days recorded but not sent in until `until`. */
  readonly late?: { readonly from: number; readonly to: number; readonly until: number };
  readonly sicFailsFrom?: number;
  /** Its calibrations, days before the epoch and offsets; otherwise they are drawn. */
  readonly calibrations?: readonly (readonly [day: number, offset: number])[];
  readonly failedCalibrationDay?: number;
  /** UTC hour and minute of the daily check. */
  readonly sicAt?: number;
  readonly sicBaseline?: readonly [number, number, number];
}

export interface Member {
  readonly instrument: DemoInstrument;
  readonly site: Site;
  readonly hearing?: Hearing;
  readonly story: Story;
}

const quantum = {
  type: 'Noise',
  model: 'CR:950',
  features: ['SIC', 'Modem'],
  tier: 'Pro',
  addons: [],
  measurementMs: 15 * MINUTE,
  timeHistoryMs: SECOND,
} as const;
const place = (site: Site, north: number, east: number) => ({
  site: site.name,
  latitude: site.latitude + north,
  longitude: site.longitude + east,
});
const street: RoadSetting = { perHour: 420, metres: 22, metresPerSecond: 11, passDb: 62, heavyShare: 0.06 };
const mainRoad: RoadSetting = {
  perHour: 1_250,
  metres: 18,
  metresPerSecond: 21,
  passDb: 71,
  heavyShare: 0.11,
};
const laneRoad: RoadSetting = { perHour: 46, metres: 14, metresPerSecond: 14, passDb: 66, heavyShare: 0.3 };

/** Everyone in the story, in the order in which the account lists them. */
export const members: readonly Member[] = [
  {
    instrument: {
      ...quantum,
      ...place(harrowLane, 0.0006, 0.0002),
      serial: 'QT410233',
      name: 'Harrow Lane, north hoarding',
      features: ['SIC', 'Modem', 'Weather'],
      addons: ['Audio'],
    },
    site: harrowLane,
    hearing: {
      nightDb: 34,
      dayDb: 46,
      roads: [street],
      railDb: 70,
      worksLossDb: 7,
      callDb: 50,
      windDb: 17,
      trigger: { name: 'Site limit', db: 71 },
    },
    story: { sicAt: 2 * HOUR, sicBaseline: [55.38, 48.54, 35.7] },
  },
  {
    instrument: {
      ...quantum,
      ...place(harrowLane, -0.0005, 0.0011),
      serial: 'QT410247',
      name: 'Harrow Lane, railway fence',
      addons: ['Audio'],
      measurementMs: 5 * MINUTE,
      timeHistoryMs: 100,
    },
    site: harrowLane,
    hearing: {
      nightDb: 33,
      dayDb: 45,
      roads: [{ ...street, metres: 60, passDb: 52 }],
      railDb: 83,
      worksLossDb: 14,
      callDb: 52,
      windDb: 17,
      trigger: { name: 'Train', db: 77 },
    },
    story: { sicAt: 2 * HOUR + 10 * MINUTE, sicBaseline: [54.91, 48.02, 36.15], failedCalibrationDay: -118 },
  },
  {
    instrument: {
      ...quantum,
      ...place(harrowLane, 0.0014, -0.0017),
      serial: 'QT408816',
      name: '14 Station Road, back garden',
    },
    site: harrowLane,
    hearing: {
      nightDb: 29.5,
      dayDb: 41,
      roads: [{ ...street, metres: 45, passDb: 54 }],
      railDb: 61,
      worksLossDb: 21,
      callDb: 56,
      windDb: 15,
      trigger: { name: 'Complaint', db: 66 },
    },
    story: {
      sicAt: 3 * HOUR + 30 * MINUTE,
      sicBaseline: [55.12, 48.77, 34.96],
      calibrations: [
        [-394, 0.04],
        [-349, 0.11],
        [-297, 0.02],
        [-248, 0.2],
        [-197, 0.49],
        [-149, 0.9],
        [-101, 1.47],
        [-53, 2.22],
        [-9, 3.38],
      ],
    },
  },
  {
    instrument: {
      ...quantum,
      ...place(marshRoad, 0.0003, 0.0008),
      serial: 'QT377120',
      name: 'A259 Marsh Road, layby',
      model: 'CR:920',
      features: ['Modem'],
      tier: 'Standard',
      addons: ['Audio'],
    },
    site: marshRoad,
    hearing: {
      nightDb: 35,
      dayDb: 49,
      roads: [mainRoad],
      callDb: 54,
      windDb: 18,
      trigger: { name: 'Default', db: 81 },
    },
    story: {},
  },
  {
    instrument: {
      ...quantum,
      ...place(marshRoad, -0.0011, -0.0019),
      serial: 'QT377164',
      name: 'Marsh Road school',
      tier: 'Storage',
      addons: ['Audio'],
    },
    site: marshRoad,
    hearing: {
      nightDb: 31,
      dayDb: 44,
      roads: [
        { ...mainRoad, metres: 95, passDb: 52 },
        { ...laneRoad, perHour: 90, passDb: 63 },
      ],
      callDb: 55,
      windDb: 16,
      trigger: { name: 'Default', db: 70 },
    },
    story: { offlineFrom: -3 * DAY, sicAt: HOUR, sicBaseline: [55.83, 49.1, 35.24] },
  },
  {
    instrument: {
      ...quantum,
      ...place(fellTop, 0.0021, 0.0009),
      serial: 'QT512009',
      name: 'Fell Top Quarry, east gate',
      features: ['SIC', 'Modem', 'Weather'],
      addons: ['Audio'],
    },
    site: fellTop,
    hearing: {
      nightDb: 28,
      dayDb: 37,
      roads: [laneRoad],
      worksLossDb: 27,
      callDb: 58,
      windDb: 14,
      trigger: { name: 'Default', db: 70 },
    },
    story: {
      late: { from: -6 * DAY, to: -4 * DAY, until: 2 * HOUR },
      sicAt: 0,
      sicBaseline: [55.02, 48.31, 35.58],
    },
  },
  {
    instrument: {
      ...quantum,
      ...place(fellTop, -0.0094, 0.0102),
      serial: 'G512044',
      name: 'Beck Farm',
    },
    site: fellTop,
    hearing: {
      nightDb: 25.5,
      dayDb: 32,
      roads: [{ ...laneRoad, perHour: 9, passDb: 58 }],
      worksLossDb: 44,
      callDb: 57,
      windDb: 13,
      trigger: { name: 'Default', db: 62 },
    },
    story: { sicFailsFrom: -12 * DAY, sicAt: 4 * HOUR, sicBaseline: [54.6, 47.95, 35.06] },
  },
  {
    instrument: {
      ...place(harrowLane, 0.0002, 0.0004),
      serial: 'AQ21D07',
      name: 'Harrow Lane, dust',
      type: 'AirQuality',
      model: 'CK:680',
      features: ['Modem'],
      tier: 'Enviro',
      addons: [],
      measurementMs: 15 * MINUTE,
      timeHistoryMs: MINUTE,
    },
    site: harrowLane,
    story: {},
  },
  {
    instrument: {
      ...place(harrowLane, -0.0002, 0.0009),
      serial: 'FKVB0317',
      name: 'Harrow Lane, party wall',
      type: 'Vibration',
      model: 'CK:447',
      features: ['Modem'],
      tier: 'Track',
      addons: [],
      measurementMs: 15 * MINUTE,
      timeHistoryMs: MINUTE,
    },
    site: harrowLane,
    story: {},
  },
];
