/** Which key does what in the review of sounds. Pure. */
export type ReviewAction =
  | { readonly do: 'next' | 'previous' | 'play' | 'loop' | 'start' | 'end' }
  | { readonly do: 'seek'; readonly seconds: number }
  | { readonly do: 'speed' | 'gain'; readonly by: 1 | -1 }
  | { readonly do: 'automatic-gain' | 'note' | 'undo' | 'download' | 'export' | 'keys' | 'leave' }
  /** 0 for the first tag. */
  | { readonly do: 'tag'; readonly index: number };

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  /** True with AltGr, by which some keyboards write brackets; it looks like Ctrl and Alt. */
  readonly altGraph: boolean;
}

const SEEK_S = 1;
const FAR_S = 5;
const PLAIN: Readonly<Record<string, ReviewAction>> = {
  j: { do: 'next' },
  arrowdown: { do: 'next' },
  k: { do: 'previous' },
  arrowup: { do: 'previous' },
  ' ': { do: 'play' },
  l: { do: 'loop' },
  '[': { do: 'speed', by: -1 },
  ']': { do: 'speed', by: 1 },
  home: { do: 'start' },
  end: { do: 'end' },
  '+': { do: 'gain', by: 1 },
  '=': { do: 'gain', by: 1 },
  '-': { do: 'gain', by: -1 },
  '0': { do: 'automatic-gain' },
  n: { do: 'note' },
  u: { do: 'undo' },
  d: { do: 'download' },
  e: { do: 'export' },
  '?': { do: 'keys' },
  escape: { do: 'leave' },
};
/** Held down, these go on; everything else is done once. */
const GOES_ON: readonly ReviewAction['do'][] = ['next', 'previous', 'seek', 'gain'];

function meant(press: KeyPress): ReviewAction | undefined {
  const key = press.key.toLowerCase();
  if ((press.ctrlKey || press.metaKey) && !press.altGraph)
    return key === 'z' && !press.shiftKey ? { do: 'undo' } : undefined;
  if (press.altKey && !press.altGraph) return undefined;
  if (key === 'arrowleft' || key === 'arrowright')
    return { do: 'seek', seconds: (key === 'arrowleft' ? -1 : 1) * (press.shiftKey ? FAR_S : SEEK_S) };
  if (/^[1-9]$/.test(key)) return { do: 'tag', index: Number(key) - 1 };
  const plain = PLAIN[key];
  if (plain !== undefined) return plain;
  // Keyboards that write digits only with shift still mean the key with the digit on it.
  const digit = /^Digit([1-9])$/.exec(press.code)?.[1];
  return digit === undefined || press.shiftKey ? undefined : { do: 'tag', index: Number(digit) - 1 };
}
/** What a key press means; undefined: nothing, so that it is left to others. `ignored`: ours, but only once. */
export function reviewAction(press: KeyPress): ReviewAction | 'ignored' | undefined {
  const action = meant(press);
  if (action === undefined || !press.repeat || GOES_ON.includes(action.do)) return action;
  return 'ignored';
}

/** For the page of keys. */
export const KEYS: readonly (readonly [string, readonly (readonly [readonly string[], string])[]])[] = [
  [
    'Sounds',
    [
      [['J', '↓'], 'Next sound'],
      [['K', '↑'], 'Previous sound'],
      [['D'], 'Download the lossless original'],
      [['E'], 'Export this sound'],
      [['Esc'], 'Clear what is marked, then leave'],
    ],
  ],
  [
    'Listening',
    [
      [['Space'], 'Play and pause; fetches what is not here'],
      [['←', '→'], 'Back and on by 1 s, with Shift by 5 s'],
      [['Home', 'End'], 'Start and end'],
      [['L'], 'Loop what is marked, or the trigger'],
      [['[', ']'], 'Slower and faster, at the same pitch'],
      [['+', '−'], 'Gain up and down by 3 dB'],
      [['0'], 'Automatic gain'],
    ],
  ],
  [
    'Marking',
    [
      [['1 – 9'], 'The tag of that number, on and off'],
      [['N'], 'Note; Enter saves, Esc leaves'],
      [['U'], 'Undo the last mark (also Ctrl+Z)'],
    ],
  ],
  [
    'With the mouse',
    [
      [['Drag'], 'Seek in any of the three pictures'],
      [['Shift', 'Drag'], 'Mark a stretch to loop'],
    ],
  ],
];
