/** Frequency band measurements and time history. */
import type { Hono } from 'hono';
import type { Row } from '../blocks';
import { claims, gather, runsOf, wireValues } from '../blocks';
import { JsonBytes } from '../json-bytes';
import { jsonWithLevels, NULL } from '../level-text';
import type { Operation, Service } from '../operation';
import { operation } from '../operation';
import type { Span } from '../query';
import { choiceParam, DAY_MS, spanParam } from '../query';
import { isoTime } from '../wire';
import { measurementPeriod, noiseMonitors, samplePeriod } from './noise-params';

const BAND_SETS = ['Octave', 'Third'] as const;
const WEIGHTINGS = ['A', 'C', 'Z'] as const;

export function addFrequencyRoutes(app: Hono, service: Service): void {
  const add = (path: string, answer: (service: Service, request: Operation) => unknown) =>
    app.get(
      path,
      operation(service, ['data.noise:read'], (request) => answer(service, request)),
    );
  add('/data/frequency/measurements', bandMeasurements);
  add('/data/frequency/timehistory', bandTimeHistory);
}

interface BandChoice {
  readonly set: (typeof BAND_SETS)[number];
  readonly weighting: (typeof WEIGHTINGS)[number];
}
const bandChoice = ({ query }: Operation): BandChoice => ({
  set: choiceParam(query, 'bands', BAND_SETS, 'Octave'),
  weighting: choiceParam(query, 'weighting', WEIGHTINGS, 'Z'),
});

async function bandMeasurements(service: Service, request: Operation): Promise<unknown> {
  const span = spanParam(request.query, 31 * DAY_MS);
  const choice = bandChoice(request);
  const records: object[] = [];
  for (const instrument of noiseMonitors(service, request)) {
    const { serial } = instrument;
    const period = measurementPeriod(request, instrument);
    const whole = { from: Math.ceil(span.from / period) * period, to: Math.floor(span.to / period) * period };
    records.push(...(await bandRecords(service, serial, choice, period, whole)));
  }
  return records;
}

async function bandRecords(
  service: Service,
  serial: string,
  choice: BandChoice,
  periodMs: number,
  span: Span,
): Promise<readonly object[]> {
  const bands = await readBands(service, serial, choice, periodMs, span);
  const first = bands[0]?.row;
  if (first === undefined) return [];
  return [...first.tenths.keys()]
    .filter((index) => bands.some(({ row }) => row.tenths[index] !== NULL))
    .map((index) => ({
      instrument: serial,
      startTime: isoTime(first.start + index * periodMs),
      endTime: isoTime(first.start + (index + 1) * periodMs),
      type: choice.set,
      weighting: choice.weighting,
      bands: bands.map(({ name, row }) => ({ name, value: levelOrNull(row.tenths[index]) })),
    }));
}

const levelOrNull = (tenths = NULL): number | null => (tenths === NULL ? null : tenths / 10);

async function bandTimeHistory(service: Service, request: Operation): Promise<Response> {
  const span = spanParam(request.query, DAY_MS);
  const choice = bandChoice(request);
  const series: object[] = [];
  for (const instrument of noiseMonitors(service, request)) {
    const { serial } = instrument;
    const bands = await readBands(service, serial, choice, samplePeriod(request, instrument), span);
    series.push({ type: choice.set, instrument: serial, blocks: bandBlocks(serial, bands) });
  }
  return new JsonBytes(jsonWithLevels(series));
}

interface Band {
  readonly name: string;
  readonly row: Row;
}
async function readBands(
  { world, state }: Service,
  serial: string,
  { set, weighting }: BandChoice,
  stepMs: number,
  span: Span,
): Promise<readonly Band[]> {
  const now = state.heardUntil(serial);
  let names: readonly string[] = [];
  const rows = await gather(span, stepMs, (from, to) => {
    const bands = world.bands(serial, set, weighting, stepMs, from, to, now);
    names = bands.map((band) => band.name);
    return bands.map((band) => band.samples);
  });
  return rows.map((row, index) => ({ name: names[index] ?? '', row }));
}

function bandBlocks(serial: string, bands: readonly Band[]): readonly object[] {
  const first = bands[0]?.row;
  if (first === undefined) return [];
  return runsOf(first).map((run) => ({
    ...claims(first, run),
    bands: bands.map(({ name, row }) => ({ name, values: wireValues(row, run, `${serial} ${name}`) })),
  }));
}
