/** The part of the contract about what needs someone: reasons with their evidence. */
export const attentionCalls = {} as const;
