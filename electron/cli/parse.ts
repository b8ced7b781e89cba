/** The command line's grammar: arguments in, a command or a usage error out. Pure. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AudioFormat, DataFormat, DatasetId, type Span } from '../contract/model';
import { dataset as datasetOf, findVariant } from '../core/datasets';
import { parseTime } from './times';

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'login'; readonly demo: boolean }
  | { readonly name: 'logout' }
  | {
      readonly name: 'sync';
      readonly instruments: readonly string[];
      readonly datasets: readonly DatasetId[];
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly json: boolean;
    }
  | { readonly name: 'status'; readonly json: boolean }
  | {
      readonly name: 'coverage';
      readonly instruments: readonly string[];
      readonly datasets: readonly DatasetId[];
      readonly json: boolean;
    }
  | QueryCommand
  | ExportAudioCommand
  | ExportDataCommand
  | { readonly name: 'verify'; readonly folder: string }
  | { readonly name: 'check'; readonly json: boolean }
  | { readonly name: 'backup'; readonly file: string };
export interface QueryCommand {
  readonly name: 'query';
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly instrument: string;
  readonly span: Span;
  readonly channels: readonly string[];
  readonly format: 'csv' | 'json';
  readonly zone: string | undefined;
  /** Whether CSV begins with what it is, as comments. */
  readonly header: boolean;
}
export interface ExportAudioCommand {
  readonly name: 'export audio';
  readonly out: string;
  readonly format: AudioFormat;
  readonly instruments: readonly string[];
  readonly from: number | undefined;
  readonly to: number | undefined;
}
export interface ExportDataCommand {
  readonly name: 'export data';
  readonly out: string;
  readonly format: DataFormat;
  /** Empty: all. Without a variant: those that are kept by default or held. */
  readonly datasets: readonly { readonly dataset: DatasetId; readonly variant: string | undefined }[];
  readonly instruments: readonly string[];
  readonly span: Span;
  readonly zone: string | undefined;
}

/** What was typed cannot be understood; the message says what, for a person. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;
const many = { type: 'string', multiple: true } as const;
const one = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const help = { help: { type: 'boolean', short: 'h' } } as const;

/** Throws {@link UsageError}. `argv` is what follows the program's name. */
export function parseCommand(argv: readonly string[]): Command {
  // An installed Leqbook hands its arguments on behind a `--`.
  const args = argv[0] === '--' ? argv.slice(1) : argv;
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError('no command was given');
  if (name === '--help' || name === '-h' || name === 'help') return { name: 'help' };
  if (name === '--version' || name === '-V') return { name: 'version' };
  if (rest.includes('--help') || rest.includes('-h')) return { name: 'help' };
  switch (name) {
    case 'login':
      return { name, demo: read(rest, { demo: flag }).values.demo === true };
    case 'logout':
      read(rest, {});
      return { name };
    case 'sync':
      return parseSync(rest);
    case 'status':
      return { name, json: read(rest, { json: flag }).values.json === true };
    case 'coverage':
      return parseCoverage(rest);
    case 'query':
      return parseQuery(rest);
    case 'export':
      return parseExport(rest);
    case 'verify': {
      const [folder = ''] = read(rest, {}, ['DIR']).positionals;
      return { name, folder };
    }
    case 'check':
      return { name, json: read(rest, { json: flag }).values.json === true };
    case 'backup': {
      const [file = ''] = read(rest, {}, ['FILE']).positionals;
      return { name, file };
    }
    default:
      throw new UsageError(`there is no command ${name}`);
  }
}

