/**
 * A small world whose every number can be said beforehand: what the demo service makes of it is then known as well.
 * One second at `t` has the level `levelAt(t)`; some seconds are missing, and so is a while of every hour.
 */
import type { Encode } from '../../electron/demo/server/audio-settings';
import type { DemoInstrument, Samples, World } from '../../electron/demo/world/world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MEASUREMENT_MS = 15 * MINUTE;

/** The missing while: from the 30th minute of each hour on. */
export const LONG_GAP = { fromMs: 30 * MINUTE, toMs: 35 * MINUTE };
/** One second in this many is missing. */
export const SHORT_GAP_EVERY_S = 97;

/** Whole tenths, as an instrument sends them; another one each second, and each tenth of it. */
export const levelAt = (time: number): number =>
  (400 + ((Math.floor(time / 1_000) + (Math.floor(time / 100) % 10)) % 200)) / 10;
export function isMissing(time: number): boolean {
  const inHour = time % HOUR;
  if (inHour >= LONG_GAP.fromMs && inHour < LONG_GAP.toMs) return true;
  return Math.floor(time / 1_000) % SHORT_GAP_EVERY_S === 0;
}

const instrument = (fields: Partial<DemoInstrument> & Pick<DemoInstrument, 'serial'>): DemoInstrument => ({
  name: `Monitor ${fields.serial}`,
  type: 'Noise',
  model: 'CR:900',
  site: 'Yard',
  features: ['SIC', 'Modem'],
  latitude: 54.2,
  longitude: -0.3,
  tier: 'Pro',
  addons: ['Audio'],
  measurementMs: MEASUREMENT_MS,
  timeHistoryMs: 1_000,
  ...fields,
});
export const fakeInstruments: readonly DemoInstrument[] = [
  instrument({ serial: 'QT100001' }),
  instrument({ serial: 'QT100002', features: ['Modem'], tier: 'Standard', addons: [], timeHistoryMs: 100 }),
  instrument({ serial: 'QT100003', tier: 'Standard' }),
  instrument({ serial: 'AABBCC', type: 'AirQuality', model: 'AQ', features: [] }),
  instrument({ serial: 'FODFGO', type: 'Vibration', model: 'VM', features: ['Weather'] }),
];
/** Offline for good. */
export const OFFLINE_SERIAL = 'QT100003';

const moments = (from: number, to: number, now: number, everyMs: number, offsetMs = 0): readonly number[] => {
  const out: number[] = [];
  for (
    let at = Math.ceil((from - offsetMs) / everyMs) * everyMs + offsetMs;
    at < to && at <= now;
    at += everyMs
  )
    out.push(at);
  return out;
};

function samples(stepMs: number, from: number, to: number, now: number, plus = 0): Samples {
  const start = Math.ceil(from / stepMs) * stepMs;
  const values = new Float64Array(Math.max(0, Math.ceil((to - start) / stepMs))).fill(NaN);
  for (let i = 0; i < values.length; i++) {
    const time = start + i * stepMs;
    if (time + stepMs <= now && !isMissing(time)) values[i] = levelAt(time) + plus;
  }
  return { start, stepMs, values };
}

const BANDS = { Octave: ['31.5Hz', '1KHz', '16KHz'], Third: ['6.3Hz', '1KHz', '20KHz'] } as const;
const CHANNELS =
  'LAeq LCeq LZeq LAE LCE LZE LEX8 LAPeak LCPeak LZPeak LAFMax LASMax LAIMax LCFMax LCSMax LCIMax LZFMax LZSMax LZIMax LAF1 LAF5 LAF10 LAF50 LAF90 LAF95 LAF99 LeqT1Max LeqT2Max'.split(
    ' ',
  );
const EVENT_MS = 20_000;
const recordingOf = (serial: string, at: number) => ({
  id: `rec-${serial}-${String(at)}`,
  serial,
  start: at,
  end: at + EVENT_MS,
  trigger: 'Default',
  triggerStart: at + 1_000,
  triggerEnd: at + 15_000,
});
const eventOf = (serial: string, at: number) => ({
  serial,
  type: 'Noise',
  name: 'LAeq',
  level: 65,
  start: at,
  end: at + EVENT_MS,
  overall: [57.67, 82.53, 55.4, 60.5, 70.1, 49.93],
  timeHistoryId: `th-${serial}-${String(at)}`,
  audioId: `au-${serial}-${String(at)}`,
  audioStart: at + 5_000,
});
const hasSic = (serial: string) =>
  fakeInstruments.some((one) => one.serial === serial && one.features.includes('SIC'));
const isNoise = (serial: string) => serial.startsWith('QT');
const partsOf = (id: string) => {
  const [kind, serial = '', at = ''] = id.split('-');
  return { kind, serial, at: Number(at) };
};

