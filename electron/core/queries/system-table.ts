/**
 * The statistics of a span as columns. Each chart of a stack asks for its own values of the same records; those who ask
 * while they are being read share what is read.
 */
import type { Span } from '../../contract/model';
import { dataset } from '../datasets';
import type { Archive } from '../db/archive';
import { createPace, type Pace } from '../export/table-pace';
import { field, finite } from './fields';

/** A column of samples for each number of the registry, NaN where a record does not tell. */
export interface SystemTable {
  readonly time: readonly number[];
  /** Usual distance between records, ms; undefined with fewer than two. */
  readonly stepMs: number | undefined;
  readonly columns: ReadonlyMap<string, readonly number[]>;
}
interface Asked {
  readonly instrument: string;
  readonly span: Span;
}
export interface SystemTables {
  /** Rejects with Failure `cancelled` once everyone who asked has gone. */
  read(archive: Archive, asked: Asked, signal: AbortSignal): Promise<SystemTable>;
}

const DATASET = 'monitorstats';
const NUMBERS = dataset(DATASET).fields.flatMap(({ name, kind }) => (kind === 'number' ? [name] : []));

interface Reading {
  readonly archive: Archive;
  readonly table: Promise<SystemTable>;
  readonly controller: AbortController;
  waiting: number;
}

export function createSystemTables(): SystemTables {
  const readings = new Map<string, Reading>();
  const start = (archive: Archive, asked: Asked, key: string): Reading => {
    const controller = new AbortController();
    const table = readTable(archive, asked, createPace(controller.signal));
    const reading = { archive, table, controller, waiting: 0 };
    const end = () => {
      if (readings.get(key) === reading) readings.delete(key);
    };
    table.then(end, end);
    readings.set(key, reading);
    return reading;
  };
  return {
    async read(archive, asked, signal) {
      const key = JSON.stringify([asked.instrument, asked.span.from, asked.span.to]);
      const known = readings.get(key);
      const usable = known?.archive === archive && !known.controller.signal.aborted ? known : undefined;
      const reading = usable ?? start(archive, asked, key);
      reading.waiting += 1;
      const leave = () => {
        reading.waiting -= 1;
        if (reading.waiting === 0) reading.controller.abort();
      };
      signal.addEventListener('abort', leave, { once: true });
      try {
        return await reading.table;
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}

async function readTable(archive: Archive, { instrument, span }: Asked, pace: Pace): Promise<SystemTable> {
  const time: number[] = [];
  const columns = NUMBERS.map((name) => ({ name, values: [] as number[] }));
  for (const page of archive.records.pages(DATASET, instrument, span)) {
    for (const { time: at, data } of page) {
      time.push(at);
      for (const { name, values } of columns) values.push(finite(field(data, name)) ?? NaN);
    }
    await pace.breathe();
  }
  return {
    time,
    stepMs: usualStep(time),
    columns: new Map(columns.map(({ name, values }) => [name, values])),
  };
}

/** The median, so that what is missing does not count. */
function usualStep(time: readonly number[]): number | undefined {
  const steps = Float64Array.from(time.slice(1), (at, i) => at - (time[i] as number)).filter(
    (step) => step > 0,
  );
  return steps.sort()[Math.floor(steps.length / 2)];
}
