/** Pictures and level traces of the sound that is shown and of those next to it, made before they are asked for. */
import { untrack } from 'svelte';
import type { LevelSeries, LocalSound, Sound } from '../../../../electron/contract/index';
import type { Api } from '../../../api';
import { touches } from '../../../state/resource.svelte';
import type { Analysis } from './analysis';
import { Undrawable } from './decode';
import { planAhead, type Ahead } from './preload-policy';
import { copyKey, playable, type Link } from './preview-policy';
import { createShelf, type Order, type Shelved } from './shelf.svelte';
import type { SoundCursor } from '../cursor';

export interface AheadDeps {
  readonly api: Api;
  readonly cursor: () => SoundCursor;
  readonly direction: () => 1 | -1;
  readonly link: () => Link;
  readonly isAsked: (id: string) => boolean;
  readonly analyse: (file: LocalSound, signal: AbortSignal) => Promise<Analysis>;
}
export interface Prepared {
  readonly plan: Ahead<Sound>;
  analysis(file: LocalSound | undefined): Shelved<Analysis> | undefined;
  trace(sound: Sound | undefined): Shelved<LevelSeries> | undefined;
  close(): void;
}
const KEPT = 8;
const SECOND = 1_000;
const MOST_POINTS = 2_000;

/** The whole seconds that a sound touches. */
export const secondsOf = ({ from, to }: Pick<Sound, 'from' | 'to'>) => ({
  from: Math.floor(from / SECOND) * SECOND,
  to: Math.max(Math.ceil(to / SECOND), Math.floor(from / SECOND) + 1) * SECOND,
});

export function prepareAhead(deps: AheadDeps): Prepared {
  const pictures = createShelf<Analysis>({ most: KEPT });
  const traces = createShelf<LevelSeries>({ most: KEPT });
  const plan = $derived.by(() => {
    const cursor = deps.cursor();
    return planAhead<Sound>({
      current: cursor.current,
      direction: deps.direction(),
      peek: (by) => cursor.peek(by),
      link: deps.link(),
      isAsked: deps.isAsked,
    });
  });
  const pictureOf = (file: LocalSound): Order<Analysis> => ({
    key: copyKey(file),
    make: (signal) => deps.analyse(file, signal),
  });
  const traceOf = (sound: Sound): Order<LevelSeries> => ({
    key: sound.id,
    async make(signal) {
      const result = await deps.api.call(
        'levels.query',
        {
          instrument: sound.instrument,
          channels: ['LAeq', 'LAFMax'],
          span: secondsOf(sound),
          maxPoints: MOST_POINTS,
        },
        { signal },
      );
      if (!result.ok) throw new Undrawable(result.error.kind);
      return result.value;
    },
  });
  $effect(() => {
    const near = plan.prepare;
    const files = near.map(playable).filter((file) => file !== undefined);
    untrack(() => {
      pictures.want(files.map(pictureOf));
      traces.want(near.map(traceOf));
    });
  });
  /** More may have come for it: what is whole stays as it is, so that nothing flickers during a sync. */
  const isPartial = (sound: Sound) => {
    const shelved = traces.get(sound.id);
    return shelved?.state === 'failed' || (shelved?.state === 'ready' && shelved.value.validFraction < 1);
  };
  $effect(() =>
    deps.api.on('data-changed', (change) => {
      for (const sound of plan.prepare)
        if (touches(change, { tables: ['series'], instruments: [sound.instrument] }) && isPartial(sound))
          traces.drop(sound.id);
      traces.want(plan.prepare.map(traceOf));
    }),
  );
  return {
    get plan() {
      return plan;
    },
    analysis: (file) => pictures.get(file && copyKey(file)),
    trace: (sound) => traces.get(sound?.id),
    close() {
      pictures.close();
      traces.close();
    },
  };
}
