import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { DAY_MS, datasets, type Dataset } from '../../../electron/core/datasets';

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
const RANGES: Readonly<Record<string, number>> = { P1Y: 365 * DAY_MS, P31D: 31 * DAY_MS, P7D: 7 * DAY_MS };

test.each(datasets.map((each) => [each.id, each] as const))(
  '%s is asked for as the service describes it',
  (_id, dataset) => {
    const operation = operationOf(dataset);
    expect(operation?.['x-required-scopes']).toEqual([dataset.scope]);
    const limit = operation?.['x-limits']?.maxRange;
    // Where no limit is documented the cautious month is kept; a leap year is not asked for at once.
    if (dataset.kind !== 'snapshot') expect(dataset.widestMs).toBe(RANGES[limit ?? 'P31D']);
  },
);

test.each(datasets.filter(({ kind }) => kind !== 'series').map((each) => [each.id, each] as const))(
  'every field of %s is a documented one, spelled as documented',
  (_id, dataset) => {
    const operation = operationOf(dataset);
    const documented = operation === undefined ? new Set() : documentedFields(operation);
    expect(dataset.fields.map(({ name }) => name).filter((name) => !documented.has(name))).toEqual([]);
  },
);
