import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAME } from '../../../../electron/contract/sounds';
import { foldName, instrumentFolder, safePart } from '../../../../electron/core/transfer/name-parts';
import {
  assignPaths,
  isInnerPath,
  recordingPath,
  type NamedRecording,
} from '../../../../electron/core/transfer/names';
import { parseTemplate } from '../../../../electron/core/transfer/template';

const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(\..*)?$/i;
const recording = (change: Partial<NamedRecording> = {}): NamedRecording => ({
  id: 'id-1',
  instrument: 'QT123456',
  from: Date.UTC(2026, 2, 2, 10, 15, 2),
  to: Date.UTC(2026, 2, 2, 10, 15, 21),
  trigger: 'Default',
  ...change,
});
const FLAC = { format: 'FLAC' } as const;

const HOSTILE: readonly string[] = [
  ...[
    '../',
    '..\\',
    '/etc/passwd',
    'C:\\Windows',
    '\\\\server\\share',
    'file:///x',
    '%2e%2e%2f',
    '..',
    '.',
    '',
    ' ',
  ],
  ...[
    'CON',
    'con',
    'PRN',
    'aux.txt',
    'NUL',
    'COM1',
    'com9.flac',
    'LPT1',
    'COM¹',
    'LPT²',
    'CONIN$',
    'CONOUT$',
    'CLOCK$',
  ],
  ...[
    'a\0b',
    'a\nb',
    'a\r\nb',
    'a\tb',
    '\u202ecalf',
    'a\u200bb',
    '\ufeffa',
    'a\u2028b',
    '\ud800',
    'x\udfff',
    '\u{1F3B5}',
  ],
  ...[
    '-rf',
    '~',
    '~root',
    '$HOME',
    '`id`',
    '$(id)',
    ';rm',
    '|cat',
    '&',
    '*',
    '?',
    '<',
    '>',
    '"',
    "'",
    ':',
    'a:b',
    'x::$DATA',
  ],
  ...[
    'name.',
    'name ',
    'name...',
    ' name',
    '.hidden',
    '..name',
    'a/../b',
    'é',
    'e\u0301',
    'ﬁ',
    'ſ',
    'K',
    'İ',
    'ı',
    'ß',
  ],
  ...[
    'x'.repeat(300),
    '漢'.repeat(300),
    '\u{1F600}'.repeat(200),
    'e\u0301'.repeat(200),
    '='.repeat(10),
    '=cmd()',
    '+1',
    '@x',
  ],
  ...Array.from({ length: 130 }, (_, i) => `${String.fromCharCode(i)}x${String.fromCharCode(0x7f + i)}.`),
];

