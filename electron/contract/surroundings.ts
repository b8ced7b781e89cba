/** The part of the contract about events, environment and the instrument's own health. */
export const surroundingsCalls = {} as const;
