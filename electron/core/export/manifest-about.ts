/** What `manifest.json` says of itself, so that whoever is handed the folder needs nobody to explain it. */
import type { ManifestEntry } from './entry';

const FIELDS: Readonly<Record<keyof ManifestEntry, string>> = {
  file: 'Path relative to this folder.',
  sha256: 'SHA-256 of the whole file as it was written.',
  bytes: 'Size of the file.',
  format: 'FLAC and WAV keep every sample; AAC and OGG do not.',
  lossy: 'Whether the format leaves out what is hard to hear.',
  durationMs: 'How long the file plays, in milliseconds, as read from it.',
  sampleRate: 'Samples a second, Hz.',
  channels: 'Number of channels.',
  bitsPerSample: 'Bits of each sample.',
  instrument: 'Serial number of the instrument.',
  instrumentName: 'Name of the instrument in MyCirrus when this was exported.',
  trigger: 'What started the recording, by the name it has in MyCirrus.',
  event: 'Type of the event that the sound belongs to.',
  startUtc: 'Start as MyCirrus lists it, in UTC.',
  endUtc: 'End as MyCirrus lists it, in UTC.',
  startLocal: 'The same start on the clock of the zone, with its offset from UTC.',
  endLocal: 'The same end on the clock of the zone, with its offset from UTC.',
  zone: "Time zone of the instrument's site, or the one that was asked for.",
  LAeq: 'Level of the noise time history from start to end, dB. The audio itself carries no absolute level.',
  LAFMax: 'Greatest level of the noise time history from start to end, dB.',
  sound: 'Name of the sound in Leqbook.',
  recording: "Its id in MyCirrus's list of recordings.",
  eventAudio: "Its id among MyCirrus's audio of events.",
  source: 'Where this file came from: a list of MyCirrus, or what Leqbook had fetched from there before.',
  fetchedAt: 'When it came from MyCirrus, in UTC.',
  leqbook: 'Version of Leqbook that wrote the file.',
  derivedFrom: 'The untouched original of a copy that says more in its headers; the samples are the same.',
};

/** On one line, as the head of the manifest is read. */
export const ABOUT: string = JSON.stringify({
  what: 'Sounds exported by Leqbook from a MyCirrus account. manifest.csv says the same as a table.',
  check: 'sha256sum -c manifest.sha256, or leqbook verify, in this folder.',
  absent: 'What is not known is left out here, and empty in manifest.csv.',
  fields: FIELDS,
});
