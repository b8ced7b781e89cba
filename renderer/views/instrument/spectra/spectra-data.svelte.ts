/** What the spectra screen asks the core for, and which of the answers belong to what is on show. */
import type {
  AppError,
  CallInput,
  LevelSeries,
  Span,
  Spectrum,
  SpectrumImage,
  SpectrumVariant,
} from '../../../../electron/contract/index';
import { sameSpan } from '../../../charts/zoom';
import type { App } from '../../../state/app.svelte';
import { resource, type Resource } from '../../../state/resource.svelte';
import { settled } from '../../../state/settled.svelte';
import { columnsFor } from './columns';
import { sameVariant } from './variants';

export interface Question {
  readonly serial: string;
  readonly variant: SpectrumVariant;
  /** Nothing is asked of what is not held. */
  readonly isHeld: boolean;
  readonly span: Span;
  readonly selection: Span | undefined;
  readonly cursor: number | undefined;
  /** Of the picture, CSS pixels; 0: not laid out yet. */
  readonly width: number;
}
const SETTLE_MS = 80;
const CURSOR_SETTLE_MS = 40;

/** What the core answered, in the order of the questions. */
interface Answers {
  readonly image: Resource<SpectrumImage, CallInput<'spectra.image'>>;
  readonly trace: Resource<LevelSeries>;
  readonly over: Resource<Spectrum, CallInput<'spectra.over'>>;
  readonly at: Resource<Spectrum | undefined, CallInput<'spectra.at'>>;
}

/** Must be made while a component is set up. */
export class SpectraData {
  readonly #question: () => Question;
  readonly #answers: Answers;
  /** The newest picture of this variant; it stays while the next one is read. */
  readonly picture = $derived.by(() => this.#own(this.#answers.image));
  /** What span that is of. */
  readonly read = $derived.by(() =>
    this.picture === undefined ? undefined : this.#answers.image.answers?.span,
  );
  /** The newest spectrum of a span or selection of this variant. */
  readonly latest = $derived.by(() => this.#own(this.#answers.over));
  readonly #isPointed = $derived.by(
    () => this.#question().cursor !== undefined && this.#isOwn(this.#answers.at.answers),
  );

  /** The question is as it is now, whenever it is asked. */
  constructor(api: App['api'], question: () => Question) {
    this.#question = question;
    this.#answers = askSpectra(api, question);
  }

  get trace(): LevelSeries | undefined {
    return this.#answers.trace.value;
  }
  /** The picture is of the span on show. */
  get isCurrent(): boolean {
    return this.read !== undefined && sameSpan(this.read, this.#question().span);
  }
  /** The newest spectrum, when it is of what is on show. */
  get spanned(): Spectrum | undefined {
    const { selection, span } = this.#question();
    return this.latest !== undefined && sameSpan(this.latest.span, selection ?? span)
      ? this.latest
      : undefined;
  }
  /** The spectrum at the cursor. */
  get moment(): Spectrum | undefined {
    return this.#isPointed ? this.#answers.at.value : undefined;
  }
  /** The core was asked, and nothing is held at the cursor. */
  get isEmptyMoment(): boolean {
    const { answers, value } = this.#answers.at;
    return this.#isPointed && answers?.time === this.#question().cursor && value === undefined;
  }
  get error(): AppError | undefined {
    const { image, over, trace, at } = this.#answers;
    return image.error ?? over.error ?? trace.error ?? at.error;
  }
  readonly retry = (): void =>
    Object.values(this.#answers).forEach((each: Resource<unknown>) => each.reload());

  /** What answers another variant is another thing, and not shown meanwhile. */
  #isOwn(answers: { readonly variant: SpectrumVariant } | undefined): boolean {
    return answers !== undefined && sameVariant(answers.variant, this.#question().variant);
  }
  #own<T>({ answers, value }: Resource<T, { readonly variant: SpectrumVariant }>): T | undefined {
    return this.#isOwn(answers) ? value : undefined;
  }
}

/** While the wheel turns or the pointer moves, only where it stops is asked for; neither waits for the other to rest. */
function rested(question: () => Question): readonly [span: () => Span, cursor: () => number | undefined] {
  const span = $derived(question().span);
  const cursor = $derived(question().cursor);
  const spanAt = settled(() => span, SETTLE_MS);
  const cursorAt = settled(() => cursor, CURSOR_SETTLE_MS);
  return [() => spanAt.value, () => cursorAt.value];
}
function askSpectra(api: App['api'], question: () => Question): Answers {
  const [spanAt, cursorAt] = rested(question);
  const watch = () => ({
    tables: ['series', 'records', 'coverage'] as const,
    instruments: [question().serial],
  });
  const about = () => ({ instrument: question().serial, variant: { ...question().variant } });
  /** What is asked of a span, once there is a place for the answer. */
  const pictured = <R>(request: (span: Span, columns: number) => R): R | undefined => {
    const { isHeld, width } = question();
    return width === 0 || !isHeld ? undefined : request(spanAt(), columnsFor(spanAt(), width));
  };
  const image = () =>
    pictured((span, columns) => ({ name: 'spectra.image' as const, input: { ...about(), span, columns } }));
  const trace = () =>
    pictured((span, maxPoints) => ({
      name: 'levels.query' as const,
      input: { instrument: question().serial, channels: ['LAeq'], span, maxPoints },
    }));
  const over = () => {
    const { selection, isHeld } = question();
    const input = { ...about(), span: selection ?? spanAt() };
    return isHeld ? { name: 'spectra.over' as const, input } : undefined;
  };
  const at = () => {
    const time = cursorAt();
    return time !== undefined && question().isHeld
      ? { name: 'spectra.at' as const, input: { ...about(), time } }
      : undefined;
  };
  return {
    image: resource(api, image, watch),
    trace: resource(api, trace, watch),
    over: resource(api, over, watch),
    at: resource(api, at, watch),
  };
}
