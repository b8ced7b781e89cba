/** What else a person would put the same days into: a row per sample, by several programs. Each is asked the same chart. */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { elapsedMs, LATER, openAt, SECOND_MS } from './bench-archive';
import { store, type Answer } from './bodies';
import { gridOf, POINTS, type Extremes, type Grid } from './check-chart';
import type { DuckDb } from './duckdb';

export interface Imported {
  /** JSON to CSV, ms; 0 for who needs none. */
  readonly conversionMs: number;
  /** Until it is durable, ms. */
  readonly importMs: number;
}
export interface Held {
  /** @returns the extremes per bucket, and what it took */
  chart(grid: Grid): Promise<{ readonly extremes: Extremes; readonly ms: number }>;
  close(): void;
}
export interface Contestant {
  readonly name: string;
  load(
    answers: readonly Answer[],
    folder: string,
  ): Promise<{ readonly imported: Imported; readonly held: Held }>;
}

interface Wire {
  readonly blocks: readonly { readonly values: readonly number[] }[];
}
const valuesIn = ({ body }: Answer): readonly number[] => {
  const [series] = JSON.parse(new TextDecoder().decode(body)) as readonly Wire[];
  return series?.blocks[0]?.values ?? [];
};

export function leqbook(): Contestant {
  return {
    name: 'Leqbook',
    async load(answers, folder) {
      const file = path.join(folder, 'leqbook.sqlite');
      const archive = openAt(file, LATER);
      const importMs = elapsedMs(() => {
        for (const answer of answers) store(archive, answer);
      });
      const serial = answers[0]?.serial ?? '';
      const held: Held = {
        chart(grid) {
          const span = { from: grid.first, to: grid.first + grid.count * grid.bucketMs };
          const start = performance.now();
          const levels = archive.series.query('timehistory', serial, ['LAeq'], span, POINTS);
          const ms = performance.now() - start;
          const [channel] = levels.channels;
          const own = gridOf(levels);
          if (channel === undefined || own.first !== grid.first || own.bucketMs !== grid.bucketMs)
            throw new Error('void: the grid is another one');
          return Promise.resolve({ extremes: channel, ms });
        },
        close: () => archive.close(),
      };
      return Promise.resolve({ imported: { conversionMs: 0, importMs }, held });
    },
  };
}

const TABLE =
  'CREATE TABLE sample (series INTEGER, t INTEGER, v REAL, PRIMARY KEY (series, t)) WITHOUT ROWID';
/** As durable as ours. */
const DURABLE = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;';

const chartSql = ({ first, bucketMs, count }: Grid, divide: string): string =>
  `SELECT (t - ${first}) ${divide} ${bucketMs} AS bucket, min(v), max(v) FROM sample
   WHERE series = 1 AND t >= ${first} AND t < ${first + bucketMs * count} GROUP BY bucket ORDER BY bucket`;

function extremesOf(rows: Iterable<readonly [number, number, number]>, { count }: Grid): Extremes {
  const min = new Float64Array(count).fill(NaN);
  const max = new Float64Array(count).fill(NaN);
  for (const [bucket, least, greatest] of rows) {
    min[bucket] = least;
    max[bucket] = greatest;
  }
  return { min, max };
}

export function rowPerSample(): Contestant {
  return {
    name: 'better-sqlite3, a row per sample',
    load(answers, folder) {
      const db = new Database(path.join(folder, 'rows.sqlite'));
      db.exec(DURABLE + TABLE);
      const insert = db.prepare<[number, number]>('INSERT INTO sample VALUES (1, ?, ?)');
      const day = db.transaction((start: number, values: readonly number[]) => {
        for (let i = 0; i < values.length; i++) insert.run(start + i * SECOND_MS, values[i] as number);
      });
      const importMs = elapsedMs(() => {
        for (const answer of answers) day(answer.start, valuesIn(answer));
      });
      const held: Held = {
        chart(grid) {
          const start = performance.now();
          const rows = db.prepare(chartSql(grid, '/')).raw().all() as [number, number, number][];
          const extremes = extremesOf(rows, grid);
          return Promise.resolve({ extremes, ms: performance.now() - start });
        },
        close: () => void db.close(),
      };
      return Promise.resolve({ imported: { conversionMs: 0, importMs }, held });
    },
  };
}

