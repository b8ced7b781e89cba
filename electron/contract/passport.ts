/** The part of the contract about the calibration passport. */
export const passportCalls = {} as const;
