/** The local clock of the sites (Europe/London) and the sun above them, without tables of time zones. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Last Sunday of a month (0-based) at 01:00 UTC, when British clocks change. */
function lastSunday(year: number, month: number): number {
  const lastDay = Date.UTC(year, month + 1, 0);
  return lastDay - new Date(lastDay).getUTCDay() * DAY + HOUR;
}

const FIRST_YEAR = 2000;
const changes = Array.from({ length: 120 }, (_, i) => ({
  forward: lastSunday(FIRST_YEAR + i, 2),
  back: lastSunday(FIRST_YEAR + i, 9),
}));

/** What London's clocks are ahead of UTC at an instant from 2000 to 2119, ms. */
export function londonOffsetMs(time: number): number {
  // Good to a day or two around New Year, which is far from both changes.
  const year = Math.floor(time / (365.2425 * DAY)) + 1970;
  const change = changes[year - FIRST_YEAR];
  return change !== undefined && time >= change.forward && time < change.back ? HOUR : 0;
}

export interface Civil {
  /** Days since 1970-01-01, local. */
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly minuteOfDay: number;
}

/** The local date and minute at an instant. */
export function civil(time: number): Civil {
  const local = time + londonOffsetMs(time);
  const day = Math.floor(local / DAY);
  return {
    day,
    weekday: (((day + 4) % 7) + 7) % 7,
    minuteOfDay: Math.floor((local - day * DAY) / MINUTE),
  };
}

/** The instant at which a local day (days since 1970) reaches a minute of that day. */
export function instantOf(day: number, minuteOfDay: number): number {
  const local = day * DAY + minuteOfDay * MINUTE;
  const guess = local - londonOffsetMs(local);
  return local - londonOffsetMs(guess);
}

/** 0 in midwinter, 1 in midsummer. */
export function summerness(time: number): number {
  const dayOfYear = (time / DAY) % 365.2425;
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * (dayOfYear + 10)) / 365.2425);
}

/** Sunrise on the UTC day of an instant, epoch ms; good to a few minutes (cosine of the hour angle, sun at -0.83°). */
export function sunrise(time: number, latitude: number, longitude: number): number {
  const midnight = Math.floor(time / DAY) * DAY;
  const rad = Math.PI / 180;
  const declination = -23.44 * rad * Math.cos((2 * Math.PI * (((time / DAY) % 365.2425) + 10)) / 365.2425);
  const cosine =
    (Math.sin(-0.83 * rad) - Math.sin(latitude * rad) * Math.sin(declination)) /
    (Math.cos(latitude * rad) * Math.cos(declination));
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
  const noon = midnight + DAY / 2 - (longitude / 360) * DAY;
  return noon - (angle / (2 * Math.PI)) * DAY;
}
