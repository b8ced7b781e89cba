import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { channelsOf, DAY_MS, datasets, unitOf, type Dataset } from '../../../electron/core/datasets';

interface Operation {
  readonly operationId?: string;
  readonly 'x-required-scopes'?: readonly string[];
  readonly 'x-limits'?: { readonly maxRange: string | null };
  readonly responses: Record<string, unknown>;
}
interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, { readonly properties?: object }> };
}
const file = path.resolve(import.meta.dirname, '../../../docs/api/openapi.yaml');
const description = parse(readFileSync(file, 'utf8')) as Description;
const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods));
const operationOf = ({ operation }: Dataset): Operation | undefined =>
  operations.find(({ operationId }) => operationId === operation);

/** The property names of every schema the operation's answer refers to. */
function documentedFields(operation: Operation): ReadonlySet<string> {
  const names = JSON.stringify(operation.responses['200']).matchAll(/#\/components\/schemas\/(\w+)/g);
  return new Set(
    [...names].flatMap(([, name = '']) =>
      Object.keys(description.components.schemas[name]?.properties ?? {}),
    ),
  );
}
const RANGES: Readonly<Record<string, number>> = {
  P1Y: 365 * DAY_MS,
  P31D: 31 * DAY_MS,
  P7D: 7 * DAY_MS,
  P1D: DAY_MS,
};
/** Of these the description shows no contents: an event is whatever the monitor says, and a detail is the whole answer. */
const UNDESCRIBED: ReadonlySet<string> = new Set(['monitorevents', 'eventhistory']);

test.each(datasets.map((each) => [each.id, each] as const))(
  '%s is asked for as the service describes it',
  (_id, dataset) => {
    const operation = operationOf(dataset);
    expect(operation?.['x-required-scopes']).toEqual([dataset.scope]);
    const limit = operation?.['x-limits']?.maxRange;
    // Where no limit is documented the cautious month is kept; a leap year is not asked for at once.
    // Details are asked for one by one, without a range.
    if (dataset.kind === 'records' || dataset.kind === 'series')
      expect(dataset.widestMs).toBe(RANGES[limit ?? 'P31D']);
  },
);

const described = datasets.filter(({ id, kind }) => kind !== 'series' && !UNDESCRIBED.has(id));
test.each(described.map((each) => [each.id, each] as const))(
  'every field of %s is a documented one, spelled as documented',
  (_id, dataset) => {
    const operation = operationOf(dataset);
    const documented = operation === undefined ? new Set() : documentedFields(operation);
    expect(dataset.fields.map(({ name }) => name).filter((name) => !documented.has(name))).toEqual([]);
  },
);

const rows = datasets.filter(({ scope }) => scope === 'data.enviro:read');
test.each(rows.map((each) => [each.id, each] as const))(
  'every channel of %s is a documented field, spelled as documented',
  (_id, dataset) => {
    const operation = operationOf(dataset);
    const documented = operation === undefined ? new Set() : documentedFields(operation);
    const channels = dataset.variants.flatMap((variant) => variant.channels ?? []);
    expect(channels.length).toBeGreaterThan(0);
    expect(channels.map(({ name }) => name).filter((name) => !documented.has(name))).toEqual([]);
  },
);

test('every variant of a dataset has an id of its own', () => {
  for (const { id, variants } of datasets) {
    expect(variants.length, id).toBeGreaterThan(0);
    expect(new Set(variants.map((variant) => variant.id)).size, id).toBe(variants.length);
  }
});

test('no unit is claimed that the service does not state, and every other number has one', () => {
  const without = datasets.flatMap(({ id, fields }) =>
    [...channelsOf(id), ...fields].flatMap(({ name, kind }) =>
      kind === 'number' && unitOf(id, name) === undefined ? [name] : [],
    ),
  );
  const schemas = Object.values(description.components.schemas);
  const presumed = schemas.flatMap(({ properties = {} }) =>
    Object.entries(properties as Record<string, { readonly 'x-inferred-reason'?: string }>).flatMap(
      ([name, { 'x-inferred-reason': reason = '' }]) => (/\bunit\b/.test(reason) ? [name] : []),
    ),
  );
  expect(presumed).toContain('voc');
  // Of these the description says what they are and no more; the first is not even named there.
  const silent = ['period', 'lteRsrp', 'lteRsrq', 'lteSinr', 'lteSignal'];
  expect(new Set(without)).toEqual(new Set([...presumed, ...silent]));
});
