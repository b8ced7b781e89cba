/** The part of the contract in `contract/selection.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { selectionCalls } from '../contract/selection';
import { createPace } from './export/table-pace';
import type { HandlerDeps } from './handlers';
import { selectionFigures } from './queries/selection-figures';
import { selectionExceedances, selectionPeriods } from './queries/selection-periods';
import { selectionRatings } from './queries/selection-ratings';

export function createSelectionHandlers({
  open,
}: Pick<HandlerDeps, 'open'>): Pick<Handlers, keyof typeof selectionCalls> {
  return {
    'selection.figures': (input, signal) => selectionFigures(open().archive, input, createPace(signal)),
    'selection.ratings': (input, signal) => selectionRatings(open().archive, input, createPace(signal)),
    'selection.periods': (input, signal) => selectionPeriods(open().archive, input, createPace(signal)),
    'selection.exceedances': (input, signal) =>
      selectionExceedances(open().archive, input, createPace(signal)),
  };
}