export function createFakeWorld(): World {
  const measured: Pick<World, 'levels' | 'bands' | 'measurements'> = {
    levels: (_serial, _channel, stepMs, from, to, now) => samples(stepMs, from, to, now),
    bands: (_serial, set, _weighting, stepMs, from, to, now) =>
      BANDS[set].map((name, index) => ({ name, samples: samples(stepMs, from, to, now, index) })),
    measurements: (serial, periodMs, from, to, now) =>
      (isNoise(serial) ? moments(from, to - periodMs + 1, now - periodMs, periodMs) : []).map((start) => ({
        start,
        end: start + periodMs,
        values: {
          ...Object.fromEntries(CHANNELS.map((name, index) => [name, levelAt(start) + index])),
          LZIMax: NaN,
          LeqT1Type: 'LAeq 5 min',
          LeqT2Type: 'LAeq 60 min',
        },
      })),
  };
  const records: Pick<World, 'calibrations' | 'calibrationLog' | 'sic'> = {
    calibrations: (serial, from, to, now) =>
      (isNoise(serial) ? moments(from, to, now, DAY, 14 * HOUR) : []).map((time) => ({
        time,
        status: 'Success',
        level: 93.7,
        offset: 0.12,
      })),
    calibrationLog: (_serial, from, to, now) =>
      moments(from, to, now, DAY, 15 * HOUR + 814).map((time) => ({
        time,
        user: 'Ann',
        message: 'Calibrated',
      })),
    sic: (serial, from, to, now) =>
      (hasSic(serial) ? moments(from, to, now, DAY, 3 * HOUR + 207) : []).map((time) => ({
        time,
        status: Math.floor(time / DAY) % 2 === 0 ? 'Error' : 'Success',
        bands: [55.38, 48.54, 35.7],
      })),
  };
  const happened: Pick<
    World,
    'events' | 'eventByAudioId' | 'eventByTimeHistoryId' | 'recordings' | 'recording' | 'sound'
  > = {
    events: (serial, from, to, now) =>
      (isNoise(serial) ? moments(from, to, now - EVENT_MS, HOUR, 10 * MINUTE) : []).map((at) =>
        eventOf(serial, at),
      ),
    eventByTimeHistoryId: (id) => {
      const { kind, serial, at } = partsOf(id);
      return kind === 'th' ? eventOf(serial, at) : undefined;
    },
    eventByAudioId: (id) => {
      const { kind, serial, at } = partsOf(id);
      return kind === 'au' ? eventOf(serial, at) : undefined;
    },
    recordings: (serial, from, to, now) =>
      (isNoise(serial) ? moments(from, to, now - EVENT_MS, HOUR, 10 * MINUTE) : []).map((at) =>
        recordingOf(serial, at),
      ),
    recording: (id) => {
      const { kind, serial, at } = partsOf(id);
      return kind === 'rec' ? recordingOf(serial, at) : undefined;
    },
    sound: (_serial, from, to) => ({
      sampleRate: 8_000,
      bitsPerSample: 16,
      samples: new Int16Array(((to - from) / 1_000) * 8_000).map((_, i) =>
        Math.round(8_000 * Math.sin(i / 3)),
      ),
    }),
  };
  return {
    beganAt: 0,
    instruments: () => fakeInstruments,
    ...measured,
    ...records,
    ...happened,
    ...surroundings,
  };
}

/** WAV as it should be, FLAC only by its first bytes, the others not at all. */
export const fakeEncode: Encode = ({ samples, sampleRate }, format) => {
  if (format === 'AAC' || format === 'OGG') return Promise.resolve(undefined);
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  if (format === 'FLAC') return Promise.resolve(Buffer.concat([Buffer.from('fLaC'), data]));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(sampleRate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Promise.resolve(Buffer.concat([head, data]));
};

const surroundings: Pick<
  World,
  'status' | 'environment' | 'monitorStats' | 'monitorEvents' | 'monitorCurrent'
> = {
  status: (serial) => ({
    online: serial !== OFFLINE_SERIAL,
    measuring: serial !== OFFLINE_SERIAL,
    calibrationInProgress: false,
    sicInProgress: false,
  }),
  environment: (kind, serial, periodMs, from, to, now) => {
    const has = (kind === 'PPV' || kind === 'VDV' || kind === 'weather' ? 'FODFGO' : 'AABBCC') === serial;
    return (has ? moments(from, to, now - periodMs, periodMs) : []).map((start) => ({
      start,
      values: ENVIRONMENT[kind],
    }));
  },
  monitorStats: (serial, from, to, now) =>
    (isNoise(serial) ? moments(from, to, now, HOUR) : []).map((time) => ({
      time,
      values: { period: 60, cpu: 12.2, mem: 84, lteSignal: null, ping: 48 },
    })),
  monitorEvents: (serial, from, to, now) =>
    (isNoise(serial) ? moments(from, to, now, DAY) : []).map((time) => ({ time, values: { event: 'Boot' } })),
  monitorCurrent: (serial) => (isNoise(serial) ? { cpu: 12.2, mem: 8.3, uptime: 900 } : undefined),
};
const ENVIRONMENT = {
  weather: { windSpeed: 1.55, windDirection: 140.37, temperature: 10.48, pressure: 1.012, humidity: 82 },
  particulates: { pM1: 3.1, pM2p5: 5.4, pM4p25: null, pM10: 11.9 },
  gases: { co: 210.5, cO2: 421, h2S: null, no: 4.2 },
  PPV: { fDomX: 5, fDomY: null, vMaxX: 0.6442, vMaxY: null },
  VDV: { vdvX: 0.0008, vdvY: 0.0006, vdvZ: 0.0022 },
};
