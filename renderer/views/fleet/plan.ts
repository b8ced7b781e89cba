/** A plain plan: north up, to scale, with marks that would cover each other drawn as one. Pure. */
import type { Place } from './places';

/** How a mark looks: by the worst that is said of what stands there. */
export type MarkState = 'now' | 'soon' | 'look' | 'unknown' | 'fine';

export interface Frame {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}
export interface Spot {
  readonly x: number;
  readonly y: number;
}
export interface Projection {
  /** Pixels of each place, y down. */
  readonly spots: readonly Spot[];
  readonly metresPerPixel: number;
}

/** However close together they are, a plan is no smaller than this, m across. */
const LEAST_METRES = 60;

/** Fits all places into the frame, one scale in both directions. */
export function project(places: readonly Place[], { width, height, margin }: Frame): Projection {
  const [left, right] = [Math.min(...places.map(({ x }) => x)), Math.max(...places.map(({ x }) => x))];
  const [bottom, top] = [Math.min(...places.map(({ y }) => y)), Math.max(...places.map(({ y }) => y))];
  const room = { x: Math.max(1, width - 2 * margin), y: Math.max(1, height - 2 * margin) };
  const metresPerPixel = Math.max(
    (right - left) / room.x,
    (top - bottom) / room.y,
    LEAST_METRES / Math.min(room.x, room.y),
  );
  const middle = { x: (left + right) / 2, y: (bottom + top) / 2 };
  const spots = places.map(({ x, y }) => ({
    x: width / 2 + (x - middle.x) / metresPerPixel,
    y: height / 2 - (y - middle.y) / metresPerPixel,
  }));
  return { spots, metresPerPixel };
}

export interface Mark extends Spot {
  /** Indexes of what stands there. */
  readonly members: readonly number[];
}
/** Each spot within reach of a mark joins it; a mark stands where its first does. */
export function gather(spots: readonly Spot[], reach: number): readonly Mark[] {
  const marks: { x: number; y: number; members: number[] }[] = [];
  spots.forEach((spot, index) => {
    const near = marks.find((mark) => Math.hypot(mark.x - spot.x, mark.y - spot.y) < reach);
    if (near === undefined) marks.push({ ...spot, members: [index] });
    else near.members.push(index);
  });
  return marks;
}

export interface ScaleBar {
  readonly pixels: number;
  /** `50 m`, `2 km`. */
  readonly text: string;
}
/** The longest round length that takes no more than so many pixels. */
export function scaleBar(metresPerPixel: number, mostPixels: number): ScaleBar {
  const most = metresPerPixel * mostPixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((each) => each * power <= most) ?? 1) * power;
  const text = metres >= 1_000 ? `${String(metres / 1_000)} km` : `${String(metres)} m`;
  return { pixels: metres / metresPerPixel, text };
}

/** Lines as far apart as the scale bar is long, from the middle outwards, as a path. */
export function gridPath(step: number, { width, height }: Pick<Frame, 'width' | 'height'>): string {
  const along = (length: number): readonly number[] => {
    const first = (length / 2) % step;
    return Array.from(
      { length: Math.max(0, Math.ceil((length - first) / step)) },
      (_, i) => first + i * step,
    );
  };
  const at = (pixels: number) => String(Math.round(pixels) + 0.5);
  return [
    ...along(width).map((x) => `M${at(x)} 0V${String(height)}`),
    ...along(height).map((y) => `M0 ${at(y)}H${String(width)}`),
  ].join('');
}

export interface Label extends Spot {
  readonly side: 'right' | 'left';
}
const LINE = 18;
const GAP = 14;
/** Where each mark's label goes, beside it and clear of marks and earlier labels; undefined where there is no room. */
export function placeLabels(
  marks: readonly Spot[],
  widths: readonly number[],
  frame: Pick<Frame, 'width'>,
): readonly (Label | undefined)[] {
  interface Box {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  }
  const boxes: Box[] = marks.map(({ x, y }) => ({ left: x - 9, right: x + 9, top: y - 9, bottom: y + 9 }));
  const isFree = (box: Box, own: Box | undefined) =>
    box.left >= 4 &&
    box.right <= frame.width - 4 &&
    boxes.every(
      (other) =>
        other === own ||
        box.right < other.left ||
        box.left > other.right ||
        box.bottom < other.top ||
        box.top > other.bottom,
    );
  return marks.map(({ x, y }, index) => {
    const width = widths[index] ?? 0;
    for (const side of ['right', 'left'] as const) {
      const left = side === 'right' ? x + GAP : x - GAP - width;
      const box = { left, right: left + width, top: y - LINE / 2, bottom: y + LINE / 2 };
      if (!isFree(box, boxes[index])) continue;
      boxes.push(box);
      return { x: side === 'right' ? x + GAP : x - GAP, y, side };
    }
    return undefined;
  });
}
