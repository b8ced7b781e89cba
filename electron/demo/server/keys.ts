/** The API keys this service knows, and what each may do. */
import { accessDenied, tokenExpired } from './errors';

export const SCOPES = [
  'instruments:read',
  'instruments:write',
  'instruments:action',
  'data.live:read',
  'data.noise:read',
  'data.enviro:read',
  'data.events:read',
  'data.audio:read',
  'data.system:read',
  'webhooks:read',
  'webhooks:write',
] as const;
export type Scope = (typeof SCOPES)[number];

export interface KeyOptions {
  readonly key: string;
  /** Absent: all. */
  readonly scopes?: readonly Scope[];
  /** Serials this key's owner has; absent: all. Whoever shares no instrument shares nothing. */
  readonly instruments?: readonly string[];
}
/** One key's owner and rights, looked up anew for each request. */
export interface Grant {
  readonly key: string;
  readonly scopes: Set<Scope>;
  readonly instruments: ReadonlySet<string> | undefined;
  revoked: boolean;
}
export interface Keys {
  add(options: KeyOptions): void;
  /** The grant of a key; throws 401 for one that is unknown, missing or revoked. */
  check(key: string | undefined): Grant;
  /** Whether `check` would pass. */
  isRight(key: string | undefined): boolean;
  /** The grants of one key, or of all. */
  grants(key?: string): readonly Grant[];
  /** As at the start, without the keys added since. */
  reset(): void;
}

export function createKeys(initial: readonly KeyOptions[]): Keys {
  const grants = new Map<string, Grant>();
  const add = (options: KeyOptions) => {
    grants.set(options.key, {
      key: options.key,
      scopes: new Set(options.scopes ?? SCOPES),
      instruments: options.instruments === undefined ? undefined : new Set(options.instruments),
      revoked: false,
    });
  };
  const find = (key: string | undefined) => {
    const grant = key === undefined ? undefined : grants.get(key);
    return grant?.revoked === false ? grant : undefined;
  };
  const reset = () => {
    grants.clear();
    initial.forEach(add);
  };
  reset();
  return {
    add,
    reset,
    isRight: (key) => find(key) !== undefined,
    check(key) {
      const grant = find(key);
      if (grant === undefined) throw tokenExpired();
      return grant;
    },
    grants: (key) => [...grants.values()].filter((grant) => key === undefined || grant.key === key),
  };
}

export function needScopes(grant: Grant, scopes: readonly Scope[]): void {
  if (!scopes.every((scope) => grant.scopes.has(scope))) throw accessDenied();
}
export const maySee = (grant: Grant, serial: string): boolean =>
  grant.instruments === undefined || grant.instruments.has(serial);
