/** The one data pattern of the screens: load, abort the previous, ask again when what is shown has changed. */
import type { AppError, CallInput, CallName, CallOutput, ChangedTable } from '../../electron/contract/index';
import type { Api } from '../api';

export interface Request<N extends CallName> {
  readonly name: N;
  readonly input: CallInput<N>;
}
export interface Watch {
  /** Tables this answer is made of. */
  readonly tables: readonly ChangedTable[];
  /** Only changes to these matter; undefined: to any. */
  readonly instruments?: readonly string[] | undefined;
}
export interface Resource<T, I = unknown> {
  /** The newest answer; stays while a newer one is fetched or fails. */
  readonly value: T | undefined;
  /** What `value` is the answer to; not always what is asked for now. */
  readonly answers: I | undefined;
  /** True once any answer came, even if that answer was undefined. */
  readonly answered: boolean;
  readonly error: AppError | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
}

export function touches(
  change: { readonly tables: readonly ChangedTable[]; readonly instruments: readonly string[] | undefined },
  watch: Watch,
): boolean {
  if (!change.tables.some((table) => watch.tables.includes(table))) return false;
  const [changed, shown] = [change.instruments, watch.instruments];
  return changed === undefined || shown === undefined || changed.some((serial) => shown.includes(serial));
}

/**
 * Follows `request`: each time it changes, the previous call is aborted and the new one made. A change of data while a
 * call is under way is answered once more after it, so a stream of changes neither starves nor floods. `undefined` asks
 * for nothing. Must be called while a component is set up.
 */
export function resource<N extends CallName>(
  api: Api,
  request: () => Request<N> | undefined,
  watch: () => Watch,
): Resource<CallOutput<N>, CallInput<N>> {
  let value = $state.raw<CallOutput<N> | undefined>();
  let answers = $state.raw<CallInput<N> | undefined>();
  let answered = $state(false);
  let error = $state.raw<AppError | undefined>();
  let loading = $state(false);
  let attempt = $state(0);
  let again = false;
  // Another object that asks for the same, as after a step to another time of the same instrument, asks for nothing new.
  let before: { readonly words: string; readonly request: Request<N> | undefined } | undefined;
  const asked = $derived.by(() => {
    const next = request();
    const words = JSON.stringify(next ?? null);
    if (before?.words !== words) before = { words, request: next };
    return before.request;
  });

  $effect(() => {
    if (asked === undefined) return;
    const controller = new AbortController();
    loading = true;
    again = false;
    void load(asked, attempt, controller.signal);
    return () => {
      controller.abort();
      loading = false;
    };
  });

  async function load(asked: Request<N>, turn: number, signal: AbortSignal): Promise<void> {
    // The compiler cannot see that a name and its own input always belong together.
    const call = api.call as (
      name: N,
      input: CallInput<N>,
      options: { signal: AbortSignal },
    ) => ReturnType<Api['call']>;
    const result = await call(asked.name, asked.input, { signal });
    if (signal.aborted || turn !== attempt) return;
    if (result.ok) {
      value = result.value;
      answers = asked.input;
      answered = true;
      error = undefined;
    } else if (!again) error = result.error;
    loading = false;
    if (again) attempt += 1;
  }
  const refresh = () => {
    if (loading) again = true;
    else attempt += 1;
  };

  $effect(() => {
    const stops = [
      api.on('data-changed', (change) => {
        if (touches(change, watch())) refresh();
      }),
      api.onAttach(refresh),
    ];
    return () => stops.forEach((stop) => stop());
  });

  return {
    get value() {
      return value;
    },
    get answers() {
      return answers;
    },
    get answered() {
      return answered;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    reload: () => (attempt += 1),
  };
}
