/** The lines of the levels chart: the values chosen of the instrument, and one of them of each that it is compared with. */
import type { AppError, Gap, MeasuredChannel, Span } from '../../../../electron/contract/index';
import { mergeGaps } from '../../../charts/gaps';
import { mergeLines, type MergedLines } from '../../../charts/merge-lines';
import { MOST_COMPARED } from '../../../router.svelte';
import type { App } from '../../../state/app.svelte';
import { otherLines, ownLines, type Drawn } from './chart-lines';
import type { Compared } from './compare/compared.svelte';
import { drawnOf } from './drawn.svelte';

export interface LevelLines {
  readonly merged: MergedLines;
  /** Of the first source that is shown: what it says of the span holds for the chart. */
  readonly leading: Drawn | undefined;
  readonly gaps: readonly Gap[];
  readonly error: AppError | undefined;
  readonly reload: () => void;
}
interface About {
  readonly serial: string;
  /** Undefined: nothing is asked for yet. */
  readonly span: Span | undefined;
  readonly maxPoints: number;
  readonly channels: readonly MeasuredChannel[];
  /** What is compared. */
  readonly main: MeasuredChannel | undefined;
  readonly others: readonly Compared[];
}
/** Levels, bands, measurements, and of one unit surroundings and the monitor: there are no more sources at once. */
const MOST_SOURCES = 5;

const sourcesOf = (channels: readonly MeasuredChannel[]): readonly MeasuredChannel['source'][] =>
  channels.map(({ source }) => source).filter((source, index, all) => all.indexOf(source) === index);

/** Must be called while a component is set up. */
export function createLevelLines(app: Pick<App, 'api'>, about: () => About): LevelLines {
  const sources = $derived(sourcesOf(about().channels));
  const own = Array.from({ length: MOST_SOURCES }, (_, index) =>
    drawnOf(app, () => {
      const { serial, span, maxPoints, channels } = about();
      const source = sources[index];
      if (source === undefined || span === undefined) return undefined;
      const names = channels.filter((channel) => channel.source === source).map(({ name }) => name);
      return { serial, source, names, span, maxPoints };
    }),
  );
  const theirs = Array.from({ length: MOST_COMPARED }, (_, index) =>
    drawnOf(app, () => {
      const { span, maxPoints, main, others } = about();
      const serial = others[index]?.serial;
      if (serial === undefined || main === undefined || span === undefined) return undefined;
      return { serial, source: main.source, names: [main.name], span, maxPoints };
    }),
  );
  const merged = $derived.by(() => {
    const { channels, main, others } = about();
    const drawn = own.flatMap(({ value }) => value ?? []);
    const compared = others.map((other, index) => ({ ...other, drawn: theirs[index]?.value }));
    return mergeLines([
      ...ownLines(drawn, channels),
      ...(main === undefined ? [] : otherLines(compared, main, channels)),
    ]);
  });
  const leading = $derived(own[0]?.value);
  const gaps = $derived(leading === undefined ? [] : mergeGaps(leading.gaps));
  const failed = $derived([...own, ...theirs].find(({ error }) => error !== undefined));
  return {
    get merged() {
      return merged;
    },
    get leading() {
      return leading;
    },
    get gaps() {
      return gaps;
    },
    get error() {
      return failed?.error;
    },
    reload: () => failed?.reload(),
  };
}
