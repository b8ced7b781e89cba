/** The command line's grammar: arguments in, a command or a usage error out. Pure. */
import { DataFormat } from '../contract/jobs';
import type { DatasetId, KeepChoice, Span } from '../contract/model';
import { dataset as datasetOf } from '../core/datasets';
import {
  choice,
  datasetVariants,
  flag,
  type NamedDataset,
  fromTo,
  many,
  one,
  outOf,
  parseStrictly,
  read,
  serials,
  spanOf,
  UsageError,
  usualVariant,
  wholeDays,
} from './arguments';
import {
  parseExportAudio,
  parseExportTags,
  parseSounds,
  type ExportAudioCommand,
  type ExportTagsCommand,
  type SoundsCommand,
} from './parse-sounds';

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'login'; readonly demo: boolean }
  | { readonly name: 'logout' }
  | {
      readonly name: 'sync';
      readonly instruments: readonly string[];
      /** Those named without a variant. */
      readonly datasets: readonly DatasetId[];
      readonly variants: readonly { readonly dataset: DatasetId; readonly variant: string }[];
      readonly days: number | undefined;
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly json: boolean;
    }
  | KeepCommand
  | { readonly name: 'status'; readonly json: boolean }
  | CoverageCommand
  | QueryCommand
  | ExportAudioCommand
  | ExportDataCommand
  | ExportTagsCommand
  | SoundsCommand
  | { readonly name: 'verify'; readonly folder: string; readonly json: boolean }
  | { readonly name: 'check'; readonly json: boolean }
  | { readonly name: 'backup'; readonly file: string };
export interface CoverageCommand {
  readonly name: 'coverage';
  readonly instruments: readonly string[];
  /** Empty: all. */
  readonly datasets: readonly NamedDataset[];
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Whether each gap is listed. */
  readonly gaps: boolean;
  readonly ascii: boolean;
  readonly json: boolean;
}
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
export interface KeepCommand {
  readonly name: 'keep';
  readonly json: boolean;
  /** Undefined: only list. */
  readonly choices: readonly KeepChoice[] | undefined;
}
export interface ExportDataCommand {
  readonly name: 'export data';
  readonly out: string;
  readonly format: DataFormat;
  /** Empty: all. Without a variant: those that are kept by default or held. */
  readonly datasets: readonly NamedDataset[];
  readonly instruments: readonly string[];
  readonly span: Span;
  readonly zone: string | undefined;
}

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
    case 'keep':
      return parseKeep(rest);
    case 'status':
      return { name, json: read(rest, { json: flag }).values.json === true };
    case 'coverage':
      return parseCoverage(rest);
    case 'query':
      return parseQuery(rest);
    case 'sounds':
      return parseSounds(rest);
    case 'export':
      return parseExport(rest);
    case 'verify': {
      const { values, positionals } = read(rest, { json: flag }, ['DIR']);
      return { name, folder: positionals[0] ?? '', json: values.json === true };
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

function parseSync(args: readonly string[]): Command {
  const options = { instrument: many, dataset: many, days: one, from: one, to: one, json: flag } as const;
  const { values } = read(args, options);
  const named = datasetVariants(values.dataset);
  if (values.days !== undefined && (values.from !== undefined || values.to !== undefined))
    throw new UsageError('--days goes without --from and --to');
  return {
    name: 'sync',
    instruments: serials(values.instrument),
    datasets: named.flatMap(({ dataset, variant }) => (variant === undefined ? dataset : [])),
    variants: named.flatMap(({ dataset, variant }) => (variant === undefined ? [] : { dataset, variant })),
    days: values.days === undefined ? undefined : wholeDays('--days', values.days, 1),
    ...fromTo(values),
    json: values.json === true,
  };
}

function parseKeep(args: readonly string[]): KeepCommand {
  const { values, positionals } = parseStrictly(args, { instrument: many, json: flag });
  const [what, howLong, extra] = positionals;
  const json = values.json === true;
  if (what === undefined) return { name: 'keep', json, choices: undefined };
  if (howLong === undefined) throw new UsageError('DAYS, off or default is missing');
  if (extra !== undefined) throw new UsageError(`${extra} is too much`);
  const [{ dataset, variant } = { dataset: undefined }] = datasetVariants([what]);
  if (dataset === undefined || datasetOf(dataset).kind === 'snapshot')
    throw new UsageError(`${what} is always asked for and kept`);
  const days = howLong === 'default' ? undefined : howLong === 'off' ? 0 : wholeDays('DAYS', howLong, 0);
  // Days for a dataset mean its usual variants; off and default mean all of it.
  const all = datasetOf(dataset).variants.filter(({ byDefault }) => byDefault || !days);
  const ids = variant === undefined ? all.map(({ id }) => id) : [variant];
  const instruments = values.instrument === undefined ? [''] : serials(values.instrument);
  const choices = instruments.flatMap((instrument) =>
    ids.map((id) => ({ instrument, dataset, variant: id, ...(days !== undefined && { days }) })),
  );
  return { name: 'keep', json, choices };
}

function parseCoverage(args: readonly string[]): CoverageCommand {
  const options = {
    instrument: many,
    dataset: many,
    from: one,
    to: one,
    gaps: flag,
    ascii: flag,
    json: flag,
  };
  const { values } = read(args, options);
  return {
    name: 'coverage',
    instruments: serials(values.instrument),
    datasets: datasetVariants(values.dataset),
    ...fromTo(values),
    ...{ gaps: values.gaps === true, ascii: values.ascii === true, json: values.json === true },
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

function parseExport(args: readonly string[]): ExportAudioCommand | ExportDataCommand | ExportTagsCommand {
  const [what, ...rest] = args;
  if (what === undefined || what.startsWith('-'))
    throw new UsageError('what to export (audio, tags or data) is missing');
  if (what === 'audio') return parseExportAudio(rest);
  if (what === 'tags') return parseExportTags(rest);
  if (what === 'data') return parseExportData(rest);
  throw new UsageError(`cannot export ${what}, only audio, tags or data`);
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
