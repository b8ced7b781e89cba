/** Noise measurements and noise time history. */
import type { Hono } from 'hono';
import type { World } from '../../world/world';
import type { Row } from '../blocks';
import { claims, gather, pieces, runsOf, wireValues } from '../blocks';
import { JsonBytes } from '../json-bytes';
import { jsonWithLevels } from '../level-text';
import type { Operation, Service } from '../operation';
import { operation } from '../operation';
import type { Span } from '../query';
import { DAY_MS, spanParam, valuesParam } from '../query';
import { isoTime, numberOrNull } from '../wire';
import { measurementPeriod, noiseMonitors, samplePeriod } from './noise-params';

const LEQS = ['LAeq', 'LCeq', 'LZeq', 'LAE', 'LCE', 'LZE'];
const PEAKS = ['LAPeak', 'LCPeak', 'LZPeak'];
const MAXIMA = ['LAFMax', 'LASMax', 'LAIMax', 'LCFMax', 'LCSMax', 'LCIMax', 'LZFMax', 'LZSMax', 'LZIMax'];
const STATISTICAL = ['LAF1', 'LAF5', 'LAF10', 'LAF50', 'LAF90', 'LAF95', 'LAF99'];
const MOVING = ['LeqT1Max', 'LeqT2Max'];
/** Which names a time history accepts is not documented: these are what has a meaning for a short sample. */
export const SAMPLED_VALUES: ReadonlySet<string> = new Set([...LEQS, ...PEAKS, ...MAXIMA]);
const RECALCULATED_VALUES = new Set([...SAMPLED_VALUES, 'LEX8', ...MOVING]);
const MEASURED_VALUES = new Set([...RECALCULATED_VALUES, ...STATISTICAL]);
const USUAL_VALUES = ['LAeq', 'LCPeak', 'LAFMax'];

export function addNoiseRoutes(app: Hono, service: Service): void {
  const add = (path: string, answer: (service: Service, request: Operation) => unknown) =>
    app.get(
      path,
      operation(service, ['data.noise:read'], (request) => answer(service, request)),
    );
  add('/data/noise/measurements', measurements);
  add('/data/noise/timehistory', timeHistory);
}

async function measurements(service: Service, request: Operation): Promise<unknown> {
  const { world, state } = service;
  const span = spanParam(request.query, 31 * DAY_MS);
  const recalculated = request.query.has('period');
  const known = recalculated ? RECALCULATED_VALUES : MEASURED_VALUES;
  const names = valuesParam(request.query, known, USUAL_VALUES);
  const records: object[] = [];
  for (const instrument of noiseMonitors(service, request)) {
    const { serial } = instrument;
    const period = measurementPeriod(request, instrument);
    const whole = { from: span.from, to: Math.floor(span.to / period) * period };
    for await (const { from, to } of pieces(whole, period))
      for (const one of world.measurements(serial, period, from, to, state.heardUntil(serial)))
        records.push(wireMeasurement(serial, one, names));
  }
  return records;
}

const wireMeasurement = (
  serial: string,
  { start, end, values }: ReturnType<World['measurements']>[number],
  names: readonly string[],
) => ({
  instrument: serial,
  startTime: isoTime(start),
  endTime: isoTime(end),
  ...chosen(values, names),
});

/** The moving averages bring the text that says which they are. */
function chosen(
  values: Readonly<Record<string, number | string>>,
  names: readonly string[],
): Record<string, number | string | null> {
  const out: Record<string, number | string | null> = {};
  for (const name of names) {
    const value = values[name];
    if (value === undefined) continue;
    out[name] = typeof value === 'number' ? numberOrNull(value) : value;
    const type = values[name.replace(/Max$/, 'Type')];
    if (MOVING.includes(name) && type !== undefined) out[name.replace(/Max$/, 'Type')] = type;
  }
  return out;
}

async function timeHistory(service: Service, request: Operation): Promise<Response> {
  const span = spanParam(request.query, 7 * DAY_MS);
  const names = valuesParam(request.query, SAMPLED_VALUES, USUAL_VALUES);
  const series: object[] = [];
  for (const instrument of noiseMonitors(service, request)) {
    const stepMs = samplePeriod(request, instrument);
    series.push(...(await levelSeries(service, instrument.serial, names, stepMs, span)));
  }
  return new JsonBytes(jsonWithLevels(series));
}

/** Values of one instrument in blocks, as noise and event time histories send them. All are read off each piece at once. */
export async function levelSeries(
  { world, state }: Service,
  serial: string,
  names: readonly string[],
  stepMs: number,
  span: Span,
): Promise<readonly object[]> {
  const now = state.heardUntil(serial);
  const rows = await gather(span, stepMs, (from, to) =>
    names.map((name) => world.levels(serial, name, stepMs, from, to, now)),
  );
  return names.map((type, index) => {
    const row = rows[index];
    const blocks = row === undefined ? [] : levelBlocks(row, `${serial} ${type}`);
    return { type, instrument: serial, blocks };
  });
}

const levelBlocks = (row: Row, name: string): readonly object[] =>
  runsOf(row).map((run) => ({ ...claims(row, run), values: wireValues(row, run, name) }));
