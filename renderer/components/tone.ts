/** The states that a colour may stand for. */
export type Tone = 'ok' | 'warn' | 'bad' | 'busy' | 'off' | 'none';
