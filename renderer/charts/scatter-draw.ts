/** Paints points on two logarithmic scales; each kind has a shape of its own as well as a colour. */
import type { Ink } from './lines';
import { alpha, type Look } from './options';
import { INSETS, logTicks, type ScatterPlaces, type ScatterPoint } from './scatter';
import { fontOf } from './spectrogram-draw';

export interface ScatterKind {
  readonly name: string;
  readonly ink: Ink;
}
export interface ScatterScene {
  readonly points: readonly ScatterPoint[];
  readonly kinds: readonly ScatterKind[];
  readonly places: ScatterPlaces;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Marked. */
  readonly pointed: ScatterPoint | undefined;
}
const RADIUS = 3.5;
/** Labels of a scale stay so far apart. */
const APART_PX = 40;

export function drawScatter(ctx: CanvasRenderingContext2D, scene: ScatterScene, look: Look): void {
  drawScales(ctx, scene, look);
  const { points, kinds, places, pointed } = scene;
  for (const point of points) {
    const colour = look.lines[kinds[point.kind]?.ink ?? 'thin'];
    ctx.fillStyle = alpha(colour, 0.45);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1;
    shape(ctx, point.kind, places.x(point.x), places.y(point.y), RADIUS);
    ctx.fill();
    ctx.stroke();
  }
  if (pointed === undefined) return;
  ctx.strokeStyle = look.ink;
  ctx.lineWidth = 2;
  shape(ctx, pointed.kind, places.x(pointed.x), places.y(pointed.y), RADIUS + 3);
  ctx.stroke();
}

/** A circle, a triangle, a square. */
export function shape(
  ctx: CanvasRenderingContext2D,
  kind: number,
  x: number,
  y: number,
  radius: number,
): void {
  ctx.beginPath();
  if (kind % 3 === 0) ctx.arc(x, y, radius, 0, 2 * Math.PI);
  else if (kind % 3 === 1) {
    ctx.moveTo(x, y - 1.2 * radius);
    ctx.lineTo(x + 1.1 * radius, y + 0.8 * radius);
    ctx.lineTo(x - 1.1 * radius, y + 0.8 * radius);
    ctx.closePath();
  } else ctx.rect(x - 0.9 * radius, y - 0.9 * radius, 1.8 * radius, 1.8 * radius);
}

function drawScales(
  ctx: CanvasRenderingContext2D,
  { places, xTitle, yTitle }: ScatterScene,
  look: Look,
): void {
  const { left, right, top, bottom } = INSETS;
  const { width, height } = places.size;
  ctx.font = fontOf(look);
  ctx.lineWidth = 1;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  eachTick(places.yRange, places.y, look.fontSize * 1.6, (tick, y, isNamed) => {
    ctx.fillStyle = look.grid;
    ctx.fillRect(left, Math.round(y), width - left - right, 1);
    ctx.fillStyle = look.soft;
    if (isNamed) ctx.fillText(String(tick), left - 6, y);
  });
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  eachTick(places.xRange, places.x, APART_PX, (tick, x, isNamed) => {
    ctx.fillStyle = look.grid;
    ctx.fillRect(Math.round(x), top, 1, height - top - bottom);
    ctx.fillStyle = look.soft;
    if (isNamed) ctx.fillText(String(tick), x, height - bottom + 5);
  });
  ctx.fillText(xTitle, left + (width - left - right) / 2, height - look.fontSize - 4);
  ctx.save();
  ctx.translate(2, top + (height - top - bottom) / 2);
  ctx.rotate(-Math.PI / 2);
  ctx.fillText(yTitle, 0, 0);
  ctx.restore();
}

function eachTick(
  range: ScatterPlaces['xRange'],
  place: (value: number) => number,
  apartPx: number,
  draw: (tick: number, at: number, isNamed: boolean) => void,
): void {
  let named = NaN;
  for (const tick of logTicks(range)) {
    const at = place(tick);
    const isNamed = !(Math.abs(at - named) < apartPx);
    if (isNamed) named = at;
    draw(tick, at, isNamed);
  }
}
