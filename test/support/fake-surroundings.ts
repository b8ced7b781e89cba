/** Believable events, weather and health of an instrument, for screens. */
import type {
  AboutDataset,
  DatasetId,
  EventDetail,
  EventRow,
  EventSpectrum,
  Handlers,
  Joined,
  Span,
  SurroundingsColumn,
  SurroundingsSeries,
} from '../../electron/contract/index';
import { fakeSpectrum } from './fake-spectra';
import { dataset as datasetOf, titleOf } from '../../electron/core/datasets';

const MINUTE = 60_000;
const DAY = 86_400_000;
const HELD: readonly DatasetId[] = ['events', 'eventhistory', 'weather', 'monitorstats', 'monitorevents'];
const NOT_OF_NOISE: readonly DatasetId[] = ['particulates', 'gases', 'ppv', 'vdv'];

export function fakeAbout(now: number, held: readonly DatasetId[] = HELD): readonly AboutDataset[] {
  const span = { from: now - 31 * DAY, to: now - 20 * MINUTE };
  return [...HELD, ...NOT_OF_NOISE].map((dataset) => {
    const skipped = NOT_OF_NOISE.includes(dataset) ? ('type' as const) : undefined;
    const asked = skipped === undefined ? span : undefined;
    return {
      ...{ dataset, title: titleOf(dataset, ''), skipped, asked, keptDays: 31 },
      askedAt: asked && now - 3 * 3_600_000,
      extent: held.includes(dataset) ? span : undefined,
    };
  });
}

const EVENTS = 64;
export function fakeEvent(now: number, n: number): EventRow {
  const from = Math.floor(now / 1_000) * 1_000 - (n + 1) * 97 * MINUTE;
  return {
    ...{ key: `event-${String(n)}`, from, to: from + (12 + (n % 17)) * 1_000 },
    ...{ type: n % 5 === 4 ? 'Vibration' : 'Noise', trigger: n % 7 === 3 ? undefined : 'Site limit' },
    level: n % 11 === 5 ? undefined : 71,
    history: n % 3 === 1 ? 'not-held' : 'held',
    audio: n % 4 === 2 ? 'none' : n % 4 === 1 ? 'held' : 'not-held',
  };
}
function fakeEventSpectrum({ from, to }: EventRow): EventSpectrum {
  const variant = { source: 'history', bands: 'Octave', weighting: 'Z' } as const;
  const { bands, stepsMs, mean, min, max } = fakeSpectrum(variant, { from, to: to ?? from }, 4);
  return { source: 'timehistory', set: 'Octave', weighting: 'Z', bands, stepsMs, mean, min, max };
}
function fakeDetail(now: number, key: string): EventDetail {
  const row = fakeEvent(now, Number(key.slice('event-'.length)));
  const count = Math.round(((row.to ?? row.from) - row.from) / 1_000);
  const values = (base: number) =>
    Float64Array.from({ length: count }, (_, i) => base + 14 * Math.sin((Math.PI * (i + 1)) / (count + 1)));
  return {
    ...row,
    overall: [57.67, 82.53, 55.4, 60.5, 70.1, 49.93],
    spectra: row.history === 'held' ? [fakeEventSpectrum(row)] : [],
    samples:
      row.history === 'held'
        ? {
            ...{ source: 'event', stepMs: 1_000 },
            time: Float64Array.from({ length: count }, (_, i) => row.from + i * 1_000),
            channels: [
              { name: 'LAeq', values: values(56) },
              { name: 'LAFMax', values: values(61) },
            ],
          }
        : undefined,
    sound: undefined,
  };
}

export function fakeSeries(
  now: number,
  fields: readonly string[],
  span: Span,
  of: { readonly unit?: string; readonly joined?: Joined; readonly absent?: readonly string[] } = {},
): SurroundingsSeries {
  const { joined = 'mean', absent = [] } = of;
  const count = 120;
  const bucketMs = Math.ceil((span.to - span.from) / count);
  const time = Float64Array.from({ length: count }, (_, i) => span.from + i * bucketMs);
  const isHole = (i: number) => i >= 40 && i < 48;
  const columns = fields.map((name, place): SurroundingsColumn => {
    const isAbsent = absent.includes(name);
    const values = time.map((_, i) =>
      isAbsent || isHole(i) ? NaN : 4 + place * 2 + 2 * Math.sin(i / 9 + place),
    );
    return {
      ...{ name, unit: of.unit, joined, values, over: isAbsent ? NaN : 4.2 + place },
      ...{ min: values.map((value) => value - 1), max: values.map((value) => value + 1) },
      latest: isAbsent ? undefined : { value: 4.4, time: now - 20 * MINUTE, unit: of.unit },
    };
  });
  const gap = { from: span.from + 40 * bucketMs, to: span.from + 48 * bucketMs, reason: 'offline' } as const;
  return { time, bucketMs, stepMs: MINUTE, columns, gaps: [gap] };
}

