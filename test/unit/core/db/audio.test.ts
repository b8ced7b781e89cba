import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { AudioFile } from '../../../../electron/core/db/archive';
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

  it('tells how many bytes a second takes, from files of known length only', () => {
    withArchive(({ audio }) => {
      expect(audio.bytesPerSecond('FLAC')).toBeUndefined();
      audio.put(file('unknown', { durationMs: undefined, sizeBytes: 99_999 }));
      expect(audio.bytesPerSecond('FLAC')).toBeUndefined();
      audio.put(file('short'));
      audio.put(file('long', { sizeBytes: 9_000, durationMs: 1_500 }));
      expect(audio.bytesPerSecond('FLAC')).toBe(5_000);
      expect(audio.bytesPerSecond('WAV')).toBeUndefined();
    });
  });

  it('tells it of an instrument first', () => {
    withArchive(({ audio, records }) => {
      for (const [id, serial] of [
        ['one', 'QT1'],
        ['two', 'QT2'],
      ] as const) {
        records.upsert('recordings', serial, [{ key: id, time: 0, until: 9, data: {} }], 1);
        audio.put(file(id, { durationMs: id === 'one' ? 1_000 : 100 }));
      }
      expect(audio.bytesPerSecond('FLAC', 'QT1')).toBe(1_000);
      expect(audio.bytesPerSecond('FLAC', 'QT2')).toBe(10_000);
      expect(audio.bytesPerSecond('FLAC', 'QT3')).toBe(audio.bytesPerSecond('FLAC'));
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
});