/** Options and exactly the named positionals. */
function read<const O extends Options>(
  args: readonly string[],
  options: O,
  positionals: readonly string[] = [],
) {
  const parsed = parseStrictly(args, options);
  const missing = positionals[parsed.positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`);
  const extra = parsed.positionals[positionals.length];
  if (extra !== undefined) throw new UsageError(`${extra} is too much`);
  return parsed;
}

function parseStrictly<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...options, ...help },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function parseSync(args: readonly string[]): Command {
  const { values } = read(args, { instrument: many, dataset: many, from: one, to: one, json: flag });
  return {
    name: 'sync',
    instruments: serials(values.instrument),
    datasets: datasetIds(values.dataset),
    ...fromTo(values),
    json: values.json === true,
  };
}

function parseCoverage(args: readonly string[]): Command {
  const { values } = read(args, { instrument: many, dataset: many, json: flag });
  return {
    name: 'coverage',
    instruments: serials(values.instrument),
    datasets: datasetIds(values.dataset),
    json: values.json === true,
  };
}

function parseQuery(args: readonly string[]): QueryCommand {
  const options = {
    ...{ instrument: many, from: one, to: one, channel: many, format: one, zone: one },
    'no-header': flag,
  } as const;
  const { values, positionals } = read(args, options, ['DATASET']);
  const [{ dataset, variant } = { dataset: undefined }] = datasetVariants(positionals);
  const instruments = serials(values.instrument);
  if (instruments.length > 1) throw new UsageError('query takes one --instrument');
  const [instrument] = instruments;
  if (dataset === undefined || instrument === undefined) throw new UsageError('--instrument is missing');
  return {
    ...{ name: 'query', dataset, variant: variant ?? usualVariant(dataset), instrument },
    ...{ span: spanOf(values), channels: values.channel ?? [] },
    format: choice('--format', values.format ?? 'csv', ['csv', 'json'] as const),
    ...{ zone: values.zone, header: values['no-header'] !== true },
  };
}

function parseExport(args: readonly string[]): ExportAudioCommand | ExportDataCommand {
  const [what, ...rest] = args;
  if (what === undefined || what.startsWith('-'))
    throw new UsageError('what to export (audio or data) is missing');
  if (what === 'audio') return parseExportAudio(rest);
  if (what === 'data') return parseExportData(rest);
  throw new UsageError(`cannot export ${what}, only audio or data`);
}

function parseExportAudio(args: readonly string[]): ExportAudioCommand {
  const options = { out: one, format: one, instrument: many, from: one, to: one } as const;
  const { values } = read(args, options);
  return {
    name: 'export audio',
    out: outOf(values),
    format: choice('--format', (values.format ?? 'FLAC').toUpperCase(), AudioFormat.options),
    instruments: serials(values.instrument),
    ...fromTo(values),
  };
}

function parseExportData(args: readonly string[]): ExportDataCommand {
  const options = {
    out: one,
    format: one,
    dataset: many,
    instrument: many,
    from: one,
    to: one,
    zone: one,
  } as const;
  const { values } = read(args, options);
  return {
    name: 'export data',
    out: outOf(values),
    format: choice('--format', (values.format ?? 'csv').toLowerCase(), DataFormat.options),
    datasets: datasetVariants(values.dataset),
    instruments: serials(values.instrument),
    ...{ span: spanOf(values), zone: values.zone },
  };
}

function outOf({ out }: { readonly out?: string }): string {
  if (out === undefined || out === '') throw new UsageError('--out is missing');
  return out;
}

function spanOf(values: { readonly from?: string; readonly to?: string }): Span {
  const { from, to } = fromTo(values);
  if (from === undefined) throw new UsageError('--from is missing');
  if (to === undefined) throw new UsageError('--to is missing');
  return { from, to };
}

function fromTo(values: { readonly from?: string; readonly to?: string }) {
  const from = values.from === undefined ? undefined : time('--from', values.from);
  const to = values.to === undefined ? undefined : time('--to', values.to);
  if (from !== undefined && to !== undefined && from >= to) throw new UsageError('--to must be after --from');
  return { from, to };
}

function time(option: string, text: string): number {
  const ms = parseTime(text);
  if (ms === undefined) throw new UsageError(`${option} ${text} is not an ISO 8601 time`);
  return ms;
}

function serials(values: readonly string[] = []): readonly string[] {
  if (values.some((value) => value.trim() === '')) throw new UsageError('--instrument is empty');
  return [...new Set(values.map((value) => value.trim()))];
}

const datasetIds = (values: readonly string[] = []): readonly DatasetId[] => [
  ...new Set(values.map((value) => choice('the dataset', value, DatasetId.options))),
];

/** Such as `timehistory` or `timehistory:100ms`. */
const datasetVariants = (values: readonly string[] = []): ExportDataCommand['datasets'] =>
  [...new Set(values)].map((value) => {
    const [id = '', ...rest] = value.split(':');
    const dataset = choice('the dataset', id, DatasetId.options);
    const variant = rest.length === 0 ? undefined : rest.join(':');
    if (variant === undefined || findVariant(dataset, variant) !== undefined) return { dataset, variant };
    const names = datasetOf(dataset).variants.map((each) => each.id);
    const known = names.length < 2 ? 'which has none' : `only ${names.join(', ')}`;
    throw new UsageError(`there is no variant ${variant} of ${dataset}, ${known}`);
  });

const usualVariant = (id: DatasetId): string => {
  const { variants } = datasetOf(id);
  return (variants.find(({ byDefault }) => byDefault) ?? variants[0])?.id ?? '';
};

function choice<const T extends string>(what: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined)
    throw new UsageError(`${what} is ${value}, but must be one of ${allowed.join(', ')}`);
  return found;
}
