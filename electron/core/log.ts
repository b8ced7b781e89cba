/** Structured log lines without secrets. */
import { randomBytes } from 'node:crypto';
import { renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { makeFolder } from './make-folder';

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** Logs the cause in full and returns a short reference that a person can quote. */
  bug(cause: unknown, message: string): string;
}
export interface FileLog extends Log {
  /** From now on this text appears in no line, however it got there. */
  hide(secret: string): void;
  close(): void;
}

const MAX_BYTES = 5 * 1024 * 1024;

/** Appends to `file`, keeping one previous file; lines are on disk when the call returns. */
export function createFileLog(file: string): FileLog {
  makeFolder(path.dirname(file));
  keepOnePrevious(file);
  const hidden = new Set<string>();
  const destination = pino.destination({ dest: file, sync: true });
  const scrub = new Writable({
    write(chunk: Buffer, _encoding, done) {
      let line = chunk.toString('utf8');
      for (const text of hidden) line = line.replaceAll(text, '[hidden]');
      destination.write(line);
      done();
    },
  });
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, scrub);
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    bug(cause, message) {
      const ref = randomBytes(3).toString('hex');
      logger.error({ ref, err: cause }, message);
      return ref;
    },
    hide(secret) {
      for (const form of encodings(secret)) hidden.add(form);
    },
    close: () => {
      destination.flushSync();
      destination.destroy();
    },
  };
}

function keepOnePrevious(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(file, `${file}.1`);
}

const encodings = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  return [secret, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('hex')];
};