const isSafePart = (part: string): boolean =>
  part.length <= 120 &&
  Buffer.byteLength(`${part}.etag.part`) <= 255 &&
  part === part.normalize('NFC') &&
  !/[<>:"/\\|?*~%$`'&;=@]|\p{C}|\p{Zl}|\p{Zp}|[^\S ]/u.test(part) &&
  !/^[-.~_+ ]|[. ]$|^$/.test(part) &&
  !RESERVED.test(part);
const unsafe = (paths: Iterable<string>): readonly string[] =>
  [...paths].filter((path) => path.length > 240 || !isInnerPath(path) || !path.split('/').every(isSafePart));

describe('names of audio files', () => {
  it('follow the template', () => {
    expect(recordingPath(recording(), FLAC)).toBe(
      'QT123456/2026-03-02/QT123456_20260302T101502Z_Default_19s.flac',
    );
    const odd = recording({ from: Date.UTC(2026, 2, 2, 23, 59, 59, 250), trigger: 'Night / loud!' });
    expect(recordingPath(odd, { format: 'OGG', zone: 'Australia/Adelaide' })).toMatch(
      /^QT123456\/2026-03-03\/QT123456_20260303T102959_250\+1030_Night-loud_/,
    );
    expect(recordingPath(recording({ trigger: undefined }), { format: 'WAV' })).toBe(
      'QT123456/2026-03-02/QT123456_20260302T101502Z_19s.wav',
    );
  });

  it('are safe on every system whatever the service sends', () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(200);
    const paths = HOSTILE.map((text) =>
      recordingPath(recording({ instrument: text, trigger: text, id: text }), FLAC),
    );
    expect(unsafe(paths)).toEqual([]);
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: -1e15, max: 9e15 }),
        fc.nat(1e9),
        (instrument, trigger, from, length) => {
          const path = recordingPath({ id: trigger, instrument, trigger, from, to: from + length }, FLAC);
          expect(unsafe([path])).toEqual([]);
        },
      ),
    );
  });

  it('are legal, inside the folder, all different and the same again for ten thousand hostile sounds', () => {
    const pick = (n: number, step: number) => HOSTILE[(n * step) % HOSTILE.length] ?? '';
    const sounds = Array.from({ length: 10_000 }, (_, n) =>
      recording({
        id: `${pick(n, 7)}${String(n)}`,
        instrument: pick(n, 3),
        trigger: pick(n, 11),
        eventType: pick(n, 13),
        tags: [pick(n, 17), pick(n, 19)],
        instrumentName: pick(n, 23),
        from: [0, 1e9, NaN, 8.64e15, -1e13, 1.7e12][n % 6] ?? 0,
      }),
    );
    for (const text of [
      DEFAULT_NAME,
      '{name}/{trigger}/{event} {tags}_{localTime}.{ext}',
      'CON/aux.{id}.{ext}',
    ]) {
      const template = parseTemplate(text);
      if (typeof template === 'string') throw new Error(template);
      const options = { ...FLAC, template, zone: 'Europe/London', rootLength: 60 };
      const paths = assignPaths(sounds, options, new Map());
      expect(new Set([...paths.values()].map(foldName)).size).toBe(10_000);
      expect(unsafe(paths.values())).toEqual([]);
      expect(Math.max(...[...paths.values()].map((path) => path.length))).toBeLessThanOrEqual(240 - 60);
      const again = assignPaths([...sounds].reverse(), options, new Map());
      expect([...again].every(([id, path]) => paths.get(id) === path)).toBe(true);
    }
  });

  it('stay distinct and as legal as can be in a folder that leaves them no room', () => {
    const sounds = Array.from({ length: 50 }, (_, n) =>
      recording({ id: String(n), instrument: 'S'.repeat(32) }),
    );
    const paths = [...assignPaths(sounds, { ...FLAC, rootLength: 150 }, new Map()).values()];
    expect(new Set(paths.map(foldName)).size).toBe(50);
    expect(unsafe(paths)).toEqual([]);
    expect(Math.max(...paths.map((path) => path.length))).toBeLessThanOrEqual(240 - 150);
  });

  it('are all different once case and composition are ignored, and the same in every order', () => {
    const serials = fc.constantFrom('QT1', 'qt1', 'Q/T1', 'é', 'e\u0301', 'K', 'K', '..');
    const triggers = fc.constantFrom('Default', 'DEFAULT', 'ſ', 's', 'CON', '', undefined, 'a:b', 'a/b');
    const many = fc.uniqueArray(
      fc.record({
        id: fc.string({ unit: 'binary', maxLength: 12 }),
        instrument: serials,
        trigger: triggers,
        from: fc.constantFrom(0, 1_000),
        to: fc.constant(20_000),
      }),
      { selector: (item) => item.id, maxLength: 60 },
    );
    fc.assert(
      fc.property(many, fc.infiniteStream(fc.nat()), (items, order) => {
        const paths = assignPaths(items, FLAC, new Map());
        const folded = new Set([...paths.values()].map(foldName));
        expect(folded.size).toBe(items.length);
        const ranks = new Map(items.map((item) => [item, order.next().value]));
        const shuffled = [...items].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
        expect([...assignPaths(shuffled, FLAC, new Map())].sort()).toEqual([...paths].sort());
      }),
    );
  });

  it('sort by time within an instrument', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 4e12 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(times, (list) => {
        const inOrder = [...list].sort((a, b) => a - b);
        const names = inOrder.map((from) => recordingPath(recording({ from, to: from + 5_000 }), FLAC));
        expect([...names].sort()).toEqual(names);
      }),
    );
  });

  it('leave a path to whoever has it and tell newcomers apart', () => {
    const first = recording({ id: 'a' });
    const second = recording({ id: 'b' });
    const path = recordingPath(first, FLAC);
    const paths = assignPaths([first, second], FLAC, new Map([[foldName(path), 'b']]));
    expect(paths.get('b')).toBe(path);
    expect(paths.get('a')).toMatch(/_19s_[0-9a-f]{6}\.flac$/);
    const foreign = assignPaths([first], FLAC, new Map([[foldName(path), undefined]]));
    expect(foreign.get('a')).toBe(paths.get('a'));
  });

  it('keep instruments apart whose serials look alike once they are safe', () => {
    const folders = ['A/B', 'A:B', 'A-B', 'A B'].map(instrumentFolder);
    expect(new Set(folders.map(foldName)).size).toBe(4);
    expect(instrumentFolder('QT123456')).toBe('QT123456');
  });

  it('stay short in a deep folder', () => {
    const long = recording({ trigger: 'T'.repeat(80), instrument: 'S'.repeat(32) });
    expect(recordingPath(long, { format: 'FLAC', rootLength: 110 }).length + 110).toBeLessThanOrEqual(240);
  });
});

describe('a safe part', () => {
  it('falls back when nothing is left', () => {
    expect(safePart('///', 20, 'none')).toBe('none');
    expect(safePart('NUL', 20, 'none')).toBe('none');
  });
});

describe('a path from a manifest', () => {
  it('is refused when it could leave its folder', () => {
    for (const path of [
      '../x',
      'a/../../x',
      '/etc/x',
      'C:/x',
      'a\\b',
      'a//b',
      './x',
      'a/.',
      '',
      'a\0b',
      'x:y',
      'a. /b',
    ]) {
      expect(isInnerPath(path), path).toBe(false);
    }
    expect(isInnerPath('QT1/2026-03-02/a.flac')).toBe(true);
  });
});
