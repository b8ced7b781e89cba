/** The places of the demo account. Times are relative to the epoch. */
import { DAY, HOUR, MINUTE } from './civil-time';
import type { Works } from './works';

export interface Site {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Mean wind, m/s, and metres above the sea. */
  readonly wind: number;
  readonly altitude: number;
  readonly works?: Works;
  readonly rail: boolean;
  /** The mains failed, relative to the epoch. */
  readonly powerCut: { readonly from: number; readonly to: number };
}

export const harrowLane: Site = {
  name: 'Harrow Lane',
  latitude: 51.7527,
  longitude: -0.3394,
  wind: 3.1,
  altitude: 82,
  works: 'building',
  rail: true,
  powerCut: { from: -141 * DAY + 13 * HOUR + 7 * MINUTE, to: -141 * DAY + 17 * HOUR + 26 * MINUTE },
};
export const marshRoad: Site = {
  name: 'A259 Marsh Road',
  latitude: 50.8198,
  longitude: -0.4157,
  wind: 4.4,
  altitude: 4,
  rail: false,
  powerCut: { from: -97 * DAY + 2 * HOUR + 31 * MINUTE, to: -97 * DAY + 8 * HOUR + 2 * MINUTE },
};
export const fellTop: Site = {
  name: 'Fell Top Quarry',
  latitude: 54.4612,
  longitude: -2.6385,
  wind: 4.9,
  altitude: 318,
  works: 'quarry',
  rail: false,
  powerCut: { from: -203 * DAY + 19 * HOUR + 44 * MINUTE, to: -202 * DAY + 6 * HOUR + 12 * MINUTE },
};
