/** The accounts this computer knows: a small file beside their archives. Never holds a key, only a salted print of it. */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Account } from '../contract/model';
import { Failure } from '../contract/result';
import { lockFolder } from './folder-lock';
import type { Log } from './log';
import { makeFolder } from './make-folder';
import { diskFailure, errorCode } from './transfer/disk';
import { writeAtomically } from './write-atomically';

const AccountRecord = z.object({
  id: z.string().regex(/^[a-z0-9]{4,32}$/),
  kind: z.enum(['cloud', 'demo']),
  label: z.string(),
  createdAt: z.number(),
  /** The next start finds a key: in the keychain, or for the demo account its own. */
  keyStored: z.boolean(),
  /** The service said no to the key at hand; it is not tried again. */
  rejected: z.boolean(),
  /** Salted prints of the keys that opened this account. */
  prints: z.array(z.string()),
});
export type AccountRecord = z.infer<typeof AccountRecord>;
const AccountsFile = z.object({
  version: z.literal(1),
  salt: z.string(),
  active: z.string().optional(),
  accounts: z.array(AccountRecord),
});
type AccountsFile = z.infer<typeof AccountsFile>;

export interface Accounts {
  active(): AccountRecord | undefined;
  list(): readonly AccountRecord[];
  get(id: string): AccountRecord | undefined;
  /** The account that this key opened before, or a new one that is not saved yet. */
  forKey(key: string, now: number): AccountRecord;
  demo(now: number): AccountRecord;
  /** The same account with this key's print added. */
  withKey(account: AccountRecord, key: string): AccountRecord;
  /** As it is saved: a new account whose label another one took meanwhile has the next. */
  save(account: AccountRecord): AccountRecord;
  setActive(id: string | undefined): void;
  /** Forgets the account and deletes its folder with everything in it. */
  remove(id: string): void;
  /** Where the account's archive and audio live. */
  folder(id: string): string;
}

export const toAccount = ({ id, kind, label, createdAt, keyStored }: AccountRecord): Account => ({
  id,
  kind,
  label,
  createdAt,
  keyStored,
});

/** Others hold the file for as long as it takes to write it. */
const LOCK_MS = 10_000;

/**
 * Opens `home/accounts.json`. Read anew each time, and changed by one process at a time, since the window and the command
 * line share it. One that cannot be understood is moved aside and made again from the archives that are there. Throws
 * Failure `not-writable`, `disk-full`.
 */
export function openAccounts(home: string, log: Log): Accounts {
  const { load, change } = openFile(home, log);
  const folder = (id: string) => path.join(home, 'accounts', id);
  const find = (data: AccountsFile, id: string) => data.accounts.find((account) => account.id === id);

  return {
    active() {
      const data = load();
      return data.active === undefined ? undefined : find(data, data.active);
    },
    list: () => load().accounts,
    get: (id) => find(load(), id),
    forKey(key, now) {
      const data = load();
      const print = printOf(data, key);
      const known = data.accounts.find((account) => account.prints.includes(print));
      const label = freeLabel(data);
      return (
        known ?? fresh({ kind: 'cloud', id: print.slice(0, 12), label, createdAt: now, prints: [print] })
      );
    },
    demo: (now) =>
      find(load(), 'demo') ??
      fresh({ kind: 'demo', id: 'demo', label: 'Demo account', createdAt: now, prints: [] }),
    withKey: (account, key) => ({
      ...account,
      prints: [...new Set([...account.prints, printOf(load(), key)])],
    }),
    save(account) {
      let saved = account;
      change((data) => {
        const others = data.accounts.filter(({ id }) => id !== account.id);
        const isNew = others.length === data.accounts.length;
        if (isNew && others.some(({ label }) => label === account.label))
          saved = { ...account, label: freeLabel(data) };
        return { ...data, accounts: [...others, saved] };
      });
      return saved;
    },
    setActive: (id) => change((data) => ({ ...data, active: id })),
    remove(id) {
      change((data) => ({
        ...data,
        active: data.active === id ? undefined : data.active,
        accounts: data.accounts.filter((account) => account.id !== id),
      }));
      rmSync(folder(id), { recursive: true, force: true });
    },
    folder,
  };
}

/** The file itself: what it says now, made where there is none, and changed from what it says at that moment. */
function openFile(home: string, log: Log) {
  makeFolder(home);
  const file = path.join(home, 'accounts.json');
  const write = (data: AccountsFile) => writeAtomically(file, JSON.stringify(data, null, 2));
  const alone = <T>(work: () => T): T => {
    // By the file's path: an export may hold the folder for hours.
    const lock = lockFolder(path.join(realpathSync(home), 'accounts.json'), log, LOCK_MS);
    if (lock === undefined) throw new Failure({ kind: 'not-writable', where: file });
    try {
      return work();
    } finally {
      lock.release();
    }
  };
  const loadAlone = (): AccountsFile => {
    const found = read(file);
    if (typeof found === 'object') return found;
    if (found === 'damaged') renameSync(file, `${file}.damaged-${String(Date.now())}`);
    const accounts = foundOnDisk(path.join(home, 'accounts'));
    const made = {
      version: 1 as const,
      salt: randomBytes(16).toString('hex'),
      active: accounts[0]?.id,
      accounts,
    };
    write(made);
    return made;
  };
  return {
    load(): AccountsFile {
      const found = read(file);
      return typeof found === 'object' ? found : alone(loadAlone);
    },
    change: (edit: (data: AccountsFile) => AccountsFile) => alone(() => write(edit(loadAlone()))),
  };
}

const printOf = (data: AccountsFile, key: string) =>
  createHmac('sha256', data.salt).update(key).digest('hex').slice(0, 24);
const fresh = (
  start: Pick<AccountRecord, 'id' | 'kind' | 'label' | 'createdAt' | 'prints'>,
): AccountRecord => ({ ...start, keyStored: false, rejected: false });

/** One that no account has, whichever were removed. */
function freeLabel({ accounts }: AccountsFile): string {
  const taken = new Set(accounts.map(({ label }) => label));
  const count = accounts.filter(({ kind }) => kind === 'cloud').length;
  for (let n = count + 1; ; n++) {
    const label = `MyCirrus account ${String(n)}`;
    if (!taken.has(label)) return label;
  }
}

/** An account for every archive folder; which keys open them is not known any more. */
function foundOnDisk(folder: string): AccountRecord[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((id) => AccountRecord.shape.id.safeParse(id).success)
    .map((id) =>
      fresh({
        kind: id === 'demo' ? 'demo' : 'cloud',
        id,
        label: id === 'demo' ? 'Demo account' : `Recovered account ${id.slice(0, 4)}`,
        createdAt: Math.round(statSync(path.join(folder, id)).birthtimeMs),
        prints: [],
      }),
    );
}

/** Undefined: there is none. */
function read(file: string): AccountsFile | 'damaged' | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw diskFailure(error, file);
  }
  try {
    return AccountsFile.parse(JSON.parse(text));
  } catch {
    return 'damaged';
  }
}
