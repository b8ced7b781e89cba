/** What the core may ask of whoever runs it: Electron's main process, or plain Node for the command line and tests. */
import { z } from 'zod';
import { AudioFormat } from './model';
import { SoundId } from './sounds';

export interface Host {
  /** Throws Failure `keychain`. An undefined key alone never proves that none was stored: a locked keyring says the same. */
  getSecret(account: string): Promise<string | undefined>;
  setSecret(account: string, secret: string): Promise<void>;
  deleteSecret(account: string): Promise<void>;
  /** The system's folder dialog: a path, or undefined when dismissed. */
  chooseFolder(): Promise<string | undefined>;
  /** Shows a folder in the system's file manager; throws Failure `not-found`. */
  showFolder(path: string): Promise<void>;
  /** The system's dialog for a PDF: a path, or undefined when dismissed. */
  chooseDocument(): Promise<string | undefined>;
  /** Shows a PDF in the system's viewer; throws Failure `not-found`. */
  openDocument(path: string): Promise<void>;
  /** Shows the licences of all that Leqbook carries in the system's viewer of texts; throws Failure `not-found`. */
  showLicences(): Promise<void>;
  /** The system's dialog for a place to save at: a path that ends as asked, or undefined when dismissed. */
  choosePlace(request: PlaceRequest): Promise<string | undefined>;
  /**
   * Asks the person for a place and saves that page of ours there as a PDF: its path, or undefined when dismissed. Throws
   * Failure `cancelled`, with nothing written, when the signal fired.
   */
  printPage(request: PrintRequest, signal: AbortSignal): Promise<string | undefined>;
  /** Starts the demo service on loopback if it is not running, and gives its base URL. `epochMs` fixes its world. */
  startDemo(epochMs: number): Promise<string>;
}

/** What kinds of file a person is asked to save, by their ending. */
export const PLACE_KINDS = {
  pdf: 'PDF',
  csv: 'CSV table',
  xlsx: 'Excel workbook',
  png: 'PNG picture',
} as const;
export const PlaceRequest = z.object({
  /** What to call the file, unless the person says otherwise. */
  name: z.string().min(1).max(200),
  ending: z.enum(Object.keys(PLACE_KINDS) as [keyof typeof PLACE_KINDS, ...(keyof typeof PLACE_KINDS)[]]),
});
export type PlaceRequest = z.infer<typeof PlaceRequest>;

/** Which page to print, as it stands in the address. */
export const PrintHash = z
  .string()
  .max(1_024)
  .regex(/^#\/print\/[\w.~%!*'()/-]+$/);
export const PrintRequest = z.object({
  hash: PrintHash,
  /** What to call the file, unless the person says otherwise. */
  name: z.string().min(1).max(200),
});
export type PrintRequest = z.infer<typeof PrintRequest>;

const account = z.string().min(1).max(64);
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- what a call without an answer resolves to
const nothing = undefined as void;
/** The same as calls over a port, for a core that runs in a process of its own. */
export const hostCalls = {
  getSecret: { input: account, output: undefined as string | undefined },
  setSecret: { input: z.tuple([account, z.string().max(512)]), output: nothing },
  deleteSecret: { input: account, output: nothing },
  chooseFolder: { input: z.undefined(), output: undefined as string | undefined },
  showFolder: { input: z.string().max(4_096), output: nothing },
  chooseDocument: { input: z.undefined(), output: undefined as string | undefined },
  openDocument: { input: z.string().max(4_096), output: nothing },
  showLicences: { input: z.undefined(), output: nothing },
  choosePlace: { input: PlaceRequest, output: undefined as string | undefined },
  printPage: { input: PrintRequest, output: undefined as string | undefined },
  startDemo: { input: z.number(), output: '' as string },
  /** All of standard input, for a command line whose own process has none. */
  readInput: { input: z.undefined(), output: '' as string },
} as const;
export type HostCalls = typeof hostCalls;

/** What a page plays, by id: which file that is, only the core knows. */
export const AudioFileQuery = z.object({ account: z.string().max(64), sound: SoundId, format: AudioFormat });
export type AudioFileQuery = z.infer<typeof AudioFileQuery>;
/** What main may ask of the core. */
export const coreCalls = {
  /** Relative to that account's audio folder, with `/` between parts; undefined: there is none, or another account is open. */
  audioFile: { input: AudioFileQuery, output: undefined as string | undefined },
} as const;
export type CoreCalls = typeof coreCalls;

/** What the host tells the core without being asked. */
export interface HostEvents {
  /** The computer woke up, or the system says the network came or went: ask the service sooner. */
  'network-hint': undefined;
}

/** The first message to a core process; it carries the key from the environment so that no argument or child's environment has to. */
export const CoreInit = z.object({
  t: z.literal('init'),
  home: z.string(),
  version: z.string(),
  electron: z.string().optional(),
  packaged: z.boolean(),
  apiUrl: z.string().optional(),
  apiKey: z.string().optional(),
});
export type CoreInit = z.infer<typeof CoreInit>;

/** To and from the process that alone calls the keychain. */
export type SecretRequest =
  | { readonly id: number; readonly method: 'get' | 'delete'; readonly account: string }
  | { readonly id: number; readonly method: 'set'; readonly account: string; readonly secret: string };
export type SecretReply =
  | { readonly id: number; readonly ok: true; readonly value?: string }
  | {
      readonly id: number;
      readonly ok: false;
      readonly code: 'unavailable' | 'locked' | 'failed';
      readonly reason: string;
    };
