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

const KEPT_ENTRIES = 20_000;

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  let underWay: JournalEntry[] = [];
  return {
    entries,
    open(fields) {
      underWay = underWay.filter((one) => one.ending === undefined);
      const entry: JournalEntry = {
        ...fields,
        query: fields.query.replace(/(x-api-key=)[^&]*/gi, '$1…'),
        inFlight: underWay.length + 1,
        status: undefined,
        bodyBytes: 0,
        ending: undefined,
      };
      underWay.push(entry);
      entries.push(entry);
      if (entries.length > KEPT_ENTRIES) entries.shift();
      return entry;
    },
    clear: () => {
      entries.length = 0;
    },
  };
}
