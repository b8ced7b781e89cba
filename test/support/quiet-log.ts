/** A log for tests: keeps what was said, so that a test may look. */
import type { FileLog } from '../../electron/core/log';

export interface KeptLog extends FileLog {
  readonly lines: readonly { readonly level: string; readonly message: string; readonly fields: unknown }[];
}
export function keptLog(): KeptLog {
  const lines: { level: string; message: string; fields: unknown }[] = [];
  return {
    lines,
    info: (fields, message) => void lines.push({ level: 'info', message, fields }),
    warn: (fields, message) => void lines.push({ level: 'warn', message, fields }),
    bug(cause, message) {
      lines.push({ level: 'bug', message, fields: cause });
      return 'ref';
    },
    hide: () => undefined,
    close: () => undefined,
  };
}
