/** What the core may ask of whoever runs it: Electron's main process, or plain Node for the command line and tests. */
import type { FolderHandle } from './model';

export interface Host {
  /** Throws Failure `keychain`. An undefined key alone never proves that none was stored: a locked keyring says the same. */
  getSecret(account: string): Promise<string | undefined>;
  setSecret(account: string, secret: string): Promise<void>;
  deleteSecret(account: string): Promise<void>;
  /** The system's folder dialog; undefined when dismissed. The host remembers which handle means which path. */
  chooseFolder(): Promise<FolderHandle | undefined>;
  /** The path behind a handle this host gave out; throws Failure `not-found` for any other. */
  resolveFolder(handle: string): Promise<FolderHandle>;
  showFolder(handle: string): Promise<void>;
  /** Starts the demo service on loopback if it is not running, and gives its base URL. `epochMs` fixes its world. */
  startDemo(epochMs: number): Promise<string>;
}

/** What main tells the core without being asked. */
export interface HostEvents {
  /** The computer woke up: sockets from before are dead. */
  resumed: undefined;
  /** The system says the network came or went; only a hint to ask the service sooner. */
  'network-hint': { readonly online: boolean };
}
