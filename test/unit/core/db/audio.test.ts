import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { AudioFile } from '../../../../electron/core/db/audio-store';
import { withArchive } from '../../../support/temp-archive';

const file = (recording: string, more: Partial<AudioFile> = {}): AudioFile => ({
  recording,
  format: 'FLAC',
  path: `${recording}.flac`,
  sizeBytes: 1_000,
  sha256: 'ff',
  durationMs: 500,
  fetchedAt: 1,
  ...more,
});

describe('local audio', () => {
  it('is a lossless copy where there are several, and of those the one fetched last', () => {
    withArchive(({ audio }) => {
      const wav = file('a', { format: 'WAV', fetchedAt: 2, sampleRate: 48_000, bitsPerSample: 24 });
      const ogg = file('a', { format: 'OGG', fetchedAt: 9 });
      for (const each of [ogg, wav, file('a'), file('b', { durationMs: undefined })]) audio.put(each);
      expect(audio.get('a')).toEqual(wav);
      expect(audio.files(['a', 'c'])).toEqual(new Map([['a', [wav, file('a'), ogg]]]));
      expect([audio.get('a', 'OGG'), audio.get('a', 'AAC')]).toEqual([ogg, undefined]);
      expect([...audio.many(['b', 'a', 'c']).keys()].sort()).toEqual(['a', 'b']);
      expect(audio.many(['b', 'a'], 'WAV')).toEqual(new Map([['a', wav]]));
      audio.remove('a', 'OGG');
      audio.remove('a', 'WAV');
      expect(audio.get('a')).toEqual(file('a'));
      audio.remove('a', 'FLAC');
      expect(audio.get('a')).toBeUndefined();
    });
  });

  it('put again replaces what was known', () => {
    withArchive(({ audio }) => {
      audio.put(file('a'));
      audio.put(file('a', { sizeBytes: 7, fetchedAt: 9 }));
      expect(audio.get('a')).toEqual(file('a', { sizeBytes: 7, fetchedAt: 9 }));
    });
  });

  it('tells how many bytes a second takes: of an instrument, or else of all', () => {
    withArchive(({ audio }) => {
      expect(audio.bytesPerSecond('FLAC')).toBeUndefined();
      audio.measured('QT1', 'FLAC', 99_999, 0);
      expect(audio.bytesPerSecond('FLAC')).toBeUndefined();
      audio.measured('QT1', 'FLAC', 1_000, 500);
      audio.measured('QT1', 'FLAC', 9_000, 1_500);
      audio.measured('QT2', 'FLAC', 1_000, 2_000);
      expect(audio.bytesPerSecond('FLAC', 'QT1')).toBe(5_000);
      expect(audio.bytesPerSecond('FLAC', 'QT2')).toBe(500);
      for (const none of [undefined, 'QT3']) expect(audio.bytesPerSecond('FLAC', none)).toBe(2_750);
      expect(audio.bytesPerSecond('WAV', 'QT1')).toBeUndefined();
    });
  });

  it('forgets slowly how long files were, so that an instrument set up anew is soon told right', () => {
    withArchive(({ audio }) => {
      const hour = 3_600_000;
      const hours = (count: number, bytes: number) => {
        for (let n = 0; n < count; n++) audio.measured('QT1', 'WAV', bytes * 3_600, hour);
      };
      hours(10_000, 96_000);
      hours(100, 48_000);
      expect(audio.bytesPerSecond('WAV', 'QT1')).toBeLessThan(50_000);
    });
  });

  it('whose entry is damaged is not there', () => {
    withArchive(({ audio }, archiveFile) => {
      for (const name of ['a', 'b']) audio.put(file(name));
      const db = new Database(archiveFile);
      db.exec(`UPDATE audio_file SET path = 'b.flac' WHERE recording = 'a'`);
      expect([audio.get('a'), audio.list()]).toEqual([undefined, [file('b')]]);
      expect(db.prepare('SELECT source FROM damaged').pluck().all()).toEqual(['audio_file']);
      db.close();
    });
  });

  it('whose sizes are damaged is measured again', () => {
    withArchive(({ audio }, archiveFile) => {
      audio.measured('QT1', 'FLAC', 1_000, 500);
      audio.measured('QT2', 'FLAC', 1_000, 1_000);
      const db = new Database(archiveFile);
      db.exec(`UPDATE audio_size SET size_bytes = 9000000 WHERE instrument = 'QT1'`);
      expect([audio.bytesPerSecond('FLAC', 'QT1'), audio.bytesPerSecond('FLAC')]).toEqual([1_000, 1_000]);
      expect(db.prepare('SELECT source FROM damaged').pluck().all()).toEqual(['audio_size']);
      db.close();
    });
  });
});
