/** The writers' own thread: hashes, writes and checks files that another thread opened, and makes them durable. */
import { fdatasync, fstatSync, writevSync } from 'node:fs';
import { promisify } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { errorCode } from './disk';
import type { FromWriter, ToWriter } from './write-thread';
import { beginHere, type WritableFile, type Written, type Writing } from './writers';

const files = new Map<number, Writing>();
const datasync = promisify(fdatasync);

/** What goes to the system's memory is done at once; nobody else waits here. The disk itself is waited for in turns. */
const fileOf = (fd: number): WritableFile => ({
  write: (pieces, position) => Promise.resolve().then(() => writevSync(fd, pieces, position)),
  stat: () => Promise.resolve(fstatSync(fd)),
  datasync: () => datasync(fd),
});

/** Those of one file are begun in order, and each sees to all that came before it. */
async function perform(asked: ToWriter): Promise<Written | number | undefined> {
  const { file: id, begin } = asked;
  if (begin !== undefined) files.set(id, beginHere(fileOf(begin.fd), begin.offset));
  const file = files.get(id);
  if (file === undefined) throw new Error('this file is not being written');
  const adding = asked.pieces.flatMap((piece) => file.add(piece) ?? []);
  // Whatever goes wrong with them goes wrong with what follows, too.
  const added = Promise.all(adding).catch(() => undefined);
  if (asked.t === 'add') await added;
  if (asked.t === 'end') return file.end();
  if (asked.t === 'drop') {
    files.delete(id);
    await file.drop();
  }
  if (asked.t !== 'finish') return undefined;
  const written = await file.finish(asked.format);
  files.delete(id);
  return written;
}

parentPort?.on('message', (asked: ToWriter) => {
  const post = (message: FromWriter): void => parentPort?.postMessage(message);
  const { n } = asked;
  perform(asked).then(
    (value) => post({ n, value }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      post({ n, error: { message, code: errorCode(error) } });
    },
  );
});