export function fakeSurroundingsHandlers({ now }: { readonly now: number }) {
  const unitOf = (dataset: DatasetId, name = ''): string | undefined =>
    [...datasetOf(dataset).fields, ...(datasetOf(dataset).variants[0]?.channels ?? [])].find(
      (field) => field.name === name,
    )?.unit;
  const withUnit = (unit: string | undefined) => (unit === undefined ? {} : { unit });
  return {
    'surroundings.about': () => fakeAbout(now),
    'events.list': ({ span, types, around, offset, limit }) => {
      const all = Array.from({ length: EVENTS }, (_, n) => fakeEvent(now, n)).filter(
        ({ from }) => from >= span.from && from < span.to,
      );
      const rows = all.filter(({ type }) => types?.includes(type ?? '') ?? true);
      const place = rows.findIndex(({ key }) => key === around);
      const first = place === -1 ? offset : Math.max(0, place - Math.floor(limit / 2));
      return { rows: rows.slice(first, first + limit), offset: first, total: rows.length };
    },
    'events.places': ({ span }) => ({
      columns: undefined,
      each: Array.from({ length: EVENTS }, (_, n) => fakeEvent(now, n)).filter(
        ({ from }) => from >= span.from && from < span.to,
      ),
    }),
    'events.types': () =>
      ['Noise', 'Vibration'].map((type) => {
        const all = Array.from({ length: EVENTS }, (_, n) => fakeEvent(now, n));
        return { type, count: all.filter((row) => row.type === type).length };
      }),
    'events.get': ({ key }) => fakeDetail(now, key),
    'environment.series': ({ dataset, fields, span }) => {
      const joined =
        fields[0] === 'precipitation' ? 'sum' : fields[0] === 'windDirection' ? 'direction' : 'mean';
      return fakeSeries(now, fields, span, { ...withUnit(unitOf(dataset, fields[0])), joined });
    },
    'environment.doses': ({ span }) =>
      Array.from({ length: 20 }, (_, n) => {
        const to = span.to - n * 12 * 60 * MINUTE;
        const [from, part] = [to - 12 * 60 * MINUTE, n % 2 === 0 ? ('night' as const) : ('day' as const)];
        const doses = [0.012, 0.014, n === 3 ? NaN : 0.021] as const;
        const date = new Date(from).toISOString().slice(0, 10);
        return { date, part, from, to, isCut: n === 0, doses, held: n === 1 ? 0.8 : 1 };
      }),
    'system.now': () => ({
      observedAt: now - 3 * 3_600_000,
      values: [
        { name: 'cpu', value: 12.2, unit: '%' },
        { name: 'mem', value: 8.3, unit: '%' },
        { name: 'disk', value: 0.2, unit: '%' },
        { name: 'temp', value: 51.1, unit: '°C' },
        { name: 'uptime', value: 93_900, unit: 's' },
        { name: 'network', value: 3.7, unit: 'kbit/s' },
        { name: 'voltage', value: 11.5, unit: 'V' },
        { name: 'simQuota', value: 2_048, unit: 'MB' },
        { name: 'simUsage', value: 1_915, unit: 'MB' },
      ],
    }),
    'system.series': ({ fields, span }) =>
      fakeSeries(now, fields, span, {
        ...(fields[0]?.startsWith('lte') === true ? {} : withUnit(unitOf('monitorstats', fields[0]))),
        absent: ['lteSignal'],
      }),
    'system.events': ({ offset, limit }) => {
      const rows = Array.from({ length: 31 }, (_, n) => ({
        ...{ key: String(n), time: now - (n + 1) * 19 * 3_600_000, event: 'Restarted' },
        ...{ description: 'Weekly restart.', more: n === 0 ? [{ name: 'cause', text: 'watchdog' }] : [] },
      }));
      return { rows: rows.slice(offset, offset + limit), total: rows.length };
    },
  } satisfies Partial<Handlers>;
}
