/** What of a span is left out of an instrument's data, from what the archive holds. */
import type { DatasetId, Span } from '../../contract/model';
import type { Exclusions, Rules } from '../../contract/people';
import type { Archive } from '../db/archive';
import { exclusionsOf } from '../exclusions/exclusions';
import { judgeWeather, type Weather } from '../exclusions/weather';
import { createPace } from '../export/table-pace';

const WEATHER: DatasetId = 'weather';
const WIND = 'windSpeed';
const RAIN = 'precipitation';
const MINUTE_MS = 60_000;
/** Read in one go: some ms. */
const PIECE_MS = 31 * 24 * 3_600_000;

/**
 * In turns that leave the thread free. Weather is that of the instrument's own station.
 * @throws Failure `cancelled`
 */
export async function readExclusions(
  archive: Archive,
  instrument: string,
  span: Span,
  signal: AbortSignal,
): Promise<Exclusions> {
  const rules = archive.people.rules();
  const reach = (rules.checks.beforeSeconds + rules.checks.afterSeconds) * 1_000;
  const near = { from: span.from - reach, to: span.to + reach };
  const times = (dataset: DatasetId): readonly number[] =>
    rules.checks.isOn ? archive.records.list(dataset, instrument, near).map(({ time }) => time) : [];
  return exclusionsOf(span, {
    rules,
    entries: archive.people.list({ kinds: ['exclusion'], instrument, span }),
    weather: rules.weather.isOn ? await readWeather(archive, instrument, span, rules.weather, signal) : [],
    calibrations: times('calibrations'),
    sics: times('sic'),
  });
}

async function readWeather(
  archive: Archive,
  instrument: string,
  span: Span,
  rule: Rules['weather'],
  signal: AbortSignal,
): Promise<readonly Weather[]> {
  const pace = createPace(signal);
  const out: Weather[] = [];
  // Rain before the span may still be drying in it.
  const begin = span.from - rule.dryMinutes * MINUTE_MS;
  for (const { stepMs, extent } of weatherHeld(archive, instrument)) {
    const last = Math.min(span.to, extent.to);
    const first = Math.floor(Math.max(begin, extent.from) / stepMs) * stepMs;
    const piece = Math.max(1, Math.floor(PIECE_MS / stepMs)) * stepMs;
    for (let start = first; start < last; start += piece) {
      await pace.breathe();
      const part = { from: start, to: Math.ceil(Math.min(last, start + piece) / stepMs) * stepMs };
      const read = (channel: string): Float64Array =>
        archive.series.read(WEATHER, instrument, channel, stepMs, part);
      out.push(judgeWeather(rule, { start, stepMs, wind: read(WIND), rain: read(RAIN) }));
    }
  }
  return out;
}

/** Every length of sample there is, by the minute as far as is known, and how far each reaches. */
function weatherHeld(archive: Archive, instrument: string): readonly { stepMs: number; extent: Span }[] {
  const held = new Map<number, Span>();
  for (const { channel, stepMs, extent } of archive.series.extents(WEATHER, instrument)) {
    if (channel !== WIND && channel !== RAIN) continue;
    const { from, to } = held.get(stepMs) ?? extent;
    held.set(stepMs, { from: Math.min(from, extent.from), to: Math.max(to, extent.to) });
  }
  return [...held].map(([stepMs, extent]) => ({ stepMs, extent }));
}
