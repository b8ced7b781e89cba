/** A child process as far as a host needs one; Electron's utility process and Node's fork both fit. */
export interface Child {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Told once when it has ended or could not be started. */
  onExit(listener: () => void): void;
  kill(): void;
}
