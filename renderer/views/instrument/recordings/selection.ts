/** Choosing rows with checkboxes: one, a range with shift, all. Pure. */

/** The choice after a row was clicked; with a range, all from the row clicked before it take the new state. */
export function toggleRow(
  ids: readonly string[],
  chosen: ReadonlySet<string>,
  clicked: { readonly index: number; readonly before: number | undefined; readonly range: boolean },
): ReadonlySet<string> {
  const { index, before, range } = clicked;
  const id = ids[index];
  if (id === undefined) return chosen;
  const on = !chosen.has(id);
  const [first, last] =
    range && before !== undefined ? [Math.min(before, index), Math.max(before, index)] : [index, index];
  const next = new Set(chosen);
  for (const each of ids.slice(first, last + 1))
    if (on) next.add(each);
    else next.delete(each);
  return next;
}

/** What is chosen of the rows that still exist. */
export const stillThere = (ids: readonly string[], chosen: ReadonlySet<string>): readonly string[] =>
  ids.filter((id) => chosen.has(id));
