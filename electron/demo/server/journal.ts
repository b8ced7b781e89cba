/** What was asked of the service and how it ended; tests read it. The key itself is never in it. */
export type Ending = 'sent' | 'cut' | 'stalled' | 'left';

export interface JournalEntry {
  /** The service's own time, epoch ms. */
  readonly time: number;
  /** Wall clock, epoch ms. */
  readonly wallTime: number;
  readonly method: string;
  readonly path: string;
  /** Without `?`; a key in it is blotted out. */
  readonly query: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly keyRight: boolean;
  /** Requests under way when this one came, itself included. */
  readonly inFlight: number;
  /** Undefined until it is answered. */
  status: number | undefined;
  /** Bytes of the body that were written. */
  bodyBytes: number;
  /** `left`: the client went away before the end. Undefined while under way. */
  ending: Ending | undefined;
}
export interface Journal {
  readonly entries: readonly JournalEntry[];
  open(entry: Omit<JournalEntry, 'inFlight' | 'status' | 'bodyBytes' | 'ending'>): JournalEntry;
  clear(): void;
}

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    open(fields) {
      const inFlight = entries.filter((one) => one.ending === undefined).length + 1;
      const entry: JournalEntry = {
        ...fields,
        query: fields.query.replace(/(x-api-key=)[^&]*/gi, '$1…'),
        inFlight,
        status: undefined,
        bodyBytes: 0,
        ending: undefined,
      };
      entries.push(entry);
      return entry;
    },
    clear: () => {
      entries.length = 0;
    },
  };
}
