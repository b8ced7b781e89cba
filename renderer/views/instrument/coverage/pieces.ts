/** What a stretch of coverage is called, why it is so, and what helps. Pure. */
import type {
  CoverageEntry,
  CoveragePiece,
  CoverageStrip,
  GapReason,
  Span,
  SyncRequest,
} from '../../../../electron/contract/index';
import { faceOf, type Face } from '../../../charts/patterns';
import { lastAsked } from '../asked';
import { age, DAY, dateTime, spanText, zoneOffset } from '../../../format';

const TITLES: Readonly<Record<Face, string>> = {
  held: 'Held',
  'held-open': 'Held, may still grow',
  'not-asked': 'Not asked yet',
  empty: 'Nothing there',
  provisional: 'Nothing yet',
  offline: 'Instrument offline',
  'self-check': 'Calibration or SIC',
  forbidden: 'Not available to this key',
  failed: 'Failed',
};
/** Every face in the order of the legend. */
export const FACES: readonly Face[] = [
  ...(['held', 'held-open', 'provisional', 'offline', 'empty'] as const),
  ...(['self-check', 'failed', 'forbidden', 'not-asked'] as const),
];
/** What a face means, within a line. */
export const faceWords = (face: Face): string => TITLES[face].toLowerCase().replace('sic', 'SIC');
export const pieceTitle = (piece: CoveragePiece): string => TITLES[faceOf(piece)];

/** `asked 3 h ago, will be asked again 23 Nov 2026 18:00 (+00:00)`; empty when it was never asked. */
export function askedText(piece: CoveragePiece, now: number, zone: string): string {
  const { askedAt, askAgainAt, reason } = piece;
  const last = askedAt === undefined ? '' : `asked ${age(askedAt, now)}`;
  const inVain = reason === 'forbidden' || reason === 'failed';
  if (askAgainAt === undefined) return last === '' || inVain ? last : `${last}; the answer is final`;
  const next =
    askAgainAt <= now
      ? 'the next sync asks again'
      : `will be asked again ${dateTime(askAgainAt, zone)} (${zoneOffset(askAgainAt, zone)})`;
  return last === '' ? next : `${last}, ${next}`;
}
/** All of a piece in one line, for those who hear it. */
export const pieceLine = (piece: CoveragePiece, now: number, zone: string): string =>
  [spanText(piece, zone), pieceTitle(piece), piece.detail, askedText(piece, now, zone)]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');

export interface Offer {
  readonly why: string;
  /** What the button that asks for it says; undefined where asking cannot help. */
  readonly fetch: string | undefined;
  /** What helps besides. */
  readonly other: 'key' | 'keep' | undefined;
}
const OFFERS: Readonly<Record<GapReason, Offer>> = {
  'not-asked': {
    why: 'MyCirrus was never asked for this time.',
    fetch: 'Fetch it',
    other: 'keep',
  },
  empty: {
    why: 'MyCirrus was asked and has nothing for this time.',
    fetch: 'Ask once more',
    other: undefined,
  },
  provisional: {
    why: 'MyCirrus had nothing for this time yet. Instruments send late, so it is asked again by itself.',
    fetch: 'Ask now',
    other: undefined,
  },
  offline: {
    why: 'The instrument was offline when this was asked for. What it kept may still come, and is asked for again by itself.',
    fetch: 'Fetch now all the same',
    other: undefined,
  },
  'self-check': {
    why: 'A calibration or SIC was running: what the instrument heard then was not the site.',
    fetch: 'Ask once more',
    other: undefined,
  },
  forbidden: {
    why: 'The API key may not read this. Whoever manages your keys can give one that may.',
    fetch: 'Ask again',
    other: 'key',
  },
  failed: {
    why: 'It was asked for in vain. What came before is untouched, and it will be tried again.',
    fetch: 'Try again now',
    other: undefined,
  },
};
const HELD: Offer = { why: 'This is on this computer.', fetch: undefined, other: undefined };
const HELD_OPEN: Offer = {
  why: 'This is on this computer. The answer was young, so it is asked for once more by itself.',
  fetch: 'Ask now',
  other: undefined,
};
const NOT_KEPT: Offer = {
  why: 'This dataset is not kept at present, so it is not asked for by itself.',
  fetch: 'Fetch this stretch only',
  other: 'keep',
};

/** What to say and offer about a piece. */
export function offerFor(piece: CoveragePiece, skipped: CoverageStrip['skipped']): Offer {
  if (piece.reason === undefined) return piece.askAgainAt === undefined ? HELD : HELD_OPEN;
  return skipped === 'off' && piece.reason !== 'forbidden' ? NOT_KEPT : OFFERS[piece.reason];
}

/** The sync that asks for a piece; undefined for what lies in the future. */
export function fetchRequest(strip: CoverageStrip, piece: Span, now: number): SyncRequest | undefined {
  const to = Math.min(piece.to, now);
  const { instrument, dataset, variant } = strip;
  if (to <= piece.from) return undefined;
  return {
    instruments: [instrument],
    datasets: [dataset],
    variants: [{ dataset, variant }],
    span: { from: piece.from, to },
  };
}

/** Whether anything was ever asked or is held: otherwise there is no strip to show. */
const hasPast = ({ pieces }: CoverageStrip): boolean =>
  pieces.some(({ reason, askedAt }) => reason === undefined || askedAt !== undefined);
export const neverAsked = (strips: readonly CoverageStrip[]): boolean => !strips.some(hasPast);

/** Strips to draw; and those that are not asked for and hold nothing, to be named beneath. */
export function sortStrips(strips: readonly CoverageStrip[]): {
  readonly drawn: readonly CoverageStrip[];
  readonly left: readonly CoverageStrip[];
} {
  const isDrawn = (strip: CoverageStrip) => strip.skipped === undefined || hasPast(strip);
  return { drawn: strips.filter(isDrawn), left: strips.filter((strip) => !isDrawn(strip)) };
}
/** The newest stretch is always still to be asked for; it counts once it is longer than this. */
const NEWEST_MS = DAY;
/** How many strips lack something that a sync would ask for. */
export const unfinished = (strips: readonly CoverageStrip[]): number =>
  strips.filter(({ skipped, pieces }) => {
    const newest = pieces.at(-1);
    const isOpen = (piece: CoveragePiece) =>
      piece.reason === 'failed' ||
      (piece.reason === 'not-asked' && (piece !== newest || piece.to - piece.from > NEWEST_MS));
    return skipped === undefined && pieces.some(isOpen);
  }).length;

/** Faces that occur, in the order of the legend. */
export function facesIn(strips: readonly CoverageStrip[]): readonly Face[] {
  const found = new Set(strips.flatMap(({ pieces }) => pieces.map(faceOf)));
  return FACES.filter((face) => found.has(face));
}
/** When anything of a strip, or else of its dataset, was last asked for, epoch ms. */
export function newestAsk(
  { dataset, pieces }: CoverageStrip,
  answers: readonly CoverageEntry[],
): number | undefined {
  const last = lastAsked(answers, dataset);
  const times = [...pieces.flatMap(({ askedAt }) => askedAt ?? []), ...(last === undefined ? [] : [last])];
  return times.length === 0 ? undefined : Math.max(...times);
}
export const gapsOf = ({ pieces }: CoverageStrip): readonly CoveragePiece[] =>
  pieces.filter(({ reason }) => reason !== undefined);
