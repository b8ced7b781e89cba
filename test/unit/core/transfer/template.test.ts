import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAME } from '../../../../electron/contract/sounds';
import {
  recordingPath,
  type NamedRecording,
  type NameOptions,
} from '../../../../electron/core/transfer/names';
import { DEFAULT_TEMPLATE, parseTemplate, type Template } from '../../../../electron/core/transfer/template';

const sound: NamedRecording = {
  id: 'xk4-88',
  instrument: 'QT123456',
  instrumentName: 'North fence',
  from: Date.UTC(2026, 2, 2, 23, 15, 2),
  to: Date.UTC(2026, 2, 2, 23, 15, 21),
  trigger: 'Night, loud',
  eventType: 'Level',
  tags: ['plant', 'voices'],
};
function template(text: string): Template {
  const parsed = parseTemplate(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}
const name = (text: string, change: Partial<NamedRecording> = {}, options: Partial<NameOptions> = {}) =>
  recordingPath({ ...sound, ...change }, { format: 'WAV', template: template(text), ...options });
const problem = (text: string) => {
  const parsed = parseTemplate(text);
  return typeof parsed === 'string' ? parsed : undefined;
};

describe('a template', () => {
  it('fills in every field', () => {
    expect(name('{serial} {name} {date} {time}.{ext}')).toBe('QT123456 North-fence 2026-03-02 231502Z.wav');
    expect(name('{trigger}-{event}-{tags}_{id}.{ext}')).toBe('Night-loud-Level-plant+voices_xk4-88.wav');
    expect(name('{year}/{month}/{day}/{utcTime}_{duration}s.{ext}')).toBe(
      '2026/03/02/20260302T231502Z_19s.wav',
    );
    expect(name('{localTime}.{ext}', {}, { zone: 'Europe/Berlin' })).toBe('20260303T001502+0100.wav');
    expect(name('{year}-{month}-{day} {time}.{ext}', {}, { zone: 'Europe/Berlin' })).toBe(
      '2026-03-03 001502+0100.wav',
    );
  });

  it('of the usual names is right, and is what holds without one', () => {
    expect(parseTemplate(DEFAULT_NAME)).toEqual(DEFAULT_TEMPLATE);
    expect(recordingPath(sound, { format: 'FLAC' })).toBe(
      'QT123456/2026-03-02/QT123456_20260302T231502Z_Night-loud_19s.flac',
    );
    expect(name(DEFAULT_NAME)).toBe(recordingPath(sound, { format: 'WAV' }));
  });

  it('leaves no trace of what is not known', () => {
    const bare = { trigger: undefined, eventType: undefined, tags: [], instrumentName: undefined };
    expect(name('{serial}_{trigger}_{localTime}_{event}.{ext}', bare)).toBe('QT123456_20260302T231502Z.wav');
    expect(name('{trigger}_{localTime}.{ext}', bare)).toBe('20260302T231502Z.wav');
    expect(name('{localTime}_{duration}s_{id}.{ext}', { to: NaN })).toBe('20260302T231502Z_xk4-88.wav');
    expect(name('{name}/{trigger}/{tags}/{localTime}.{ext}', bare)).toBe(
      'QT123456/no-trigger/no-tags/20260302T231502Z.wav',
    );
  });

  it('keeps both halves of the hour that autumn repeats', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    for (const text of ['{localTime}.{ext}', '{date}_{time}.{ext}', DEFAULT_NAME]) {
      const names = [first, first + 3_600_000].map((from) =>
        name(text, { from, to: from + 19_000 }, { zone: 'Europe/Berlin' }),
      );
      expect(names[0], text).toMatch(/T?023000\+0200/);
      expect(names[1], text).toMatch(/T?023000\+0100/);
      expect(new Set(names.map((each) => each.replace(/[+-]\d{4}/, ''))).size).toBe(1);
    }
  });

  it('is refused with a sentence that says what is wrong with it', () => {
    expect(problem('{serial}_{when}.{ext}')).toMatch(/^There is no field \{when\}; there are \{serial\} /);
    expect(problem('{localTime}')).toBe('A name ends with .{ext}.');
    expect(problem('{localTime}.wav')).toBe('A name ends with .{ext}.');
    expect(problem('{ext}/{localTime}.{ext}')).toMatch(/^\{ext\} stands once/);
    for (const text of ['a//{id}.{ext}', 'a/ /{id}.{ext}', 'a/.{ext}'])
      expect(problem(text), text).toBe('A folder or a file without a name cannot be.');
    for (const text of ['../{id}.{ext}', 'a/../{id}.{ext}', './{id}.{ext}'])
      expect(problem(text), text).toMatch(/stays inside the folder/);
    for (const text of ['/{id}.{ext}', 'C:{id}.{ext}', 'C:\\{id}.{ext}', '\\\\host\\{id}.{ext}'])
      expect(problem(text), text).toMatch(/begins inside the folder/);
    expect(problem('a\\{id}.{ext}')).toMatch(/^Folders are parted by/);
    expect(problem('{{id}.{ext}')).toMatch(/Each \{ needs its \}/);
    expect(problem('{id}}.{ext}')).toMatch(/Each \{ needs its \}/);
    for (const text of ['ab:{id}.{ext}', 'a?{id}.{ext}', '~{id}.{ext}', '$(id){id}.{ext}', '{id}\n.{ext}'])
      expect(problem(text), text).toMatch(/^Beside fields a name may have letters/);
    expect(problem('a.app/{id}.{ext}')).toBe('The name of a folder has no dots and commas.');
    expect(problem('{serial}/{date}.{ext}')).toMatch(/^Nothing in this name tells one sound from the next/);
    expect(problem('{time}.{ext}')).toMatch(/^Nothing in this name/);
    expect(problem(`${'a'.repeat(110)}{id}.{ext}`)).toMatch(/too long/);
    expect(problem(`${'{serial}/'.repeat(5)}{id}.{ext}`)).toMatch(/too long/);
    expect(problem('a/b/c/d/e/f/g/{id}.{ext}')).toMatch(/^At most/);
    for (const text of ['', '{', '}', '.{ext}', '{}.{ext}', '/', '..'])
      expect(typeof parseTemplate(text)).toBe('string');
  });

  it('never throws, whatever is typed', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '{id}',
      '{localTime}',
      '/',
      '.',
      '..',
      '\\',
      '.{ext}',
      ' ',
      'con',
      'é',
    );
    const typed = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 12 });
    fc.assert(
      fc.property(typed, (parts) => {
        const parsed = parseTemplate(parts.join(''));
        if (typeof parsed === 'string') expect(parsed).toMatch(/^.+\.$/s);
        else expect(recordingPath(sound, { format: 'WAV', template: parsed })).toMatch(/\.wav$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
