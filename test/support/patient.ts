/** How long something is waited for that is bound to come: a processor that is busy with other tests is no failure. */
export const PATIENT = { timeout: 10_000 } as const;
