/** A figure of a table that is saved: what is not known has no cell. Pure. */
export const orNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
