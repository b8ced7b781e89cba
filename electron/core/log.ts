/** Structured log lines without secrets. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** Logs the cause in full and returns a short reference that a person can quote. */
  bug(cause: unknown, message: string): string;
}
