/** Every call the renderer may make and every event it may hear, on one screen. */
import { z } from 'zod';
import { attentionCalls } from './attention';
import { bySerial, call, none } from './call';
import * as job from './jobs';
import { levelCalls } from './levels';
import * as m from './model';
import { passportCalls } from './passport';
import { peopleCalls } from './people';
import { placeCalls } from './places';
import { saveCalls, type PageStep } from './save';
import { searchCalls } from './search';
import { selectionCalls } from './selection';
import * as sound from './sounds';
import { spectraCalls } from './spectra';
import { surroundingsCalls } from './surroundings';

export * from './attention';
export * from './jobs';
export * from './levels';
export * from './model';
export * from './passport';
export * from './people';
export * from './places';
export * from './save';
export * from './search';
export * from './selection';
export * from './sounds';
export * from './spectra';
export * from './surroundings';
export * from './result';

const SyncRequest = z.object({
  /** Absent: all that the key can see. */
  instruments: z.array(m.Serial).max(10_000).optional(),
  datasets: z.array(m.DatasetId).optional(),
  /** These alone of their datasets, whether or not they are kept; the other datasets named come as they are kept. */
  variants: z
    .array(z.object({ dataset: m.DatasetId, variant: m.VariantId }))
    .max(64)
    .optional(),
  /** Whole days back from now; or an exact span; or, with neither, as far back as each is kept. */
  days: z.number().int().min(1).max(3_660).optional(),
  span: m.Span.optional(),
});
export type SyncRequest = z.infer<typeof SyncRequest>;
const DataChoice = z.object({
  /** Absent: all. */
  instruments: z.array(m.Serial).max(10_000).optional(),
  datasets: z
    .array(z.object({ dataset: m.DatasetId, variant: m.VariantId }))
    .min(1)
    .max(64),
  span: m.Span,
});
export type DataChoice = z.infer<typeof DataChoice>;
const DataExportRequest = DataChoice.extend({
  format: job.DataFormat,
  folder: z.string().max(128),
  /** Of times in CSV and XLSX, each with its offset. */
  ...sound.Clocks,
});
export type DataExportRequest = z.infer<typeof DataExportRequest>;

