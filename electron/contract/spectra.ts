/** The part of the contract about octave and third-octave bands. */
export const spectraCalls = {} as const;
