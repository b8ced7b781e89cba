/** What is read of one source of one instrument, wherever in the archive that is. */
import type {
  AppError,
  EnvironmentDataset,
  MeasuredChannel,
  Span,
} from '../../../../electron/contract/index';
import type { App } from '../../../state/app.svelte';
import { resource, type Watch } from '../../../state/resource.svelte';
import { fromLevels, fromSurroundings, type Drawn } from './chart-lines';

type Source = MeasuredChannel['source'];
export interface Asked {
  readonly serial: string;
  readonly source: Source;
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
type About = () => Asked | undefined;
/** What a call of the surroundings may ask for. */
const MOST_POINTS = 4_000;

const isSampled = (source: Source): source is 'timehistory' | 'frequencyhistory' =>
  source === 'timehistory' || source === 'frequencyhistory';
const isSurroundings = (source: Source): source is EnvironmentDataset | 'monitorstats' =>
  !isSampled(source) && source !== 'measurements';

/** Asks for nothing while `about` is undefined. Must be called while a component is set up. */
export function drawnOf(app: Pick<App, 'api'>, about: About): DrawnResource {
  const [sampled, measured, surroundings] = [
    sampledOf(app, about),
    measuredOf(app, about),
    surroundingsOf(app, about),
  ];
  const answering = (): DrawnResource | undefined => {
    const source = about()?.source;
    if (source === undefined) return undefined;
    return isSampled(source) ? sampled : source === 'measurements' ? measured : surroundings;
  };
  return {
    get value() {
      return answering()?.value;
    },
    get error() {
      return answering()?.error;
    },
    reload: () => answering()?.reload(),
  };
}

const watching = (about: About) => (): Watch => ({
  tables: ['series', 'coverage', 'records'],
  instruments: [about()?.serial ?? ''],
});
const levelsOf = ({ serial, span, names, maxPoints }: Asked) => ({
  ...{ instrument: serial, span, channels: [...names], maxPoints },
});

function sampledOf({ api }: Pick<App, 'api'>, about: About): DrawnResource {
  const answer = resource(
    api,
    () => {
      const asked = about();
      if (asked === undefined || !isSampled(asked.source)) return undefined;
      return { name: 'levels.query' as const, input: { ...levelsOf(asked), dataset: asked.source } };
    },
    watching(about),
  );
  return shown(answer, about, () => {
    const { value, answers } = answer;
    const source = answers?.dataset ?? 'timehistory';
    return value && answers && fromLevels(source, value, answers.span);
  });
}
function measuredOf({ api }: Pick<App, 'api'>, about: About): DrawnResource {
  const answer = resource(
    api,
    () => {
      const asked = about();
      if (asked?.source !== 'measurements') return undefined;
      return { name: 'levels.measured' as const, input: levelsOf(asked) };
    },
    watching(about),
  );
  return shown(answer, about, () => {
    const { value, answers } = answer;
    return value && answers && fromLevels('measurements', value, answers.span);
  });
}
function surroundingsOf({ api }: Pick<App, 'api'>, about: About): DrawnResource {
  const answer = resource<'environment.series' | 'system.series'>(
    api,
    () => {
      const asked = about();
      if (asked === undefined || !isSurroundings(asked.source)) return undefined;
      const { serial: instrument, source: dataset, names, span } = asked;
      const maxPoints = Math.min(MOST_POINTS, asked.maxPoints);
      const input = { instrument, fields: [...names], span, maxPoints };
      return dataset === 'monitorstats'
        ? { name: 'system.series' as const, input }
        : { name: 'environment.series' as const, input: { ...input, dataset } };
    },
    watching(about),
  );
  return shown(answer, about, () => {
    const { value, answers } = answer;
    const source = answers && 'dataset' in answers ? answers.dataset : 'monitorstats';
    return value && answers && fromSurroundings(source, value, answers.span);
  });
}

/** What came, as long as it is of what is asked for now. */
function shown(
  answer: Pick<DrawnResource, 'error' | 'reload'> & {
    readonly answers: { readonly instrument: string } | undefined;
  },
  about: About,
  drawn: () => Drawn | undefined,
): DrawnResource {
  const value = $derived.by(() => {
    const [asked, made] = [about(), drawn()];
    const isOf = answer.answers?.instrument === asked?.serial && made?.source === asked?.source;
    return isOf ? made : undefined;
  });
  return {
    get value() {
      return value;
    },
    get error() {
      return answer.error;
    },
    reload: answer.reload,
  };
}
