/** Judges answers by the API's description, with a validator that knows nothing of the service. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Json = Readonly<Record<string, unknown>>;
export interface Judge {
  /** The operation ids of the description: `getAudio` … */
  readonly operations: readonly string[];
  /** What is wrong with an answer, a line each; nothing when all is well. */
  faults(operationId: string, status: number, contentType: string | null, body: unknown): readonly string[];
  /** The same for a message the service sends by webhook. */
  messageFaults(type: string, body: unknown): readonly string[];
}

const NAME = 'openapi';

export function createJudge(): Judge {
  const description = parse(readFileSync('docs/api/openapi.yaml', 'utf8')) as Json;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(closed(description) as Json, NAME);
  const paths = operationsOf(description);
  const check = (pointer: string, body: unknown): readonly string[] => {
    const validate = ajv.getSchema(`${NAME}#${pointer}`);
    if (validate === undefined) return [`no schema at ${pointer}`];
    if (validate(body) === true) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
    );
  };
  return {
    operations: [...paths.keys()],
    faults(operationId, status, contentType, body) {
      const pointer = `${paths.get(operationId) ?? ''}/responses/${String(status)}`;
      const found = at(description, pointer) as Json | undefined;
      if (found === undefined) return [`${operationId} declares no ${String(status)}`];
      const response = typeof found['$ref'] === 'string' ? found['$ref'].slice(1) : pointer;
      const content = at(description, `${response}/content`) as Json | undefined;
      if (content === undefined) return body === '' ? [] : ['a body where none is declared'];
      const type = contentType?.split(';')[0] ?? '';
      if (!(type in content)) return [`content type ${type}`];
      return type === 'application/json' ? check(`${response}/content/${escaped(type)}/schema`, body) : [];
    },
    messageFaults: (type, body) =>
      check(`/webhooks/${type}/post/requestBody/content/${escaped('application/json')}/schema`, body),
  };
}

/** Nothing but what is declared: the description leaves its objects open, which would let misspelt keys pass. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const out = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isObjectSchema = out['type'] === 'object' && 'properties' in out;
  return isObjectSchema && !('additionalProperties' in out) ? { ...out, additionalProperties: false } : out;
}

function operationsOf(description: Json): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [path, item] of Object.entries(description['paths'] as Json))
    for (const [method, operation] of Object.entries(item as Json)) {
      const id = (operation as { operationId?: string }).operationId;
      if (id !== undefined) found.set(id, `/paths/${escaped(path)}/${method}`);
    }
  return found;
}

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
const at = (root: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], root);
