/** The part of the contract about finding things by words. */
export const searchCalls = {} as const;
