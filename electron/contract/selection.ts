/** The part of the contract about figures of a stretch of time that someone selected. */
export const selectionCalls = {} as const;
