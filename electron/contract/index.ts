/** Every call the renderer may make and every event it may hear, on one screen. */
import { z } from 'zod';
import * as m from './model';

export * from './model';
export * from './result';

/** Declares a call: what goes in is validated where it arrives, what comes out is a type. */
const call =
  <I extends z.ZodType>(input: I) =>
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the output is a type only, named by each call
  <O>() => ({ input, output: undefined as unknown as O });

const none = call(z.undefined());
const bySerial = z.object({ instrument: m.Serial });
const RecordingFilter = z.object({
  instruments: z.array(m.Serial).max(10_000).optional(),
  ids: z.array(z.string().max(512)).max(100_000).optional(),
  from: m.EpochMs.optional(),
  to: m.EpochMs.optional(),
});
export type RecordingFilter = z.infer<typeof RecordingFilter>;
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
const ExportRequest = z.object({
  filter: RecordingFilter,
  format: m.AudioFormat,
  folder: z.string().max(128),
});
export type ExportRequest = z.infer<typeof ExportRequest>;
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
  format: m.DataFormat,
  folder: z.string().max(128),
  /** IANA name; times in CSV and XLSX are written in it, with their offset. Absent: UTC. */
  zone: z.string().max(64).optional(),
});
export type DataExportRequest = z.infer<typeof DataExportRequest>;

export const calls = {
  'app.info': none<m.AppInfo>(),
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
  'levels.query': call(
    z.object({
      instrument: m.Serial,
      channels: z.array(z.string().max(32)).min(1).max(8),
      span: m.Span,
      maxPoints: z.number().int().min(10).max(20_000),
    }),
  )<m.LevelSeries>(),
  /** First and last stored sample, or undefined when there is none. */
  'levels.extent': call(bySerial)<m.Span | undefined>(),
  'measurements.list': call(bySerial.extend({ span: m.Span }))<m.MeasurementTable>(),
  'recordings.list': call(RecordingFilter.extend({ limit: z.number().int().min(1).max(5_000) }))<{
    readonly rows: readonly m.Recording[];
    readonly total: number;
  }>(),
  'coverage.list': call(z.object({ instrument: m.Serial.optional() }))<readonly m.CoverageEntry[]>(),
  /** What is held and what is not, and why, as strips over a span. */
  'coverage.strips': call(z.object({ instruments: z.array(m.Serial).max(1_000).optional(), span: m.Span }))<
    readonly m.CoverageStrip[]
  >(),
  'keep.get': none<m.KeepPlan>(),
  'keep.set': call(z.object({ choices: z.array(m.KeepChoice).min(1).max(10_000) }))<m.KeepPlan>(),
  'sync.estimate': call(SyncRequest)<m.SyncEstimate>(),
  'sync.start': call(SyncRequest)<m.Job>(),
  'jobs.list': none<readonly m.Job[]>(),
  'jobs.pause': call(z.object({ id: z.number().int() }))<m.Job>(),
  'jobs.resume': call(z.object({ id: z.number().int() }))<m.Job>(),
  'jobs.cancel': call(z.object({ id: z.number().int() }))<m.Job>(),
  /** Asks the person for a folder; undefined when they changed their mind. */
  'folders.choose': none<m.FolderHandle | undefined>(),
  'folders.show': call(z.object({ handle: z.string().max(128) }))<undefined>(),
  'data.estimate': call(DataChoice.extend({ format: m.DataFormat }))<m.DataEstimate>(),
  'data.export': call(DataExportRequest)<m.Job>(),
  'audio.estimate': call(RecordingFilter.extend({ format: m.AudioFormat }))<m.AudioEstimate>(),
  'audio.export': call(ExportRequest)<m.Job>(),
  /** Brings recordings into the library, to be played without a network. */
  'audio.fetch': call(z.object({ ids: z.array(z.string().max(512)).min(1).max(10_000) }))<m.Job>(),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
export type CallParsed<N extends CallName> = z.output<Calls[N]['input']>;
export type CallOutput<N extends CallName> = Calls[N]['output'];

/** What tables a change touched; whoever shows them asks again. */
export type ChangedTable = 'instruments' | 'status' | 'records' | 'series' | 'coverage' | 'keep' | 'audio';
export interface Events {
  'job-changed': m.Job;
  'data-changed': {
    readonly tables: readonly ChangedTable[];
    readonly instruments: readonly string[] | undefined;
  };
  'session-changed': m.SessionState;
  'network-changed': m.NetworkState;
}
export type EventName = keyof Events;

export type Handlers = {
  readonly [N in CallName]: (
    input: CallParsed<N>,
    signal: AbortSignal,
  ) => CallOutput<N> | Promise<CallOutput<N>>;
};