export const calls = {
  ...attentionCalls,
  ...levelCalls,
  ...selectionCalls,
  ...spectraCalls,
  ...surroundingsCalls,
  ...passportCalls,
  ...peopleCalls,
  ...placeCalls,
  ...saveCalls,
  ...searchCalls,
  'app.info': none<m.AppInfo>(),
  /** Shows the licences of all that Leqbook carries, in a program of the system's. */
  'app.licences': none<undefined>(),
  'session.get': none<m.SessionState>(),
  /** Checks the key with one real call; keeps it in the keychain, or only until Leqbook closes. */
  'session.signIn': call(
    z.object({
      key: z.string().trim().min(1).max(512),
      keep: z.enum(['keychain', 'session']),
      /** Give an account that is signed out its new key, instead of opening another account. */
      account: z.string().max(64).optional(),
    }),
  )<m.SessionState>(),
  'session.exploreDemo': none<m.SessionState>(),
  'session.signOut': call(z.object({ data: z.enum(['keep', 'delete']) }))<m.SessionState>(),
  'session.use': call(z.object({ account: z.string().max(64) }))<m.SessionState>(),
  'network.get': none<m.NetworkState>(),
  /** Asks the service once whether it is there. */
  'network.probe': none<m.NetworkState>(),
  'fleet.list': none<readonly m.FleetEntry[]>(),
  'fleet.get': call(bySerial)<m.FleetEntry>(),
  'calibration.history': call(bySerial)<m.CalibrationHistory>(),
  'measurements.list': call(bySerial.extend({ span: m.Span }))<m.MeasurementTable>(),
  'coverage.list': call(z.object({ instrument: m.Serial.optional() }))<readonly m.CoverageEntry[]>(),
  /** What is held and what is not, and why, as strips over a span. */
  'coverage.strips': call(z.object({ instruments: z.array(m.Serial).max(1_000).optional(), span: m.Span }))<
    readonly m.CoverageStrip[]
  >(),
  /** From the first to the last that is held of anything; undefined when nothing is. */
  'coverage.extent': call(bySerial)<m.Span | undefined>(),
  'keep.get': none<m.KeepPlan>(),
  'keep.set': call(z.object({ choices: z.array(m.KeepChoice).min(1).max(10_000) }))<m.KeepPlan>(),
  'sync.estimate': call(SyncRequest)<job.SyncEstimate>(),
  'sync.start': call(SyncRequest)<job.Job>(),
  'jobs.list': none<readonly job.Job[]>(),
  'jobs.pause': call(z.object({ id: z.number().int() }))<job.Job>(),
  'jobs.resume': call(z.object({ id: z.number().int() }))<job.Job>(),
  'jobs.cancel': call(z.object({ id: z.number().int() }))<job.Job>(),
  /** Asks the person for a folder; undefined when they changed their mind. */
  'folders.choose': none<job.FolderHandle | undefined>(),
  'folders.show': call(z.object({ handle: z.string().max(128) }))<undefined>(),
  'data.estimate': call(DataChoice.extend({ format: job.DataFormat }))<job.DataEstimate>(),
  'data.export': call(DataExportRequest)<job.Job>(),
  /** A page of the sounds of all instruments. */
  'sounds.list': call(
    z.object({
      filter: sound.SoundFilter,
      order: z.enum(['newest', 'oldest']),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
  )<sound.SoundPage>(),
  /** Where a sound stands in that list; undefined when it is not in it. */
  'sounds.position': call(
    z.object({ filter: sound.SoundFilter, order: z.enum(['newest', 'oldest']), id: sound.SoundId }),
  )<number | undefined>(),
  'sounds.facets': call(z.object({ filter: sound.SoundFilter }))<sound.SoundFacets>(),
  /** Sets what was said of sounds. Answers with what was said before, which undoes it. */
  'sounds.mark': call(z.object({ marks: z.array(sound.SoundMark).min(1).max(10_000) }))<
    readonly sound.SoundMark[]
  >(),
  'tags.get': none<readonly sound.Tag[]>(),
  'tags.set': call(z.object({ tags: z.array(sound.Tag).max(32) }))<readonly sound.Tag[]>(),
  /** Writes tags and notes into a folder. */
  'marks.export': call(sound.MarksRequest)<job.Job>(),
  'audio.estimate': call(sound.ExportRequest.partial({ folder: true }))<sound.AudioEstimate>(),
  'audio.names': call(
    sound.ExportRequest.pick({ filter: true, format: true, name: true, zone: true, elsewhere: true }),
  )<sound.NamePreview>(),
  'audio.export': call(sound.ExportRequest)<job.Job>(),
  /** Brings sounds into the library, to be played without a network. Without a format: lossless. */
  'audio.fetch': call(
    z.object({
      ids: z.array(sound.SoundId).min(1).max(10_000),
      format: m.AudioFormat.optional(),
      metered: sound.TransferLimits.shape.metered,
    }),
  )<job.Job>(),
  /** Re-reads every file of an exported folder; the job names what is altered, missing or foreign. */
  'audio.verify': call(z.object({ folder: z.string().max(128) }))<job.Job>(),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
export type CallParsed<N extends CallName> = z.output<Calls[N]['input']>;
export type CallOutput<N extends CallName> = Calls[N]['output'];

/** What tables a change touched; whoever shows them asks again. */
export type ChangedTable =
  'instruments' | 'status' | 'records' | 'series' | 'coverage' | 'keep' | 'audio' | 'marks' | 'people';
export interface Events {
  'job-changed': job.Job;
  'data-changed': {
    readonly tables: readonly ChangedTable[];
    readonly instruments: readonly string[] | undefined;
  };
  'session-changed': m.SessionState;
  'network-changed': m.NetworkState;
  'page-step': PageStep;
}
export type EventName = keyof Events;

export type Handlers = {
  readonly [N in CallName]: (
    input: CallParsed<N>,
    signal: AbortSignal,
  ) => CallOutput<N> | Promise<CallOutput<N>>;
};
