/** Who is signed in: which account is open, where its key came from, and what happens when either changes. */
import type { Host } from '../contract/host';
import type { SessionState } from '../contract/model';
import { Failure, isFailure } from '../contract/result';
import { DEMO_KEY } from '../demo/key';
import { toAccount, type AccountRecord, type Accounts } from './accounts';
import type { Clock } from './clock';
import type { InstrumentRow } from './db/archive';
import type { FileLog } from './log';

type KeyFrom = NonNullable<SessionState['keyFrom']> | 'demo';
interface Key {
  readonly text: string;
  readonly from: KeyFrom;
}

export interface SessionDeps {
  readonly accounts: Accounts;
  readonly host: Host;
  readonly clock: Clock;
  readonly log: FileLog;
  /** `LEQBOOK_API_KEY`: used instead of the keychain's, never stored. */
  readonly apiKey: string | undefined;
  /** How long a start waits for the keychain before it goes on without; undefined: until it answers. */
  readonly keyWaitMs: number | undefined;
  /** One real call with this key; rejects with the Failure that says why it will not do. */
  readonly check: (
    account: AccountRecord,
    key: string,
    signal: AbortSignal,
  ) => Promise<readonly InstrumentRow[]>;
  /** Closes the account that is open, if any, and opens this one; undefined: none. */
  readonly open: (account: AccountRecord | undefined) => Promise<void>;
  /** What the check answered, to be kept at once. */
  readonly keep: (instruments: readonly InstrumentRow[]) => void;
  readonly changed: (state: SessionState) => void;
}
export interface Session {
  /** Opens the account that was active, with the key from the environment or the keychain. */
  start(): Promise<void>;
  state(): SessionState;
  /** The key of the open account; throws Failure `unauthorized` after a rejection, otherwise `signed-out`. */
  key(): string;
  signIn(
    input: {
      readonly key: string;
      readonly keep: 'keychain' | 'session';
      readonly account?: string | undefined;
    },
    signal: AbortSignal,
  ): Promise<SessionState>;
  exploreDemo(): Promise<SessionState>;
  signOut(data: 'keep' | 'delete'): Promise<SessionState>;
  use(id: string): Promise<SessionState>;
  /** The service rejected the key in use: it is dropped, the data stays readable. */
  rejected(): void;
}

export function createSession(deps: SessionDeps): Session {
  const { accounts, host, clock, log } = deps;
  let active: AccountRecord | undefined;
  let key: Key | undefined;
  let keychainProblem: string | undefined;

  const state = (): SessionState => ({
    state:
      active === undefined
        ? 'none'
        : key !== undefined
          ? 'signed-in'
          : active.rejected
            ? 'rejected'
            : 'signed-out',
    account: active && toAccount(active),
    accounts: accounts.list().map(toAccount),
    keyFrom: key === undefined || key.from === 'demo' ? undefined : key.from,
    keychainProblem,
  });
  const announce = () => {
    const now = state();
    deps.changed(now);
    return now;
  };
  async function enter(asked: AccountRecord | undefined, withKey: Key | undefined): Promise<void> {
    if (withKey !== undefined) log.hide(withKey.text);
    const account = asked && accounts.save(asked);
    accounts.setActive(account?.id);
    key = undefined;
    await deps.open(account);
    active = account;
    key = withKey;
  }
  /** The key an account can go on with by itself: the demo's own, or the keychain's. */
  async function ownKey(account: AccountRecord): Promise<Key | undefined> {
    keychainProblem = undefined;
    if (!account.keyStored || account.rejected) return undefined;
    if (account.kind === 'demo') return { text: DEMO_KEY, from: 'demo' };
    try {
      const text = await host.getSecret(account.id);
      // A locked keychain answers as an empty one does; the stored flag tells the two apart.
      if (text === undefined) keychainProblem = 'The keychain is locked or no longer holds the key.';
      return text === undefined ? undefined : { text, from: 'keychain' };
    } catch (error) {
      if (!isFailure(error, 'keychain')) throw error;
      keychainProblem = error.message;
      return undefined;
    }
  }

  /** Takes the account's own key when it comes; a keychain that waits for its password does not keep the data waiting. */
  async function takeOwnKey(account: AccountRecord): Promise<void> {
    let late = false;
    const taken = ownKey(account).then((found) => {
      // Signed out, rejected or elsewhere by now: the answer is to a question nobody asks any more.
      if (active !== account || key !== undefined) return;
      if (found !== undefined) {
        log.hide(found.text);
        keychainProblem = undefined;
      }
      key = found;
      if (late) announce();
    });
    if (deps.keyWaitMs === undefined) return taken;
    taken.catch((cause: unknown) => log.bug(cause, 'asking the keychain'));
    const waited = new AbortController();
    await Promise.race([taken, clock.sleep(deps.keyWaitMs, waited.signal).catch(() => undefined)]);
    waited.abort();
    late = true;
    if (key === undefined && account.keyStored && !account.rejected)
      keychainProblem ??= 'The keychain has not answered yet. It may be waiting for its password.';
  }

  return {
    state,
    key() {
      if (key !== undefined) return key.text;
      throw new Failure({ kind: active?.rejected === true ? 'unauthorized' : 'signed-out' });
    },
    async start() {
      if (deps.apiKey !== undefined) {
        const account = accounts.forKey(deps.apiKey, clock.now());
        await enter({ ...account, rejected: false }, { text: deps.apiKey, from: 'environment' });
      } else {
        const account = accounts.active();
        if (account !== undefined) await enter(account, undefined);
        if (account !== undefined) await takeOwnKey(account);
      }
      announce();
    },
    async signIn(input, signal) {
      const now = clock.now();
      log.hide(input.key);
      const known = input.account === undefined ? undefined : accounts.get(input.account);
      const account =
        known?.kind === 'cloud' ? accounts.withKey(known, input.key) : accounts.forKey(input.key, now);
      const instruments = await deps.check(account, input.key, signal);
      if (input.keep === 'keychain') await host.setSecret(account.id, input.key);
      else if (account.keyStored) await host.deleteSecret(account.id);
      await enter(
        { ...account, keyStored: input.keep === 'keychain', rejected: false },
        { text: input.key, from: input.keep },
      );
      keychainProblem = undefined;
      deps.keep(instruments);
      return announce();
    },
    async exploreDemo() {
      const account = accounts.demo(clock.now());
      const instruments = await deps.check(account, DEMO_KEY, AbortSignal.timeout(30_000));
      await enter({ ...account, keyStored: true, rejected: false }, { text: DEMO_KEY, from: 'demo' });
      deps.keep(instruments);
      return announce();
    },
    async signOut(data) {
      if (active === undefined) return state();
      if (active.keyStored && active.kind === 'cloud') await host.deleteSecret(active.id);
      const leaving = { ...active, keyStored: false, rejected: false };
      if (data === 'keep') {
        await enter(leaving, undefined);
      } else {
        await enter(undefined, undefined);
        accounts.remove(leaving.id);
      }
      return announce();
    },
    async use(id) {
      const account = accounts.get(id);
      if (account === undefined) throw new Failure({ kind: 'not-found', what: 'That account' });
      await enter(account, undefined);
      await takeOwnKey(account);
      return announce();
    },
    rejected() {
      if (key === undefined || active === undefined) return;
      key = undefined;
      active = { ...active, rejected: true };
      accounts.save(active);
      announce();
    },
  };
}