/** What the others are given: already converted, and the conversion counted. */
function toCsv(answers: readonly Answer[], file: string): number {
  return elapsedMs(() => {
    const lines: string[] = [];
    for (const answer of answers) {
      const values = valuesIn(answer);
      for (let i = 0; i < values.length; i++)
        lines.push(`1,${answer.start + i * SECOND_MS},${values[i] as number}\n`);
    }
    writeFileSync(file, joined(lines));
  });
}
/** In pieces: one string of a year would be too long for the engine. */
function joined(lines: readonly string[]): Buffer {
  const pieces: Buffer[] = [];
  for (let i = 0; i < lines.length; i += 1_000_000)
    pieces.push(Buffer.from(lines.slice(i, i + 1_000_000).join('')));
  return Buffer.concat(pieces);
}

const has = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;

/** @returns undefined when the program is not on this machine */
export function sqliteShell(): Contestant | undefined {
  if (!has('sqlite3', '--version')) return undefined;
  const ask = (file: string, input: string): string => {
    const done = spawnSync('sqlite3', ['-batch', '-bail', file], { input, encoding: 'utf8', maxBuffer: 1e8 });
    if (done.status !== 0) throw new Error(`sqlite3: ${done.stderr}`);
    return done.stdout;
  };
  return {
    name: 'sqlite3 .import',
    load(answers, folder) {
      const file = path.join(folder, 'shell.sqlite');
      const csv = path.join(folder, 'shell.csv');
      const conversionMs = toCsv(answers, csv);
      const importMs = elapsedMs(
        () => void ask(file, `${DURABLE}${TABLE};\n.mode csv\n.import ${csv} sample\n`),
      );
      const held: Held = {
        chart(grid) {
          const start = performance.now();
          const text = ask(file, `.mode csv\n${chartSql(grid, '/')};\n`);
          const rows = text
            .trim()
            .split('\n')
            .map((line) => line.split(',').map(Number) as [number, number, number]);
          const extremes = extremesOf(rows, grid);
          return Promise.resolve({ extremes, ms: performance.now() - start });
        },
        close: () => undefined,
      };
      return Promise.resolve({ imported: { conversionMs, importMs }, held });
    },
  };
}

const PYTHON_IMPORT = `import csv, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA synchronous = FULL")
db.execute("${TABLE}")
with open(sys.argv[2], newline="") as file:
    db.executemany("INSERT INTO sample VALUES (?, ?, ?)", csv.reader(file))
db.commit()
db.close()`;
const PYTHON_CHART = `import json, sqlite3, sys, time
db = sqlite3.connect(sys.argv[1])
times = []
for _ in range(2):
    start = time.perf_counter()
    rows = db.execute(sys.argv[2]).fetchall()
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps({"rows": rows, "ms": times[-1]}))`;

/** @returns undefined when there is no Python with sqlite3 on this machine */
export function python(): Contestant | undefined {
  if (!has('python3', '-c', 'import sqlite3')) return undefined;
  return {
    name: "Python's executemany",
    async load(answers, folder) {
      const file = path.join(folder, 'python.sqlite');
      const csv = path.join(folder, 'python.csv');
      const conversionMs = toCsv(answers, csv);
      const start = performance.now();
      await runPython(PYTHON_IMPORT, file, csv);
      const importMs = performance.now() - start;
      const held: Held = {
        async chart(grid) {
          const text = await runPython(PYTHON_CHART, file, chartSql(grid, '/'));
          const { rows, ms } = JSON.parse(text) as { rows: [number, number, number][]; ms: number };
          return { extremes: extremesOf(rows, grid), ms };
        },
        close: () => undefined,
      };
      return { imported: { conversionMs, importMs }, held };
    },
  };
}

function runPython(script: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(Buffer.concat(said).toString()) : reject(new Error(`python3 ended with ${code}`)),
    );
  });
}

export function duckDb(duck: DuckDb): Contestant {
  return {
    name: `DuckDB ${duck.version}`,
    async load(answers, folder) {
      const csv = path.join(folder, 'duck.csv');
      const conversionMs = toCsv(answers, csv);
      const instance = await duck.open(path.join(folder, 'duck.db'));
      const connection = await instance.connect();
      await connection.run('CREATE TABLE sample (series INTEGER, t BIGINT, v DOUBLE)');
      const start = performance.now();
      await connection.run(`COPY sample FROM '${csv}' (HEADER false)`);
      await connection.run('CHECKPOINT');
      const importMs = performance.now() - start;
      const held: Held = {
        async chart(grid) {
          const from = performance.now();
          const columns = (await connection.runAndReadAll(chartSql(grid, '//'))).getColumns();
          const [bucket = [], min = [], max = []] = columns;
          const rows = bucket.map((each, i) => [Number(each), Number(min[i]), Number(max[i])] as const);
          const extremes = extremesOf(rows, grid);
          return { extremes, ms: performance.now() - from };
        },
        close() {
          connection.closeSync();
          instance.closeSync();
        },
      };
      return { imported: { conversionMs, importMs }, held };
    },
  };
}
