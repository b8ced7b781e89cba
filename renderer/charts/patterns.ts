/** Patterns that tell states of coverage apart without their colours. Drawn in canvas pixels. */
import type { CoveragePiece, GapReason } from '../../electron/contract/index';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
/** Colours as they stand in the page's style tokens. */
export interface PatternInks {
  readonly held: string;
  readonly rule: string;
  readonly soft: string;
  readonly ok: string;
  readonly warn: string;
  readonly bad: string;
}
/** What a piece looks like: its reason; held and final; or held while more may come. */
export type Face = GapReason | 'held' | 'held-open';
export const faceOf = ({ reason, askAgainAt }: Pick<CoveragePiece, 'reason' | 'askAgainAt'>): Face =>
  reason ?? (askAgainAt === undefined ? 'held' : 'held-open');

type Painter = (ctx: CanvasRenderingContext2D, box: Box, ratio: number) => void;

function lines(pitch: number, slope: number, weight: number): Painter {
  return (ctx, { left, top, width, height }, ratio) => {
    const [step, reach] = [pitch * ratio, Math.abs(slope) * height];
    ctx.lineWidth = weight * ratio;
    ctx.beginPath();
    // From a multiple of the pitch, so that neighbours of one kind go on where the other ends.
    for (let x = Math.floor((left - reach) / step) * step; x < left + width + reach; x += step) {
      ctx.moveTo(x, slope < 0 ? top : top + height);
      ctx.lineTo(x + reach, slope < 0 ? top + height : top);
    }
    ctx.stroke();
  };
}
const rising = lines(6, 1, 1.5);
const falling = lines(6, -1, 1.5);
const bars = lines(4, 0, 1.5);
/** What nobody knows: neither in nor out. */
const unknown = lines(5, -1, 1);

const solid: Painter = (ctx, { left, top, width, height }) => ctx.fillRect(left, top, width, height);
const lowerHalf: Painter = (ctx, box, ratio) => {
  ctx.save();
  ctx.globalAlpha *= 0.35;
  solid(ctx, box, ratio);
  ctx.restore();
  solid(ctx, { ...box, top: box.top + box.height * 0.55, height: box.height * 0.45 }, ratio);
};
const line: Painter = (ctx, { left, top, width, height }, ratio) =>
  ctx.fillRect(left, top + Math.round(height / 2 - ratio / 2), width, Math.max(1, Math.round(1.5 * ratio)));
const dots: Painter = (ctx, { left, top, width, height }, ratio) => {
  const [step, size] = [5 * ratio, 1.1 * ratio];
  ctx.beginPath();
  for (let x = Math.floor(left / step) * step + step / 2; x < left + width + size; x += step)
    for (let row = 0, y = top + step / 2; y < top + height; row += 1, y += step) {
      const shifted = x + (row % 2 === 0 ? 0 : step / 2);
      ctx.moveTo(shifted + size, y);
      ctx.arc(shifted, y, size, 0, 2 * Math.PI);
    }
  ctx.fill();
};
const both: Painter = (ctx, box, ratio) => {
  rising(ctx, box, ratio);
  falling(ctx, box, ratio);
};
const nothing: Painter = () => undefined;

const LOOKS: Readonly<
  Record<Face, { readonly ink: keyof PatternInks; readonly paint: Painter; readonly wash: number }>
> = {
  held: { ink: 'held', paint: solid, wash: 0 },
  'held-open': { ink: 'held', paint: lowerHalf, wash: 0 },
  'not-asked': { ink: 'rule', paint: nothing, wash: 0 },
  empty: { ink: 'soft', paint: line, wash: 0 },
  provisional: { ink: 'held', paint: dots, wash: 0 },
  offline: { ink: 'warn', paint: rising, wash: 0.12 },
  'self-check': { ink: 'ok', paint: bars, wash: 0.12 },
  forbidden: { ink: 'soft', paint: both, wash: 0.08 },
  failed: { ink: 'bad', paint: falling, wash: 0.18 },
};

export const inkOf = (face: Face): keyof PatternInks => LOOKS[face].ink;

/** Hatches the box with the stroke that is set. */
export function paintUnknown(ctx: CanvasRenderingContext2D, box: Box, ratio: number): void {
  ctx.save();
  clipTo(ctx, box);
  unknown(ctx, box, ratio);
  ctx.restore();
}
function clipTo(ctx: CanvasRenderingContext2D, { left, top, width, height }: Box): void {
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
}

/** Fills the box with what stands for `face`. */
export function paintFace(
  ctx: CanvasRenderingContext2D,
  box: Box,
  face: Face,
  inks: PatternInks,
  ratio: number,
): void {
  const { ink, paint, wash } = LOOKS[face];
  ctx.save();
  clipTo(ctx, box);
  ctx.fillStyle = ctx.strokeStyle = inks[ink];
  if (wash > 0) {
    ctx.globalAlpha = wash;
    solid(ctx, box, ratio);
    ctx.globalAlpha = 1;
  }
  paint(ctx, box, ratio);
  ctx.restore();
}
