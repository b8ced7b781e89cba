/** The part of the contract in `contract/levels.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { levelCalls } from '../contract/levels';
import { createPace } from './export/table-pace';
import type { HandlerDeps } from './handlers';
import { queryLevels } from './queries/levels';
import { measuredChannels } from './queries/levels-channels';
import { measuredLevels } from './queries/levels-measured';
import { createMeasuredValues } from './queries/measured-values';

export function createLevelsHandlers({
  open,
  onChange,
}: HandlerDeps): Pick<Handlers, keyof typeof levelCalls> {
  const measured = createMeasuredValues(onChange);
  return {
    'levels.query': (input) => queryLevels(open().archive, input),
    'levels.measured': (input, signal) =>
      measuredLevels({ archive: open().archive, measured }, input, createPace(signal)),
    'levels.extent': ({ instrument }) => open().archive.series.extent('timehistory', instrument),
    'levels.channels': ({ instrument }) => measuredChannels(open().archive, instrument),
  };
}
