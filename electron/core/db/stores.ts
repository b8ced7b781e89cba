/** Every store of an archive, on one connection. */
import type Database from 'better-sqlite3';
import type { Clock } from '../clock';
import { DAY_MS } from '../datasets';
import { SqlAudioStore } from './audio';
import { SqlCoverageStore } from './coverage';
import { createSetAside } from './damaged';
import { deflater } from './deflater';
import { SqlInstrumentStore } from './instruments';
import { SqlJobStore } from './jobs';
import { SqlKeepStore } from './keep';
import { SqlPeopleStore } from './people';
import { SqlRecordStore } from './records';
import { SqlSeriesStore } from './series';
import { SqlSoundStore } from './sounds';
import type { DamagedDay, StoreDeps } from './store-deps';

export interface Stores {
  readonly instruments: SqlInstrumentStore;
  readonly records: SqlRecordStore;
  readonly series: SqlSeriesStore;
  readonly coverage: SqlCoverageStore;
  readonly keep: SqlKeepStore;
  readonly jobs: SqlJobStore;
  readonly audio: SqlAudioStore;
  readonly sounds: SqlSoundStore;
  readonly people: SqlPeopleStore;
}

export function createStores(deps: {
  readonly db: Database.Database;
  readonly clock: Clock;
  readonly transaction: StoreDeps['transaction'];
  readonly onCorrupt: () => void;
}): Stores {
  const setAside = createSetAside(deps);
  const coverage = new SqlCoverageStore({ ...deps, setAside });
  const shared: StoreDeps = {
    ...deps,
    deflater,
    setAside,
    onDamage: (where) => forgetDay(coverage, where),
  };
  const audio: SqlAudioStore = new SqlAudioStore({
    ...shared,
    onFiles: (sound) => sounds.filesChanged(sound),
  });
  const sounds: SqlSoundStore = new SqlSoundStore({
    ...shared,
    handFiles: (from, to) => audio.hand(from, to),
  });
  return {
    instruments: new SqlInstrumentStore(shared),
    records: new SqlRecordStore({ ...shared, onRow: (...row) => sounds.listed(...row) }),
    series: new SqlSeriesStore({ ...shared, onWritten: (...written) => sounds.heard(...written) }),
    coverage,
    keep: new SqlKeepStore(shared),
    jobs: new SqlJobStore(shared),
    audio,
    sounds,
    people: new SqlPeopleStore(shared),
  };
}

/** The answers about that day no longer stand: they are to be had again, and until then it is said why they are missing. */
function forgetDay(coverage: SqlCoverageStore, { dataset, instrument, day }: DamagedDay): void {
  const span = { from: day, to: day + DAY_MS };
  const answered = coverage
    .list({ datasets: [dataset], instruments: [instrument], span })
    .filter(({ state }) => state === 'settled' || state === 'provisional');
  coverage.remove(dataset, instrument, span);
  for (const { params, from, to, askedAt } of answered)
    coverage.put({
      ...{ dataset, instrument, params, askedAt },
      from: Math.max(from, span.from),
      to: Math.min(to, span.to),
      state: 'failed',
      asks: 0,
      why: undefined,
      reason: 'What was stored of this was damaged.',
    });
}
