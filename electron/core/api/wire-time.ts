/** Reads the service's times: with or without zone (then UTC), any number of fraction digits. */
const PATTERN =
  /^\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|([+-])(\d\d):?(\d\d)?)?\s*$/i;

/** Epoch ms, fractions below a millisecond cut off; undefined for anything that is no time. */
export function parseTime(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', , sign, zoneHour, zoneMinute = '0'] =
    match;
  const whole = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const read = new Date(whole);
  const isDay = read.getUTCMonth() === Number(month) - 1 && read.getUTCDate() === Number(day);
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (sign === undefined) return whole + ms;
  const zoneMs = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  return whole + ms + (sign === '-' ? zoneMs : -zoneMs);
}

/** ISO 8601 duration of days, hours, minutes, seconds as ms; undefined for anything else. */
export function parseDuration(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/i.exec(text);
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  const ms = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1_000;
  return ms > 0 ? ms : undefined;
}
