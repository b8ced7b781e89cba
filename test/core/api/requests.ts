/** Judges requests by the API's description: that the path exists, and each parameter is declared, there and valid. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Json = Readonly<Record<string, unknown>>;
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly explode?: boolean;
  readonly schema: Json;
}
interface Limits {
  readonly maxRange?: string | null;
  readonly period?: { readonly min: string; readonly max: string };
}
interface Operation {
  readonly id: string;
  readonly path: RegExp;
  readonly names: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly limits: Limits;
}
export interface RequestJudge {
  /** What is wrong with a GET of `path` below the version; the operation it is for. */
  faults(path: string): { readonly operation: string | undefined; readonly faults: readonly string[] };
  /** Of one operation; undefined where there is none. */
  limits(operation: string): Limits | undefined;
}

export function createRequestJudge(): RequestJudge {
  const description = parse(readFileSync('docs/api/openapi.yaml', 'utf8')) as Json;
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false });
  addFormats(ajv);
  // The usual format lets no fraction through, which the description allows.
  ajv.addFormat('duration', /^P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/);
  ajv.addSchema(namesClosed(description), 'openapi');
  const operations = operationsOf(description);
  const compiled = new Map<Json, ValidateFunction>();
  const faultsOf = ({ name, schema }: Parameter, value: unknown): readonly string[] => {
    const rooted = (): Json => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as Json;
    const validate = compiled.get(schema) ?? ajv.compile(rooted());
    compiled.set(schema, validate);
    return validate(value) ? [] : [`${name}=${String(value)}: ${ajv.errorsText(validate.errors)}`];
  };
  function judge(operation: Operation, url: URL): readonly string[] {
    const match = operation.path.exec(url.pathname) ?? [];
    const inPath = operation.names.map((name, i) => [name, decodeURIComponent(match[i + 1] ?? '')] as const);
    const faults: string[] = [];
    for (const parameter of operation.parameters) {
      const { name, required = false, schema, explode } = parameter;
      const values =
        parameter.in === 'query'
          ? url.searchParams.getAll(name)
          : inPath.flatMap(([n, v]) => (n === name ? v : []));
      if (parameter.in === 'header') continue;
      if (values.length === 0 && required) faults.push(`${name} is missing`);
      if (values.length > 1 && (schema['type'] !== 'array' || explode !== true))
        faults.push(`${name} is repeated`);
      if (values.length > 0)
        faults.push(...faultsOf(parameter, schema['type'] === 'array' ? values : values[0]));
    }
    const declared = operation.parameters.map(({ name }) => name);
    for (const name of new Set(url.searchParams.keys()))
      if (!declared.includes(name)) faults.push(`${name} is not declared`);
    return faults;
  }
  return {
    faults(path) {
      const url = new URL(path, 'https://service.invalid');
      const operation = operations.find((one) => one.path.test(url.pathname));
      if (operation === undefined) return { operation: undefined, faults: [`no operation at ${path}`] };
      return { operation: operation.id, faults: judge(operation, url) };
    },
    limits: (operation) => operations.find(({ id }) => id === operation)?.limits,
  };
}

function operationsOf(description: Json): readonly Operation[] {
  const resolve = (one: Json): Parameter => {
    const { $ref: ref } = one;
    if (typeof ref !== 'string') return one as unknown as Parameter;
    return ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Json)[key], description) as Parameter;
  };
  return Object.entries(description['paths'] as Record<string, Json>).flatMap(([path, item]) => {
    const get = item['get'] as Json | undefined;
    if (get === undefined) return [];
    const lists = [item['parameters'], get['parameters']].map((list) => (list ?? []) as readonly Json[]);
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    return {
      id: get['operationId'] as string,
      path: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
      names,
      parameters: lists.flat().map(resolve),
      limits: get['x-limits'] ?? {},
    };
  });
}

/** The service ignores names that it does not know, so the description leaves them open; a misspelt one would be lost. */
function namesClosed(description: Json): Json {
  const components = description['components'] as { readonly schemas: Record<string, Json> };
  const { MeasurementValueName: names = {}, ...schemas } = components.schemas;
  const closed = { ...names, enum: names['examples'] };
  return {
    ...description,
    components: { ...components, schemas: { ...schemas, MeasurementValueName: closed } },
  };
}
