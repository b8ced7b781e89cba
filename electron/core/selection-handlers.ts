/** The part of the contract in `contract/selection.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { SelectionFigures, selectionCalls } from '../contract/selection';
import { createPace } from './export/table-pace';
import type { HandlerDeps } from './handlers';
import { createAnswers } from './queries/answers';
import { selectionFigures, type FiguresInput } from './queries/selection-figures';
import { selectionExceedances, selectionPeriods } from './queries/selection-periods';
import { selectionRatings } from './queries/selection-ratings';

/** Those on show, with and without percentiles, are asked for again to be printed. */
const MOST_ANSWERS = 4;

export function createSelectionHandlers({
  open,
  onChange,
}: Pick<HandlerDeps, 'open' | 'onChange'>): Pick<Handlers, keyof typeof selectionCalls> {
  const figures = createAnswers<FiguresInput, SelectionFigures>({
    ...{ tables: ['series'], onChange, most: MOST_ANSWERS },
  });
  return {
    'selection.figures'(input, signal) {
      const { archive } = open();
      return figures.of(archive, input, () => selectionFigures(archive, input, createPace(signal)));
    },
    'selection.ratings': (input, signal) => selectionRatings(open().archive, input, createPace(signal)),
    'selection.periods': (input, signal) => selectionPeriods(open().archive, input, createPace(signal)),
    'selection.exceedances': (input, signal) =>
      selectionExceedances(open().archive, input, createPace(signal)),
  };
}
