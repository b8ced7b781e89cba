/** What the spectra screen asks the core for, and which of the answers belong to what is on show. */
import type {
  AppError,
  LevelSeries,
  Span,
  Spectrum,
  SpectrumImage,
  SpectrumVariant,
} from '../../../../electron/contract/index';
import { sameSpan } from '../../../charts/zoom';
import type { App } from '../../../state/app.svelte';
import { resource } from '../../../state/resource.svelte';
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
export interface SpectraData {
  /** The newest picture of this variant, and what span it is of; stays while the next one is read. */
  readonly picture: SpectrumImage | undefined;
  readonly read: Span | undefined;
  readonly trace: LevelSeries | undefined;
  /** The picture is of the span on show. */
  readonly isCurrent: boolean;
  /** The newest spectrum of a span or selection of this variant. */
  readonly latest: Spectrum | undefined;
  /** The same, when it is of what is on show. */
  readonly spanned: Spectrum | undefined;
  /** The spectrum at the cursor. */
  readonly moment: Spectrum | undefined;
  /** The core was asked, and nothing is held at the cursor. */
  readonly isEmptyMoment: boolean;
  readonly error: AppError | undefined;
  readonly retry: () => void;
}

const SETTLE_MS = 80;
const CURSOR_SETTLE_MS = 40;

/** Must be called while a component is set up. Each answer depends on what it is asked with alone: properties are getters. */
export function createSpectraData({ api }: Pick<App, 'api'>, question: Question): SpectraData {
  // While the wheel turns or the pointer moves, only where it stops is asked for.
  const spanAt = settled(() => question.span, SETTLE_MS);
  let kept: Span | undefined;
  // The same time told anew is no other question.
  const rested = $derived.by(() => {
    const next = spanAt.value;
    if (kept === undefined || !sameSpan(next, kept)) kept = next;
    return kept;
  });
  const span = (): Span | undefined => rested;
  const cursorAt = settled(() => question.cursor, CURSOR_SETTLE_MS);
  const watch = () => ({
    tables: ['series', 'records', 'coverage'] as const,
    instruments: [question.serial],
  });
  const about = <E extends object>(rest: E) => {
    const { serial, variant } = question;
    return { instrument: serial, variant: { ...variant }, ...rest };
  };
  /** What is asked of a span, once there is a place for the answer. */
  const pictured = <R>(request: (span: Span, columns: number) => R): R | undefined => {
    const { isHeld, width } = question;
    const settled = span();
    return settled === undefined || width === 0 || !isHeld
      ? undefined
      : request(settled, columnsFor(settled, width));
  };
  const image = resource(
    api,
    () =>
      pictured((of, columns) => ({ name: 'spectra.image' as const, input: about({ span: of, columns }) })),
    watch,
  );
  const trace = resource(
    api,
    () =>
      pictured((of, maxPoints) => ({
        name: 'levels.query' as const,
        input: { instrument: question.serial, channels: ['LAeq'], span: of, maxPoints },
      })),
    watch,
  );
  const over = resource(
    api,
    () => {
      const of = question.selection ?? span();
      return of === undefined || !question.isHeld
        ? undefined
        : { name: 'spectra.over' as const, input: about({ span: of }) };
    },
    watch,
  );
  const at = resource(
    api,
    () => {
      const time = cursorAt.value;
      return time === undefined || !question.isHeld
        ? undefined
        : { name: 'spectra.at' as const, input: about({ time }) };
    },
    watch,
  );
  // What answers another variant is another thing, and not shown meanwhile.
  const isOwn = (answers: { readonly variant: SpectrumVariant } | undefined): boolean =>
    answers !== undefined && sameVariant(answers.variant, question.variant);
  const picture = $derived(isOwn(image.answers) ? image.value : undefined);
  const read = $derived(picture === undefined ? undefined : image.answers?.span);
  const latest = $derived(isOwn(over.answers) ? over.value : undefined);
  const wanted = $derived(question.selection ?? question.span);
  const isPointed = $derived(question.cursor !== undefined && isOwn(at.answers));
  return {
    get picture() {
      return picture;
    },
    get read() {
      return read;
    },
    get trace() {
      return trace.value;
    },
    get isCurrent() {
      return read !== undefined && sameSpan(read, question.span);
    },
    get latest() {
      return latest;
    },
    get spanned() {
      return latest !== undefined && sameSpan(latest.span, wanted) ? latest : undefined;
    },
    get moment() {
      return isPointed ? at.value : undefined;
    },
    get isEmptyMoment() {
      return isPointed && at.answers?.time === question.cursor && at.value === undefined;
    },
    get error() {
      return image.error ?? over.error ?? trace.error ?? at.error;
    },
    retry: () => [image, over, trace, at].forEach((each) => each.reload()),
  };
}
