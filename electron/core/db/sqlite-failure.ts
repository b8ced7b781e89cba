/** The one place where what SQLite and the file system complain about becomes a Failure. */
import { Failure } from '../../contract/result';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const DISK_FULL = /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/;
const CORRUPT = /^(SQLITE_CORRUPT|SQLITE_NOTADB|SQLITE_IOERR_(READ|SHORT_READ|CORRUPTFS|DATA))/;
const NOT_WRITABLE =
  /^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH|IOERR)|EACCES|EPERM|EROFS|EEXIST|ENOENT|ENOTDIR|EISDIR|EIO)/;

/** Whether SQLite says that the file itself is not what a database is. */
export const isCorruption = (error: unknown): boolean => CORRUPT.test(codeOf(error));

/** Whether SQLite refuses a row because of another one. */
export const isContradiction = (error: unknown): boolean => /^SQLITE_CONSTRAINT/.test(codeOf(error));

/** What `error`, thrown by work on the archive `file`, means; anything unknown is given back as it is. */
export function asFailure(error: unknown, file: string): unknown {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  const options = { cause: error };
  if (DISK_FULL.test(code)) return new Failure({ kind: 'disk-full', where: file }, options);
  if (CORRUPT.test(code)) return new Failure({ kind: 'corrupt', what: `The archive ${file}` }, options);
  if (NOT_WRITABLE.test(code)) return new Failure({ kind: 'not-writable', where: file }, options);
  // Another process held the write lock for longer than we wait.
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new Failure({ kind: 'not-writable', where: `${file}: another program is using it` }, options);
  return error;
}

/** Which archive, and who is told when SQLite finds its file damaged. */
export interface Place {
  readonly file: string;
  readonly onCorrupt: () => void;
}

/** Runs work on the archive, errors translated. */
export function translated<T>(place: Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw told(place, error);
  }
}

/** The same store, every method's errors translated, also those of what it yields. */
export function guarded<T extends object>(place: Place, store: T): T {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const result = translated(place, () => Reflect.apply(member, target, args) as unknown);
        if (result instanceof Promise) return translatedLater(place, result);
        return isGenerator(result) ? translatedPages(place, result) : result;
      };
    },
  });
}

function told({ file, onCorrupt }: Place, error: unknown): unknown {
  if (isCorruption(error)) onCorrupt();
  return asFailure(error, file);
}

const isGenerator = (value: unknown): value is Generator =>
  typeof value === 'object' && value !== null && 'next' in value && Symbol.iterator in value;

async function translatedLater(place: Place, result: Promise<unknown>): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    throw told(place, error);
  }
}

function* translatedPages(place: Place, pages: Generator): Generator {
  try {
    yield* pages;
  } catch (error) {
    throw told(place, error);
  }
}
