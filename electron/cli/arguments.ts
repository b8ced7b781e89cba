/** What the commands' arguments are made of. Pure. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DatasetId, type Span } from '../contract/model';
import { dataset as datasetOf, findVariant } from '../core/datasets';
import { parseTime } from './times';

/** What was typed cannot be understood; the message says what, for a person. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;
export const many = { type: 'string', multiple: true } as const;
export const one = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;
const help = { help: { type: 'boolean', short: 'h' } } as const;

/** Options and exactly the named positionals. */
export function read<const O extends Options>(
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

export function parseStrictly<const O extends Options>(args: readonly string[], options: O) {
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

export function outOf({ out }: { readonly out?: string }): string {
  if (out === undefined || out === '') throw new UsageError('--out is missing');
  return out;
}

export function spanOf(values: { readonly from?: string; readonly to?: string }): Span {
  const { from, to } = fromTo(values);
  if (from === undefined) throw new UsageError('--from is missing');
  if (to === undefined) throw new UsageError('--to is missing');
  return { from, to };
}

export function fromTo(values: { readonly from?: string; readonly to?: string }) {
  const from = values.from === undefined ? undefined : time('--from', values.from);
  const to = values.to === undefined ? undefined : time('--to', values.to);
  if (from !== undefined && to !== undefined && from >= to) throw new UsageError('--to must be after --from');
  return { from, to };
}

export function time(option: string, text: string): number {
  const ms = parseTime(text);
  if (ms === undefined) throw new UsageError(`${option} ${text} is not an ISO 8601 time`);
  return ms;
}

export function serials(values: readonly string[] = []): readonly string[] {
  if (values.some((value) => value.trim() === '')) throw new UsageError('--instrument is empty');
  return [...new Set(values.map((value) => value.trim()))];
}

export interface NamedDataset {
  readonly dataset: DatasetId;
  readonly variant: string | undefined;
}
/** Such as `timehistory` or `timehistory:100ms`. */
export const datasetVariants = (values: readonly string[] = []): readonly NamedDataset[] =>
  [...new Set(values)].map((value) => {
    const [id = '', ...rest] = value.split(':');
    const dataset = choice('the dataset', id, DatasetId.options);
    const variant = rest.length === 0 ? undefined : rest.join(':');
    if (variant === undefined || findVariant(dataset, variant) !== undefined) return { dataset, variant };
    const names = datasetOf(dataset).variants.map((each) => each.id);
    const known = names.length < 2 ? 'which has none' : `only ${names.join(', ')}`;
    throw new UsageError(`there is no variant ${variant} of ${dataset}, ${known}`);
  });

export const usualVariant = (id: DatasetId): string => {
  const { variants } = datasetOf(id);
  return (variants.find(({ byDefault }) => byDefault) ?? variants[0])?.id ?? '';
};

export function choice<const T extends string>(what: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined)
    throw new UsageError(`${what} is ${value}, but must be one of ${allowed.join(', ')}`);
  return found;
}

export function wholeDays(what: string, text: string, least: number): number {
  const days = Number(text);
  if (!/^\d+$/.test(text) || days < least || days > MOST_DAYS)
    throw new UsageError(`${what} is ${text}, but must be a whole number from ${least} to ${MOST_DAYS}`);
  return days;
}
/** As the contract has it. */
const MOST_DAYS = 3_660;
