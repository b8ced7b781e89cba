/**
 * Templates for the names of exported files: text with fields in braces, `/` between folders, `.{ext}` at the end. A
 * template is looked at once; filling it in then cannot go wrong.
 */
import { DEFAULT_NAME } from '../../contract/sounds';

/** What stands in braces, and at most how long it gets; those without a length are shortened as far as needed. */
const FIELDS = {
  serial: 39,
  name: undefined,
  date: 10,
  time: 15,
  localTime: 24,
  utcTime: 20,
  trigger: undefined,
  event: undefined,
  duration: 12,
  tags: undefined,
  id: 12,
  year: 4,
  month: 2,
  day: 2,
  ext: 4,
} as const;
export type NameField = keyof typeof FIELDS;

type Token =
  | { readonly text: string }
  /** `unit` is what only makes sense behind a value. */
  | { readonly field: NameField; readonly unit: string };
export interface Template {
  readonly text: string;
  /** Folders, then the file's name less its `.{ext}`. */
  readonly parts: readonly (readonly Token[])[];
}

const MAX_FOLDERS = 6;
/** Of the part of a name that cannot be shortened, so that what tells files apart always fits. */
const MAX_PART = 100;
const MAX_PATH = 160;
const END = '.{ext}';
const WRITABLE = /^[\p{L}\p{M}\p{Nd}_+., -]*$/u;
const SEPARATORS = /[_+., -]+$/;
const TELLING: readonly (readonly NameField[])[] = [
  ['id'],
  ['localTime'],
  ['utcTime'],
  ['time', 'date'],
  ['time', 'year', 'month', 'day'],
];

/** The template, or what is wrong with it in one sentence. */
export function parseTemplate(text: string): Template | string {
  const plain = text.normalize('NFKC');
  if (/^[/\\]|^[a-z]:/i.test(plain))
    return 'A name begins inside the folder, so not with a drive or a slash.';
  if (plain.includes('\\')) return 'Folders are parted by / and not by \\.';
  if (!plain.endsWith(END)) return `A name ends with ${END}.`;
  const parts: (readonly Token[])[] = [];
  for (const part of plain.slice(0, -END.length).split('/')) {
    const tokens = readPart(part);
    if (typeof tokens === 'string') return tokens;
    parts.push(tokens);
  }
  return findProblem(parts) ?? { text, parts };
}

function readPart(part: string): readonly Token[] | string {
  if (part.trim() === '') return 'A folder or a file without a name cannot be.';
  if (/^\.+$/.test(part.trim())) return 'A name stays inside the folder, so . and .. are no folders.';
  const tokens: Token[] = [];
  const pieces = part.split(/(\{[^{}]*\})/);
  for (const piece of pieces) {
    const last = tokens.at(-1);
    if (piece.startsWith('{') && piece.endsWith('}')) {
      const field = piece.slice(1, -1).trim();
      if (!isField(field)) return `There is no field ${piece}; there are ${listFields()}.`;
      if (field === 'ext') return `{ext} stands once, at the end, as ${END}.`;
      tokens.push({ field, unit: '' });
    } else if (/[{}]/.test(piece)) {
      return 'Each { needs its }, and a field between them.';
    } else if (!WRITABLE.test(piece)) {
      return `Beside fields a name may have letters, digits, spaces and - _ + . , but not ${oddOf(piece)}.`;
    } else if (
      last !== undefined &&
      'field' in last &&
      last.field === 'duration' &&
      /^s(?!\p{L})/u.test(piece)
    ) {
      tokens[tokens.length - 1] = { ...last, unit: 's' };
      tokens.push({ text: piece.slice(1) });
    } else if (piece !== '') {
      tokens.push({ text: piece });
    }
  }
  return tokens;
}

const isField = (name: string): name is NameField => Object.hasOwn(FIELDS, name);
const listFields = () =>
  Object.keys(FIELDS)
    .map((name) => `{${name}}`)
    .join(' ');
const oddOf = (text: string) => Array.from(text).find((letter) => !WRITABLE.test(letter)) ?? 'that';

function findProblem(parts: readonly (readonly Token[])[]): string | undefined {
  const folders = parts.slice(0, -1);
  if (folders.length > MAX_FOLDERS) return `At most ${String(MAX_FOLDERS)} folders fit inside each other.`;
  if (folders.flat().some((token) => 'text' in token && /[.,]/.test(token.text)))
    return 'The name of a folder has no dots and commas.';
  const sizes = parts.map(leastSize);
  if (sizes.some((size) => size > MAX_PART) || sizes.reduce((sum, size) => sum + size + 1, 0) > MAX_PATH)
    return 'This comes to names that are too long for some systems.';
  const used = new Set(parts.flat().flatMap((token) => ('field' in token ? [token.field] : [])));
  if (!TELLING.some((fields) => fields.every((field) => used.has(field))))
    return 'Nothing in this name tells one sound from the next: use {localTime}, {utcTime}, {id}, or {date} and {time}.';
  return undefined;
}

const leastSize = (tokens: readonly Token[]): number =>
  tokens.reduce(
    (sum, token) =>
      sum + ('text' in token ? token.text.length : (FIELDS[token.field] ?? 0) + token.unit.length),
    0,
  );

/**
 * Each part filled in, less the ending; a field without a value takes the separator before it along, and a part that
 * has no value at all is called after what it lacks.
 */
export function fillTemplate({ parts }: Template, valueOf: (field: NameField) => string): readonly string[] {
  return parts.map((tokens) => {
    let text = '';
    let missing: NameField | undefined;
    for (const token of tokens) {
      const value = 'text' in token ? token.text : valueOf(token.field);
      if (value === '' && 'field' in token) {
        missing ??= token.field;
        text = text.replace(SEPARATORS, '');
      } else text += 'unit' in token ? value + token.unit : value;
    }
    return isBlank(text) && missing !== undefined ? `no-${missing}` : text;
  });
}

const isBlank = (text: string): boolean => !/[\p{L}\p{Nd}]/u.test(text);

/** The usual names. Checked by a test. */
export const DEFAULT_TEMPLATE = parseTemplate(DEFAULT_NAME) as Template;
