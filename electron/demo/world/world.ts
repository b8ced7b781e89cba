/**
 * The believable world behind the demo account: what each instrument measured, computed on demand from a seed and the
 * moment asked about. Nothing is stored. Times are epoch ms UTC, levels dB, spans half-open.
 *
 * `now` is passed in everywhere: what has not happened yet, was not recorded, or has not been sent in yet is not there.
 */
export type InstrumentType = 'Noise' | 'AirQuality' | 'Vibration';
export interface DemoInstrument {
  readonly serial: string;
  readonly name: string;
  readonly type: InstrumentType;
  readonly model: string;
  readonly site: string;
  readonly features: readonly ('SIC' | 'Modem' | 'Weather')[];
  readonly latitude: number;
  readonly longitude: number;
  readonly tier: 'Standard' | 'Pro' | 'Storage' | 'Track' | 'Enviro';
  readonly addons: readonly 'Audio'[];
  /** The instrument's measurement period, ms: noise measurements come in these. */
  readonly measurementMs: number;
  /** Its time history setting, ms: the shortest period it can be asked for. */
  readonly timeHistoryMs: number;
}
export interface DemoStatus {
  readonly online: boolean;
  readonly measuring: boolean;
  readonly calibrationInProgress: boolean;
  readonly sicInProgress: boolean;
}
export interface DemoCalibration {
  readonly time: number;
  readonly status: 'Success' | 'Failed';
  readonly level: number;
  readonly offset: number;
}
export interface DemoSic {
  readonly time: number;
  readonly status: 'Success' | 'Error';
  readonly bands: readonly [at500: number, at1k: number, at8k: number];
}
export interface DemoRecording {
  readonly id: string;
  readonly serial: string;
  readonly start: number;
  readonly end: number;
  readonly trigger: string;
  readonly triggerStart: number;
  readonly triggerEnd: number;
}
export interface DemoEvent {
  readonly serial: string;
  readonly type: string;
  readonly name: string;
  readonly level: number;
  readonly start: number;
  readonly end: number;
  readonly overall: readonly number[];
  readonly timeHistoryId: string;
  readonly audioId: string | undefined;
  readonly audioStart: number | undefined;
}
/** Evenly spaced samples, whole tenths of a decibel; NaN where the instrument has nothing. */
export interface Samples {
  readonly start: number;
  readonly stepMs: number;
  readonly values: Float64Array;
}
export interface Pcm {
  readonly sampleRate: number;
  readonly bitsPerSample: 16;
  readonly samples: Int16Array;
}

export interface World {
  /** Before this no instrument stood anywhere. */
  readonly beganAt: number;
  instruments(): readonly DemoInstrument[];
  status(serial: string, now: number): DemoStatus;
  calibrations(serial: string, from: number, to: number, now: number): readonly DemoCalibration[];
  calibrationLog(
    serial: string,
    from: number,
    to: number,
    now: number,
  ): readonly { readonly time: number; readonly user: string; readonly message: string }[];
  sic(serial: string, from: number, to: number, now: number): readonly DemoSic[];
  /**
   * Level samples of any documented value name (`LAeq`, `LCPeak`, `LAFMax`, …) at `stepMs`, which divides a minute.
   * Longer steps combine shorter ones properly: energy mean for Leq, maximum for maxima and peaks.
   */
  levels(serial: string, channel: string, stepMs: number, from: number, to: number, now: number): Samples;
  /** Octave or third-octave band levels, one row per band in order of frequency. */
  bands(
    serial: string,
    set: 'Octave' | 'Third',
    weighting: 'A' | 'C' | 'Z',
    stepMs: number,
    from: number,
    to: number,
    now: number,
  ): readonly { readonly name: string; readonly samples: Samples }[];
  /** Whole measurement periods inside the span: every documented value, LAFn from the fast levels. */
  measurements(
    serial: string,
    periodMs: number,
    from: number,
    to: number,
    now: number,
  ): readonly {
    readonly start: number;
    readonly end: number;
    readonly values: Readonly<Record<string, number | string>>;
  }[];
  events(serial: string, from: number, to: number, now: number): readonly DemoEvent[];
  eventByTimeHistoryId(id: string, now: number): DemoEvent | undefined;
  eventByAudioId(id: string, now: number): DemoEvent | undefined;
  recordings(serial: string, from: number, to: number, now: number): readonly DemoRecording[];
  recording(id: string, now: number): DemoRecording | undefined;
  /** The sound of those seconds at that instrument: its level follows `levels` within a dB relative to its neighbours. */
  sound(serial: string, from: number, to: number): Pcm;
  /** Per-minute environmental rows; keys as the API spells them, `null` where a sensor is absent. */
  environment(
    kind: 'weather' | 'particulates' | 'gases' | 'PPV' | 'VDV',
    serial: string,
    periodMs: number,
    from: number,
    to: number,
    now: number,
  ): readonly { readonly start: number; readonly values: Readonly<Record<string, number | null>> }[];
  monitorStats(
    serial: string,
    from: number,
    to: number,
    now: number,
  ): readonly { readonly time: number; readonly values: Readonly<Record<string, number | null>> }[];
  monitorEvents(
    serial: string,
    from: number,
    to: number,
    now: number,
  ): readonly { readonly time: number; readonly values: Readonly<Record<string, string | number>> }[];
  monitorCurrent(serial: string, now: number): Readonly<Record<string, number>> | undefined;
}
