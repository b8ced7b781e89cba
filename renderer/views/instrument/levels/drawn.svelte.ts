/** What is read of one source of one instrument, wherever in the archive that is. */
import type { AppError, MeasuredChannel, Span } from '../../../../electron/contract/index';
import { CLOSEST_MS } from '../../../charts/zoom';
import type { App } from '../../../state/app.svelte';
import { resource } from '../../../state/resource.svelte';
import { fromLevels, fromSurroundings, type Drawn } from './chart-lines';

export interface Asked {
  readonly serial: string;
  readonly source: MeasuredChannel['source'];
  readonly names: readonly string[];
  readonly span: Span;
  readonly maxPoints: number;
}
export interface DrawnResource {
  /** Of the instrument and the source asked for now, though perhaps of another span. */
  readonly value: Drawn | undefined;
  readonly error: AppError | undefined;
  readonly reload: () => void;
}
/** What a call of the surroundings may ask for. */
const MOST_POINTS = 4_000;

/** Asks for nothing while `about` is undefined. Must be called while a component is set up. */
export function drawnOf({ api }: Pick<App, 'api'>, about: () => Asked | undefined): DrawnResource {
  const watch = () => ({
    tables: ['series' as const, 'coverage' as const, 'records' as const],
    instruments: [about()?.serial ?? ''],
  });
  const of = (asked: Asked) => ({
    ...{ instrument: asked.serial, span: asked.span, channels: [...asked.names] },
    maxPoints: asked.maxPoints,
  });
  const sampled = resource(
    api,
    () => {
      const asked = about();
      if (asked?.source !== 'timehistory' && asked?.source !== 'frequencyhistory') return undefined;
      return { name: 'levels.query' as const, input: { ...of(asked), dataset: asked.source } };
    },
    watch,
  );
  const measured = resource(
    api,
    () => {
      const asked = about();
      return asked?.source === 'measurements'
        ? { name: 'levels.measured' as const, input: of(asked) }
        : undefined;
    },
    watch,
  );
  const surroundings = resource(
    api,
    () => {
      const asked = about();
      if (asked === undefined || asked.span.to - asked.span.from < CLOSEST_MS) return undefined;
      const { source, serial: instrument, names, span } = asked;
      if (source === 'timehistory' || source === 'frequencyhistory' || source === 'measurements')
        return undefined;
      const maxPoints = Math.min(MOST_POINTS, asked.maxPoints);
      return {
        name: 'environment.series' as const,
        input: { instrument, dataset: source, fields: [...names], span, maxPoints },
      };
    },
    watch,
  );
  const answering = () => {
    const source = about()?.source;
    return source === undefined
      ? undefined
      : source === 'measurements'
        ? measured
        : source === 'timehistory' || source === 'frequencyhistory'
          ? sampled
          : surroundings;
  };
  const value = $derived.by((): Drawn | undefined => {
    const asked = about();
    const isOf = (
      answer: { readonly instrument: string; readonly dataset?: string | undefined } | undefined,
    ) =>
      answer?.instrument === asked?.serial &&
      (answer?.dataset === undefined || answer.dataset === asked?.source);
    if (asked === undefined) return undefined;
    if (answering() === surroundings) {
      const { value: series, answers } = surroundings;
      return series && answers && isOf(answers)
        ? fromSurroundings(asked.source, series, answers.span)
        : undefined;
    }
    const { value: series, answers } = answering() === measured ? measured : sampled;
    return series && answers && isOf(answers) ? fromLevels(asked.source, series, answers.span) : undefined;
  });
  return {
    get value() {
      return value;
    },
    get error() {
      return answering()?.error;
    },
    reload: () => answering()?.reload(),
  };
}
